package desk

import "gongkai/views/ui"

// act is what the form of one verb says and asks.
type act struct {
	heading  string
	question string
	effects  []string
	choice   choice
	notes    []note
	buttons  []Button
}

// choice is a set of options of which one is sent.
type choice struct {
	name, legend, hint string
	first              string // chosen before anybody chooses; "" for none
	options            []ui.Option
}

// note is a longer text the act may ask for.
type note struct{ name, label, hint string }

// fields names what the act asks for, in order.
func (a act) fields() []string {
	var names []string
	if a.choice.name != "" {
		names = append(names, a.choice.name)
	}
	for _, n := range a.notes {
		names = append(names, n.name)
	}
	return names
}

// actOf finds a verb's form; asking for another verb is a mistake in the program.
func actOf(verb string) act {
	a, ok := acts[verb]
	if !ok {
		panic("desk: no form for " + verb)
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
	"correct":  correctAct,
	"withdraw": withdrawAct,
	"confirm": {
		heading:  "复核撤下",
		question: "这次撤下是否正确？",
		effects: []string{
			"撤下已经生效，复核是事后由另一人确认。",
			"选“撤下正确”，事情到此为止，原地址继续显示已撤下的说明。",
			"选“撤下不当”，只记录您的意见并开始一份更正；要重新公开，仍须走完三级审核。",
		},
		notes: []note{{"note", "复核意见", "选填。"}},
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
		notes: []note{{"note", "签发意见", "选填；不同意时请说明原因。"}},
		buttons: []Button{
			{Text: "同意签发", Icon: "stamp", Kind: Grant, Name: "decision", Value: "yes"},
			{Text: "不同意", Icon: "x", Kind: Danger, Name: "decision", Value: "no"},
		},
	},
}

var correctAct = act{
	heading:  "更正",
	question: "改动的内容，读者需要知道吗？",
	effects: []string{
		"先建立一份更正稿；线上已有的版本，在审核通过前不变。",
		"更正同样要经过三级审核，发布日期不变。",
	},
	choice: choice{
		name: "kind", legend: "更正的性质", first: "minor",
		options: []ui.Option{
			{Value: "minor", Text: "小改", Hint: "错别字、失效链接等，不影响意思；网页上不另作说明"},
			{Value: "correction", Text: "更正", Hint: "事实、数字有变化；网页上显示更正说明和更新时间"},
		},
	},
	notes:   []note{{"public_note", "更正说明", "选“更正”时必填，会公开显示，例如：补贴总额更正为 1286.40 万元。"}},
	buttons: []Button{{Text: "更正", Icon: "pencil", Kind: Main}},
}

var withdrawAct = act{
	heading:  "撤下",
	question: "要从网站上撤下吗？",
	effects: []string{
		"几秒之内，网页、栏目列表、检索、订阅和网站地图里都不再有它。",
		"原地址显示“已撤下”和下面所选的原因类别。",
		"撤下后由另一人复核；要重新公开，须走完三级审核。",
	},
	choice: choice{
		name: "reason", legend: "撤下原因", hint: "会公开显示。",
		options: []ui.Option{
			{Value: "mistake", Text: "内容有误或误发"},
			{Value: "personal-data", Text: "含有个人信息"},
			{Value: "superseded", Text: "已被新的内容替代"},
			{Value: "merged", Text: "已并入其他页面"},
			{Value: "order", Text: "上级要求"},
			{Value: "other", Text: "其他"},
		},
	},
	notes:   []note{{"note", "情况说明", "选填，只在内部可见。"}},
	buttons: []Button{{Text: "撤下", Icon: "ban", Kind: Danger}},
}
