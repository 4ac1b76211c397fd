package desk

import "gongkai/views/ui"

// act is what the form of one verb says and asks.
type act struct {
	heading  string
	question string
	effects  []string
	asks     []ask
	fixed    [2]string // name and value of what the form says without asking
	buttons  []Button
	urgent   bool // one column, large targets
}

// ask is one thing that the form asks for.
type ask struct {
	name, label, hint string
	kind              askKind
	first             string      // chosen before anybody chooses; "" for none
	options           []ui.Option // of a choice
}

// askKind is how an ask is answered.
type askKind uint8

// The kinds.
const (
	words  askKind = iota // several lines
	line                  // one line
	choice                // one of the options
)

// fields names what the act asks for, in order.
func (a act) fields() []string {
	var names []string
	for _, q := range a.asks {
		names = append(names, q.name)
	}
	return names
}

// actOf finds the form of a verb, and of a kind of correction where one is named;
// asking for another verb is a mistake in the program.
func actOf(p ActPage) act {
	a, ok := acts[p.Verb]
	if !ok {
		panic("desk: no form for " + p.Verb)
	}
	if p.Verb == "correct" {
		return correctAct(p.Kind, p.Standing)
	}
	return a
}

var acts = map[string]act{
	"recall": {
		heading:  "撤回",
		question: "要把送审的稿件撤回吗？",
		effects: []string{
			"稿件回到草稿，可以继续修改。",
			"本次审核结束，已有的签名不再有效，签名人会收到通知。",
			"再次提交时，三级审核从头开始。",
		},
		buttons: []Button{{Text: "撤回", Icon: "undo-2", Kind: Main}},
	},
	"discard": {
		heading:  "删除草稿",
		question: "要删除这份草稿吗？",
		effects: []string{
			"从未公开过的草稿删除后不能恢复，只在操作日志里留下一条记录。",
			"如果是对已公开稿件的更正，只丢弃这次更正，线上的版本不变。",
		},
		buttons: []Button{{Text: "删除草稿", Icon: "trash-2", Kind: Danger}},
	},
	"correct":  {},
	"withdraw": withdrawAct,
	"takedown": takedownAct,
	"confirm": {
		heading:  "复核撤下",
		question: "这次撤下是否正确？",
		effects: []string{
			"撤下已经生效，复核是事后由另一人确认。",
			"选“撤下正确”，事情到此为止，原地址继续显示已撤下的说明。",
			"选“撤下不当”，只记录您的意见并开始一份更正；要重新公开，仍须走完三级审核。",
		},
		asks: []ask{{name: "note", label: "复核意见", hint: "选填。"}},
		buttons: []Button{
			{Text: "撤下正确", Icon: "check", Kind: Grant, Name: "decision", Value: "yes"},
			{Text: "撤下不当", Icon: "x", Kind: Danger, Name: "decision", Value: "no"},
		},
	},
	"issue": {
		heading:  "签发",
		question: "同意签发吗？",
		effects: []string{
			"三级审核已经完成，这个栏目还要由分管领导签发。",
			"同意后，稿件按预定时间发布；没有预定时间的，立即发布。",
			"不同意时，稿件不发布，您的意见会告知拟稿人和签名人。",
		},
		asks: []ask{{name: "note", label: "签发意见", hint: "选填；不同意时请说明原因。"}},
		buttons: []Button{
			{Text: "同意签发", Icon: "stamp", Kind: Grant, Name: "decision", Value: "yes"},
			{Text: "不同意", Icon: "x", Kind: Danger, Name: "decision", Value: "no"},
		},
	},
}
