package desk

import (
	"slices"

	"gongkai/views/ui"
)

// publicNote is the ask for what readers are told.
func publicNote(hint string) ask { return ask{name: "public_note", label: "公开说明", hint: hint} }

// standings are what may have become of a text.
var standings = []ui.Option{
	{Value: "replaced", Text: "已被替代", Hint: "有了新的文件，以新文件为准"},
	{Value: "repealed", Text: "已废止", Hint: "由有权机关明确废止"},
	{Value: "expired", Text: "已失效", Hint: "有效期届满，或者适用的事项已经结束"},
}

// correctAct is the form of a correction: of one kind, or of any when kind is "".
// standing is what the public text says of itself now, "" while it holds.
func correctAct(kind, standing string) act {
	state := ask{name: "standing", label: "这份文件现在的状态", kind: choice, options: standings}
	if standing != "" {
		state.options = append(slices.Clone(standings), ui.Option{Value: "effective", Text: "恢复有效", Hint: "现在写着“" + standing + "”，改回有效"})
	}
	to := ask{name: "successor", label: "现行的文件", hint: "选填。本站页面填网址或稿件编号，其他网站填以 https:// 开头的网址。", kind: line}
	a := act{heading: "更正", question: "改动的内容，读者需要知道吗？", effects: []string{
		"先建立一份更正稿；线上已有的版本，在审核通过前不变。", "更正同样要经过三级审核，发布日期不变。",
	}, buttons: []Button{{Text: "更正", Icon: "pencil", Kind: Main}}}
	switch kind {
	case "minor":
		a.heading, a.question = "小改", "要改错别字或失效的链接吗？"
		a.effects = append(a.effects, "网页上不另作说明，更新日期也不变。事实、数字有变化的，请选“更正”。")
	case "correction":
		a.question = "更正了什么？"
		a.effects = append(a.effects, "审核通过后，网页上显示下面的公开说明，更新日期变成通过的那一天。")
		a.asks = []ask{publicNote("会公开显示，例如：补贴总额更正为 1286.40 万元。")}
	case "superseded":
		a.heading, a.question = "被替代、废止", "这份文件不再有效了吗？"
		a.effects = append(a.effects, "审核通过后页面保留，标题上方出现红色横幅，并指向现行的文件；列表和搜索结果里也会标明。")
		a.asks = []ask{state, to, publicNote("会公开显示，例如：自 2026 年 12 月 1 日起废止。")}
		a.buttons[0].Text = "建立更正稿"
	default:
		state.hint, to.hint = "选“被替代、废止”时必选。", to.hint+"只在选“被替代、废止”时有用。"
		a.asks = []ask{{name: "kind", label: "更正的性质", kind: choice, first: "minor", options: []ui.Option{
			{Value: "minor", Text: "小改", Hint: "错别字、失效链接等，不影响意思；网页上不另作说明"},
			{Value: "correction", Text: "更正", Hint: "事实、数字有变化；网页上显示公开说明和更新时间"},
			{Value: "superseded", Text: "被替代、废止", Hint: "页面保留，加红色横幅，指向现行的文件"},
		}}, publicNote("选“更正”或“被替代、废止”时必填，会公开显示，例如：补贴总额更正为 1286.40 万元。"), state, to}
		return a
	}
	a.fixed = [2]string{"kind", kind}
	return a
}

// reasons are the categories of a withdrawal, with what readers will see.
var reasons = []ui.Option{
	{Value: "mistake", Text: "内容有误或误发"},
	{Value: "personal-data", Text: "含有个人信息"},
	{Value: "superseded", Text: "已被新的内容替代"},
	{Value: "merged", Text: "已并入其他页面"},
	{Value: "order", Text: "上级要求"},
	{Value: "other", Text: "其他"},
}

var withdrawAct = act{
	heading:  "撤下",
	question: "要从网站上撤下吗？",
	effects: []string{
		"几秒之内，网页、附件、栏目列表、检索、订阅和网站地图里都不再有它。",
		"原地址显示“已撤下”和下面所选的原因类别。",
		"撤下后由另一人复核；要重新公开，须走完三级审核。",
	},
	asks: []ask{
		{name: "reason", label: "撤下原因", hint: "会公开显示。", kind: choice, options: reasons},
		{name: "replacement", label: "新的内容在哪里", hint: "选填，会公开显示在原地址。本站页面填网址或稿件编号，其他网站填以 https:// 开头的网址。", kind: line},
		{name: "note", label: "情况说明", hint: "只在内部可见；选“其他”时必填。"},
	},
	buttons: []Button{{Text: "撤下", Icon: "ban", Kind: Danger}},
}

var takedownAct = act{
	heading:  "紧急撤下",
	question: "为什么要马上撤下？",
	effects:  []string{"几秒之内，所有地方都不再有它。事后须由另一人复核（1 个工作日内）。"},
	asks: []ask{
		{name: "reason", label: "原因", hint: "会公开显示。", kind: choice, options: reasons},
		{name: "note", label: "情况说明", hint: "只在内部可见；选“其他”时必填。", kind: line},
	},
	buttons: []Button{{Text: "撤下", Icon: "ban", Kind: Danger}},
	urgent:  true,
}
