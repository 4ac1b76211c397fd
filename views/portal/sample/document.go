package sample

import (
	"context"
	"fmt"
	"strings"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

const articleBody ui.HTML = `<p>区级各部门，各直属单位：</p>
<p>为规范行政事业单位国有资产处置，防止国有资产流失，根据有关规定，结合我区实际，现就有关事项通知如下。</p>
<h2>一、处置范围</h2>
<p>本通知所称资产处置，包括无偿划转、对外捐赠、转让、置换、报废和报损。</p>
<h2>二、审批权限</h2>
<p>单位价值 50 万元以下的，由主管部门审批并报区财政局备案；50 万元以上的，经主管部门审核后报区财政局审批。</p>
<table><caption>审批权限一览</caption><thead><tr><th scope="col">单位价值</th><th scope="col">审批机关</th><th scope="col">办理时限</th></tr></thead><tbody><tr><th scope="row">50 万元以下</th><td>主管部门</td><td>10 个工作日</td></tr><tr><th scope="row">50 万元以上</th><td>区财政局</td><td>20 个工作日</td></tr></tbody></table>
<h2>三、收入管理</h2>
<ol><li>处置收入扣除相关税费后，及时足额上缴国库。</li><li>任何单位不得截留、坐支或者挪用。</li></ol>
<p>本通知自印发之日起施行。</p>`

func document() portal.Document {
	return portal.Document{
		Title:     "关于行政事业单位国有资产处置有关事项的通知",
		Published: ui.Minute(at(2023, 3, 15, 9, 30)),
		Updated:   ui.Minute(at(2023, 6, 1, 10, 12)),
		Source:    "区财政局",
		Section:   "资产管理科",
		Body:      articleBody,
		ReviewNo:  "SH-2023-00004",
		Log: []portal.LogEntry{
			{At: ui.Minute(at(2023, 6, 1, 10, 12)), Text: "更正：第二条中的办理时限由 15 个工作日改为 10 个工作日。"},
			{At: ui.Minute(at(2023, 3, 15, 9, 30)), Text: "首次发布。"},
		},
	}
}

// Article is a document that was abolished and has everything around it.
func Article(ctx context.Context, prefs layout.Prefs) portal.ArticlePage {
	const path = "zfxxgk/fd/gfxwj"
	d := document()
	d.State = portal.State{
		Kind: "bad",
		Text: "本文件已废止，仅供查阅历史。自 2026 年 11 月 10 日起，请以新文件为准。",
		More: ui.Link{Text: "关于印发《行政事业单位国有资产处置管理办法》的通知", Href: href.Article(ctx, path, at(2026, 11, 10, 8, 0), 280)},
	}
	published := at(2023, 3, 15, 9, 30)
	f := frame(ctx, prefs, d.Title, fmt.Sprintf("/%s/202303/t20230315_%d.html", path, 41))
	f.Crumbs = crumbs(ctx, "zfxxgk", "政府信息公开", "zfxxgk/fd", "法定主动公开内容", path, "规范性文件")
	f.Meta = append(f.Meta,
		layout.Meta{Name: "ColumnName", Content: "规范性文件"},
		layout.Meta{Name: "ColumnType", Content: "政策文件"},
		layout.Meta{Name: "ArticleTitle", Content: d.Title},
		layout.Meta{Name: "PubDate", Content: d.Published.Shown},
		layout.Meta{Name: "ContentSource", Content: d.Source})
	return portal.ArticlePage{
		Frame: f, Side: side(ctx, path), Doc: d,
		Prev: ui.Link{Text: "关于做好部门预算公开工作的通知", Href: href.Article(ctx, path, published.AddDate(0, -1, 0), 40)},
		Next: ui.Link{Text: "关于开展行政事业单位内部控制报告编报工作的通知", Href: href.Article(ctx, path, published.AddDate(0, 1, 0), 42)},
	}
}

// Single is 政府信息公开指南, a column of one document.
func Single(ctx context.Context, prefs layout.Prefs) portal.SinglePage {
	f := frame(ctx, prefs, "政府信息公开指南", "/zfxxgk/zn/")
	f.Crumbs = crumbs(ctx, "zfxxgk", "政府信息公开", "zfxxgk/zn", "政府信息公开指南")
	d := document()
	d.Title, d.Section = "政府信息公开指南", "办公室"
	p := portal.SinglePage{Frame: f, Side: side(ctx, "zfxxgk/zn"), Doc: d, Version: "现行版本，2023-06-01 更新；首次公布于 2023-03-15，之后更正 1 次。"}
	for i, heading := range []string{"一、处置范围", "二、审批权限", "三、收入管理"} {
		id := fmt.Sprintf("part-%d", i+1)
		p.Contents = append(p.Contents, ui.Link{Text: heading, Href: "#" + id})
		p.Doc.Body = ui.HTML(strings.Replace(string(p.Doc.Body), "<h2>"+heading, `<h2 id="`+id+`">`+heading, 1))
	}
	return p
}

// Report is the report of 2020 in six parts. Its statutory tables are not part
// of this package; a caller that has them sets them on the parts.
func Report(ctx context.Context, prefs layout.Prefs) portal.ReportPage {
	f := frame(ctx, prefs, "2020 年政府信息公开工作年度报告", "/zfxxgk/nb/2020/")
	f.Crumbs = crumbs(ctx, "zwgk", "政务公开", "zfxxgk/nb", "政府信息公开年报")
	p := portal.ReportPage{
		Frame: f, Side: side(ctx, "zfxxgk/nb"),
		Doc: portal.Document{
			Title:     "重庆市黔江区财政局2020年政府信息公开工作年度报告",
			Published: ui.Minute(at(2021, 1, 29, 16, 5)), Source: "区财政局办公室", Section: "办公室", ReviewNo: "SH-2021-00002",
			Body: `<p>本报告所列数据的统计期限自 2020 年 1 月 1 日起，至 2020 年 12 月 31 日止。</p>`,
			Log:  []portal.LogEntry{{At: ui.Minute(at(2021, 2, 3, 9, 20)), Text: "更正：补充表二中的“处理决定数量”。"}},
		},
		Period: "2020-01-01 至 2020-12-31", Form: "2019 版",
		Prev: ui.Link{Text: "2019 年政府信息公开工作年度报告", Href: href.Report(ctx, 2019)},
		Next: ui.Link{Text: "2021 年政府信息公开工作年度报告", Href: href.Report(ctx, 2021)},
	}
	for year := 2025; year >= 2019; year-- {
		p.Years = append(p.Years, ui.Link{Text: fmt.Sprint(year), Href: href.Report(ctx, year), Current: year == 2020})
	}
	parts := []string{"总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}
	for i, heading := range parts {
		p.Sections = append(p.Sections, portal.ReportSection{
			ID: fmt.Sprintf("s%d", i+1), Heading: []string{"一", "二", "三", "四", "五", "六"}[i] + "、" + heading,
			Prose: ui.HTML(fmt.Sprintf("<h3>（一）基本情况</h3><p>本年度通过网站公开信息 %d 条，内容及时、准确。</p><p>各项工作按照规定的程序办理。</p>", 28+i)),
		})
	}
	return p
}
