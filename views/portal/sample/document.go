package sample

import (
	"context"
	"fmt"
	"strings"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	tables "gongkai/views/sheet"
	sheets "gongkai/views/sheet/sample"
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
		Minutes:   "阅读约 1 分钟",
		Facts: portal.Facts{IndexNo: "11500000000000000X/2023-00004", Publisher: "重庆市黔江区财政局", Source: "区财政局", DocNo: "黔江财资〔2023〕4号",
			Section: "资产管理科", Written: ui.Day(at(2023, 3, 10, 0, 0)), Published: ui.Day(at(2023, 3, 15, 9, 30)), Updated: ui.Day(at(2023, 6, 1, 10, 12)), ReviewNo: "SH-2023-00004"},
		Signed: portal.Signed{ReviewNo: "SH-2023-00004", Sum: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		Log: []portal.LogEntry{
			{At: ui.Minute(at(2023, 6, 1, 10, 12)), Text: "更正：第二条中的办理时限由 15 个工作日改为 10 个工作日。"},
			{At: ui.Minute(at(2023, 3, 15, 9, 30)), Text: "首次发布"},
		},
		Mistake: href.FaultReport("5000000000", "https://czj.example.gov.cn/s/15"),
	}
}

// shared gives a document its short address.
func shared(ctx context.Context, d *portal.Document, id uint64) {
	short := href.Short(ctx, id)
	d.Share = portal.Share{Short: ui.Link{Text: href.Abs(ctx, short), Href: short}, QR: ui.QR{Size: 21, Path: finder}}
}

// finder is the three corners of a code, enough to see what it looks like.
const finder = "M0 .5h7m7 0h7M0 1.5h1m5 0h1m7 0h1m5 0h1M0 2.5h1m1 0h3m1 0h1m2 0h3m2 0h1m1 0h3m1 0h1M0 3.5h1m1 0h3m1 0h1m3 0h1m3 0h1m1 0h3m1 0h1M0 4.5h1m1 0h3m1 0h1m2 0h1m4 0h1m1 0h3m1 0h1" +
	"M0 5.5h1m5 0h1m4 0h2m1 0h1m5 0h1M0 6.5h7m1 0h1m1 0h1m3 0h7M9 8.5h2m3 0h4M0 9.5h3m5 0h3m4 0h2M1 10.5h2m3 0h1m2 0h2m5 0h3M0 11.5h1m5 0h4m4 0h2m2 0h2" +
	"M0 14.5h7m3 0h2m2 0h4M0 15.5h1m5 0h1m2 0h1m4 0h1m2 0h3M0 16.5h1m1 0h3m1 0h1m2 0h3m4 0h2M0 17.5h1m1 0h3m1 0h1m4 0h1m2 0h5M0 18.5h1m1 0h3m1 0h1m2 0h1m4 0h1m3 0h2M0 19.5h1m5 0h1m3 0h2m3 0h2M0 20.5h7m2 0h1m3 0h4m2 0h1"

// Article is a document that was abolished and has everything around it.
func Article(ctx context.Context, prefs layout.Prefs) portal.ArticlePage {
	const path = "zfxxgk/fd/gfxwj"
	d := document()
	shared(ctx, &d, 41)
	d.Facts.Column = ui.Link{Text: "政府信息公开 / 法定主动公开内容 / 规范性文件", Href: href.Column(ctx, path)}
	d.Files = []portal.File{
		{Name: "国有资产处置审批流程图", Type: "PDF", Note: "PDF · 318 KB · 2 页", Href: href.Base(ctx) + "/files/a/1.pdf"},
		{Name: "国有资产处置申请表", Type: "DOCX", Note: "Word · 42 KB · 可直接填写", Href: href.Base(ctx) + "/files/a/2.docx"},
		{Name: "国有资产处置明细表（模板）", Type: "XLSX", Note: "Excel · 18 KB", Href: href.Base(ctx) + "/files/a/3.xlsx"},
		{Name: "会议录音", Type: "ZIP", Note: "压缩包 · 3.4 MB", Href: href.Base(ctx) + "/files/a/4.zip"},
	}
	d.Originals = []portal.File{
		{Name: d.Title, Type: "PDF", Note: "PDF · 412 KB · 6 页", Href: href.Base(ctx) + "/files/a/5.pdf"},
		{Name: d.Title, Type: "DOCX", Note: "Word · 38 KB", Href: href.Base(ctx) + "/files/a/6.docx"},
	}
	d.Related = items(ctx, "zcjd", ui.Day, []string{"一图读懂：国有资产处置怎么批、收入怎么缴", "资产处置审批权限调整的六个问答", "资产管理科负责人答记者问"})
	d.State = portal.State{
		Kind: "bad",
		Text: "本文件已废止，仅供查阅历史。自 2026 年 11 月 10 日起，请以新文件为准。",
		More: ui.Link{Text: "关于印发《行政事业单位国有资产处置管理办法》的通知", Href: href.Article(ctx, path, at(2026, 11, 10, 8, 0), 280)},
	}
	published := at(2023, 3, 15, 9, 30)
	f := frame(ctx, prefs, d.Title, fmt.Sprintf("/%s/202303/t20230315_%d.html", path, 41))
	f.Crumbs = crumbs(ctx, "zfxxgk", "政府信息公开", "zfxxgk/fd", "法定主动公开内容", path, "规范性文件")
	f.Scripts = []string{"reading.js"}
	f.Data = []any{map[string]any{"@type": "Article", "headline": d.Title}}
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
	f.Scripts = []string{"reading.js"}
	d := document()
	d.Title, d.Section = "政府信息公开指南", "办公室"
	shared(ctx, &d, 12)
	p := portal.SinglePage{Frame: f, Side: side(ctx, "zfxxgk/zn"), Doc: d, Past: portal.Past{Version: "现行版本，2023-06-01 更新；首次公布于 2023-03-15，之后更正 1 次。", Against: "第 1 版",
		Versions: []portal.Version{{Link: ui.Link{Text: "第 2 版", Href: href.Column(ctx, "zfxxgk/zn"), Current: true}, Since: "2023-06-01", Note: "更新受理机构的地址和电话。"},
			{Link: ui.Link{Text: "第 1 版", Href: href.Version(href.Column(ctx, "zfxxgk/zn"), 1)}, Since: "2023-03-15", Until: "2023-06-01", Note: "首次公布"}},
		Changes: []portal.Change{{Spans: []portal.ChangeSpan{{Text: "办公地址：示例路"}, {Text: " 1 ", Gone: true}, {Text: " 2 ", Came: true}, {Text: "号。"}}}}}}
	for i, heading := range []string{"一、处置范围", "二、审批权限", "三、收入管理"} {
		id := fmt.Sprintf("part-%d", i+1)
		p.Contents = append(p.Contents, ui.Link{Text: heading, Href: "#" + id})
		p.Doc.Body = ui.HTML(strings.Replace(string(p.Doc.Body), "<h2>"+heading, `<h2 id="`+id+`">`+heading, 1))
	}
	return p
}

