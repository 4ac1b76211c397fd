package sample

import (
	"context"
	"fmt"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

// openSide is the tree of 政务公开.
func openSide(ctx context.Context, current string) portal.Side {
	s := portal.Side{Title: "政务公开"}
	for _, c := range []struct{ path, name string }{{"zwgk/ldxx", "领导信息"}, {"zwgk/jgzn", "机构职能"}, {"zwgk/yjs", "财政预决算"}, {"zwgk/zfcg", "政府采购"}, {"zwgk/yjzj", "意见征集"}} {
		s.Items = append(s.Items, portal.SideItem{Link: ui.Link{Text: c.name, Href: href.Column(ctx, c.path), Current: c.path == current}})
	}
	return s
}

func openFrame(ctx context.Context, prefs layout.Prefs, title, path string) layout.Frame {
	f := frame(ctx, prefs, title, "/"+path+"/")
	f.Crumbs = crumbs(ctx, "zwgk", "政务公开", path, title)
	f.Feed = ui.Link{Text: title + " - " + f.Site.Name, Href: href.Feed(ctx, path)}
	return f
}

// People is 领导信息 with four leaders.
func People(ctx context.Context, prefs layout.Prefs) portal.PeoplePage {
	const path = "zwgk/ldxx"
	p := portal.PeoplePage{Frame: openFrame(ctx, prefs, "领导信息", path), Side: openSide(ctx, path), Title: "领导信息", Intro: "公布局领导的职务和分工。"}
	for i, l := range []struct{ name, post, duty string }{
		{"张某某", "党组书记、局长", "主持局党组和行政全面工作，负责财政预算、干部人事工作。"},
		{"李某某", "党组成员、副局长", "分管预算科、国库科、绩效评价科，协助局长负责预算编制、执行和绩效管理，联系区级各部门。"},
		{"王某某", "党组成员、副局长", "分管农业农村科、社会保障科。"},
		{"赵某某", "总会计师", "分管政府采购管理科、资产管理科。"},
	} {
		p.People = append(p.People, portal.Leader{Name: l.name, Initial: string([]rune(l.name)[0]), Post: l.post, Duty: l.duty,
			Href: href.Article(ctx, path, at(2024, 3, 4+i, 9, 0), uint64(60+i)), Checked: ui.Day(at(2026, 9, 1, 9, 0))})
	}
	return p
}

// Matrix is three years of budgets and final accounts.
func Matrix(ctx context.Context, prefs layout.Prefs) portal.MatrixPage {
	const path = "zwgk/yjs"
	p := portal.MatrixPage{Frame: openFrame(ctx, prefs, "财政预决算", path), Side: openSide(ctx, path), Title: "财政预决算", Intro: "按年度和单位公开预算、决算和“三公”经费。",
		Other: items(ctx, path, ui.Day, []string{"预决算公开操作说明", "关于 2025 年预算执行情况和 2026 年预算草案的报告"}), Bound: "这里只列出最近 3000 条，更早的可以用页面上方的搜索查找。"}
	doc := func(year int, unit, kind string) []portal.MatrixDoc {
		return []portal.MatrixDoc{{Title: fmt.Sprintf("%s%d年%s", unit, year, kind), Href: href.Article(ctx, path, at(year, 2, 10, 9, 0), uint64(year)), Published: ui.Day(at(year, 2, 10, 9, 0)), Package: "8/8 张表"}}
	}
	for year := 2026; year >= 2024; year-- {
		y := portal.MatrixYear{Year: fmt.Sprint(year)}
		three := portal.ThreeGroup{Name: y.Year + " 年预算"}
		for i, unit := range []string{"区级财政", "区教育委员会", "区农业农村委员会"} {
			u := portal.MatrixUnit{Unit: unit, Budget: doc(year, unit, "部门预算")}
			if year < 2026 {
				u.Final, u.Three = doc(year, unit, "部门决算"), doc(year, unit, "“三公”经费")
				u.Three[0].Package = ""
			}
			if i == 1 {
				u.Three, u.Figures = nil, []string{"预算 12.5 万元"}
			}
			if i == 2 {
				u.Budget[0].Package, u.Budget[0].Missing, u.Budget[0].Late = "7/8 张表", "政府性基金预算支出情况表", "迟 3 天公开"
			}
			y.Units = append(y.Units, u)
			row := portal.ThreeRow{Unit: ui.Link{Text: unit, Href: u.Budget[0].Href}, Cells: []string{"12.5", "0", "0", "8.3", "4.2"}, Change: "减少 1.5（10.7%）", Why: "公务接待批次减少。"}
			if year == 2024 {
				row.Change, row.Why = "", ""
			}
			three.Rows = append(three.Rows, row)
		}
		three.Rows = append(three.Rows, portal.ThreeRow{Unit: ui.Link{Text: "2 个部门合计"}, Cells: []string{"25", "0", "0", "16.6", "8.4"}, Change: "减少 3（10.7%）", Sum: true})
		p.Years, p.Three = append(p.Years, y), append(p.Three, three)
		p.Links = append(p.Links, ui.Link{Text: y.Year + " 年", Href: "#" + y.ID()})
	}
	p.Links = append(p.Links, ui.Link{Text: "2023 年", Href: href.List(ctx, path, 2023, 1)})
	return p
}

// Directory is 法定主动公开内容 with five columns.
func Directory(ctx context.Context, prefs layout.Prefs) portal.DirectoryPage {
	f := frame(ctx, prefs, "法定主动公开内容", "/zfxxgk/fd/")
	f.Crumbs = crumbs(ctx, "zfxxgk", "政府信息公开", "zfxxgk/fd", "法定主动公开内容")
	p := portal.DirectoryPage{Frame: f, Side: side(ctx, "zfxxgk/fd"), Title: "法定主动公开内容", Intro: "按照条例第二十条列出的事项公开政府信息。",
		Newest: items(ctx, "zfxxgk/fd/gfxwj", ui.Minute, []string{"现行有效行政规范性文件目录", "政府集中采购目录和采购限额标准说明"})}
	p.Coverage = "条例第二十条共 15 项：5 项已有公开内容，1 项本单位不涉及（理由见表），9 项暂无内容。"
	for i, r := range []struct{ item, law, path, name, owner string }{
		{"（一）", "行政法规、规章和规范性文件", "zfxxgk/fd/gfxwj", "规范性文件", "办公室"},
		{"（二）", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名", "zfxxgk/fd/jgzn", "机构职能", "办公室"},
		{"（五）", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果", "zfxxgk/fd/xzxk", "行政许可与处罚", "财政监督科"},
		{"（七）", "财政预算、决算信息", "zfxxgk/fd/czyjs", "财政预决算", "预算科"},
		{"（九）", "政府集中采购项目的目录、标准及实施情况", "zfxxgk/fd/zfcg", "政府采购", "政府采购管理科"},
	} {
		row := portal.DirectoryRow{Column: ui.Link{Text: r.name, Href: href.Column(ctx, r.path)}, Owner: r.owner,
			Rule: "每年至少更新一次", Count: "12 条", At: ui.Day(at(2026, 11, 2, 9, 0))}
		item := portal.DirectoryItem{Item: r.item, Law: r.law, State: "已公开", Kind: "ok"}
		if i == 3 {
			row.Basis, row.Late, item.State, item.Kind = "《中华人民共和国预算法》第十四条", "应于 2026-10-30 前更新", "超过更新期限", "warn"
		}
		item.Rows = append(item.Rows, row)
		p.Items = append(p.Items, item)
	}
	p.Items = append(p.Items, portal.DirectoryItem{Item: "（十）", Law: "重大建设项目的批准和实施情况", State: "不涉及", Rows: []portal.DirectoryRow{{Column: ui.Link{Text: "重大建设项目"}, Reason: "本单位不承担重大建设项目的审批和实施。"}}},
		portal.DirectoryItem{Item: "（十二）", Law: "突发公共事件的应急预案、预警信息及应对情况", State: "暂无内容"})
	return p
}

// Disclosure is 政府信息公开专栏 with all its parts.
func Disclosure(ctx context.Context, prefs layout.Prefs) portal.DisclosurePage {
	f := frame(ctx, prefs, "政府信息公开", "/zfxxgk/")
	f.Crumbs = crumbs(ctx, "zfxxgk", "政府信息公开")
	link := func(text, path string) ui.Link { return ui.Link{Text: text, Href: href.Column(ctx, path)} }
	w := Site()
	return portal.DisclosurePage{
		Frame: f, Side: side(ctx, "zfxxgk"), Title: "政府信息公开", Intro: "集中发布指南、制度、法定主动公开内容和年度报告。",
		Guide: portal.Part{Link: link("政府信息公开指南", "zfxxgk/zn"), Note: "说明政府信息的分类、查找方式、申请程序和工作机构。", At: ui.Day(at(2026, 3, 2, 9, 0))},
		Rules: portal.Part{Link: link("政府信息公开制度", "zfxxgk/zd"), Items: items(ctx, "zfxxgk/zd", ui.Day, []string{"信息发布三级审核办法", "政府信息公开工作规程"})},
		Duties: portal.Part{Link: link("法定主动公开内容", "zfxxgk/fd"), Links: []ui.Link{link("机构职能（3 条）", "zfxxgk/fd/jgzn"), link("规范性文件（12 条）", "zfxxgk/fd/gfxwj"),
			link("财政预决算（9 条）", "zfxxgk/fd/yjs")}},
		Reports: portal.Part{Link: link("政府信息公开年报", "zfxxgk/nb"), Links: []ui.Link{link("2025", "zfxxgk/nb/2025"), link("2020", "zfxxgk/nb/2020")}, Note: "2026 年年报将于 2027-01-31 前发布。"},
		Apply:   portal.Part{Link: link("依申请公开", "zfxxgk/ysq"), Note: "没有主动公开的政府信息，可以依法申请。"},
		Office:  w.Operator, Address: w.Address, Phone: w.Phone, Hours: w.Hours,
	}
}

// Consultation has one request that is going on, one to come, and three of the past.
func Consultation(ctx context.Context, prefs layout.Prefs) portal.ConsultationPage {
	const path = "zwgk/yjzj"
	call := func(title, state, kind, from, to, left string, n int) portal.Call {
		return portal.Call{Title: title, Href: href.Article(ctx, path, at(2026, 11, n, 9, 0), uint64(n)), State: state, StateKind: kind, From: from, To: to, Left: left, At: ui.Day(at(2026, 11, n, 9, 0))}
	}
	site := Site()
	return portal.ConsultationPage{
		Frame: openFrame(ctx, prefs, "意见征集", path), Side: openSide(ctx, path), Title: "意见征集", Intro: "就重大财政政策和制度公开征求意见，并公布采纳情况。",
		Open: []portal.Call{
			call("关于公开征求《区级预算绩效管理办法（修订稿）》意见的公告", "征集中", "ok", "2026-11-16", "2026-12-16", "还剩 23 天", 16),
			call("关于公开征求 2027 年民生实事项目意见的公告", "未开始", "info", "2026-12-01", "2026-12-31", "", 18),
		},
		Past: []portal.Call{
			call("《区级行政事业单位国有资产出租管理办法》意见采纳情况", "结果公布", "info", "", "", "", 9),
			call("关于公开征求《区级行政事业单位国有资产出租管理办法（征求意见稿）》意见的公告", "已结束", "", "2026-10-01", "2026-10-31", "", 1),
			call("关于征求财政服务企业措施意见的公告", "", "", "", "", "", 2),
		},
		Office: site.Name, Address: site.Address, Phone: site.Phone, Hours: site.Hours,
	}
}

// Topics is 专题专栏 with two topics going on and one of the past.
func Topics(ctx context.Context, prefs layout.Prefs) portal.TopicsPage {
	f := frame(ctx, prefs, "专题专栏", "/ztzl/")
	f.Crumbs = crumbs(ctx, "ztzl", "专题专栏")
	topic := func(path, name, intro string, ended bool) portal.Topic {
		t := portal.Topic{Title: name, Href: href.Column(ctx, "ztzl/"+path), Intro: intro, State: "进行中", Ended: ended, Count: "12 条", At: ui.Day(at(2026, 11, 10, 9, 0))}
		if ended {
			t.State = "已结束（存档）"
		}
		return t
	}
	return portal.TopicsPage{Frame: f, Title: "专题专栏", Intro: "围绕重点工作集中发布政策和措施。",
		Open: []portal.Topic{
			topic("yshj", "优化营商环境", "汇集财政支持优化营商环境的政策和措施，方便企业一站查询。", false),
			topic("ykt", "惠民惠农“一卡通”", "补贴政策、发放公示和办事问答。", false),
		},
		Past: []portal.Topic{topic("zdzj", "直达资金", "特殊转移支付资金的分配、使用和监督。", true)},
	}
}

// Special is a topic that goes on, with two columns.
func Special(ctx context.Context, prefs layout.Prefs) portal.SpecialPage {
	const path = "ztzl/yshj"
	f := frame(ctx, prefs, "优化营商环境", "/"+path+"/")
	f.Crumbs = crumbs(ctx, "ztzl", "专题专栏", path, "优化营商环境")
	f.Feed = ui.Link{Text: "优化营商环境 - " + f.Site.Name, Href: href.Feed(ctx, path)}
	return portal.SpecialPage{Frame: f, Title: "优化营商环境", Intro: "汇集财政支持优化营商环境的政策和措施，方便企业一站查询。", State: "进行中", Ends: "2027-12-31", Count: "12 条",
		Groups: []portal.Block{
			{Title: "政策措施", Href: href.Column(ctx, path+"/zccs"), Items: items(ctx, path+"/zccs", ui.Day, []string{"全面取消政府采购投标保证金", "预留份额支持中小企业参加政府采购"})},
			{Title: "工作进展", Href: href.Column(ctx, path+"/gzjz"), Items: items(ctx, path+"/gzjz", ui.Day, []string{"首批担保费补贴资金拨付到位", "涉企资金“免申即享”惠及 640 家企业"})},
		},
		Up: ui.Link{Text: "查看全部专题", Href: href.Column(ctx, "ztzl")},
	}
}

// SpecialEnded is a topic of the past, grouped by year.
func SpecialEnded(ctx context.Context, prefs layout.Prefs) portal.SpecialPage {
	p := Special(ctx, prefs)
	p.Title, p.State, p.Ended, p.Ends, p.Feed = "直达资金", "已结束（存档）", true, "2023-12-31", ui.Link{}
	for i, year := range []string{"2023 年", "2022 年"} {
		p.Groups[i].Title, p.Groups[i].Href = year, ""
	}
	return p
}