// Report is the report of 2020 in six parts, with its statutory tables.
func Report(ctx context.Context, prefs layout.Prefs) portal.ReportPage {
	f := frame(ctx, prefs, "2020 年政府信息公开工作年度报告", "/zfxxgk/nb/2020/")
	f.Crumbs = crumbs(ctx, "zwgk", "政务公开", "zfxxgk/nb", "政府信息公开年报")
	f.Scripts = []string{"reading.js"}
	p := portal.ReportPage{
		Frame: f, Side: side(ctx, "zfxxgk/nb"),
		Doc: portal.Document{
			Title:     "重庆市黔江区财政局2020年政府信息公开工作年度报告",
			Published: ui.Minute(at(2021, 1, 29, 16, 5)), Source: "区财政局办公室", Section: "办公室", Minutes: "阅读约 8 分钟",
			Signed: portal.Signed{ReviewNo: "SH-2021-00002", Sum: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"},
			Body:   `<p>本报告所列数据的统计期限自 2020 年 1 月 1 日起，至 2020 年 12 月 31 日止。</p>`,
			Log:    []portal.LogEntry{{At: ui.Minute(at(2021, 2, 3, 9, 20)), Text: "更正：补充表二中的“处理决定数量”。"}, {At: ui.Minute(at(2021, 1, 29, 16, 5)), Text: "首次发布"}},
		},
		All:     ui.Link{Text: "全部", Href: href.Column(ctx, "zfxxgk/nb")},
		Compare: ui.Link{Text: "历年比较", Href: href.Column(ctx, "zfxxgk/nb") + "#compare"},
		Period:  "2020-01-01 至 2020-12-31", Form: "2019 版",
		Prev: ui.Link{Text: "2019 年政府信息公开工作年度报告", Href: href.Report(ctx, 2019)},
		Next: ui.Link{Text: "2021 年政府信息公开工作年度报告", Href: href.Report(ctx, 2021)},
	}
	shared(ctx, &p.Doc, 18)
	for _, f := range [][3]string{{"Word", "公文版式", "docx"}, {"Excel", "法定表格", "xlsx"}, {"PDF", "打印、无障碍阅读", "pdf"}, {"JSON", "供程序读取", "json"}, {"CSV", "全部数据一张表", "csv"}} {
		p.Whole = append(p.Whole, portal.WholeFile{Link: ui.Link{Text: f[0], Href: href.ReportFile(href.Report(ctx, 2020), f[2])}, Note: f[1]})
	}
	p.Versions = []portal.Version{
		{Link: ui.Link{Text: "第 2 版", Href: href.Report(ctx, 2020), Current: true}, Since: "2021-02-03", Note: "补充表二中的“处理决定数量”。"},
		{Link: ui.Link{Text: "第 1 版", Href: href.Version(href.Report(ctx, 2020), 1)}, Since: "2021-01-29", Until: "2021-02-03", Note: "首次公布"},
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
	for i, sheet := range sheets.Sheets("s") {
		p.Sections[i+1].Prose, p.Sections[i+1].Tables = "", tables.Tables(sheet)
		at := href.Report(ctx, 2020)
		p.Files = append(p.Files, portal.File{Name: sheet.Name + " " + sheet.Title, Type: "XLSX", Note: "Excel 表格，版式与法定表格一致",
			Href: href.ReportTable(at, sheet.Prefix, "xlsx"), Also: ui.Link{Text: "CSV 数据", Href: href.ReportTable(at, sheet.Prefix, "csv")}})
	}
	return p
}
