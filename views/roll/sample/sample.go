// Package sample holds lists as pages show them, for the gallery and for tests.
package sample

import (
	"fmt"
	"strings"

	"gongkai/views/roll"
	"gongkai/views/ui"
)

// Subsidies is a list with a filter, totals and downloads.
func Subsidies() roll.Roll {
	r := roll.Roll{ID: "roll", Caption: "2026 年耕地地力保护补贴公示", Count: "共 42 行，本页显示 1 至 12 行。", Columns: []roll.Column{{Label: "序号", Narrow: true}, {Label: "姓名"}, {Label: "身份证号"},
		{Label: "村（社区）"}, {Label: "补贴项目"}, {Label: "数量", Numeric: true}, {Label: "补贴标准"}, {Label: "金额（元）", Numeric: true}, {Label: "发放日期"}}}
	var head []roll.Head
	for _, c := range r.Columns {
		head = append(head, roll.Head{Text: c.Label, ColSpan: 1, RowSpan: 1})
	}
	r.Head = [][]roll.Head{head}
	for i := range 12 {
		r.Rows = append(r.Rows, Row(1, fmt.Sprint(i+1), "示例户"+string(rune('一'+i)), "500239**********"+fmt.Sprint(10+i), "示例村", "耕地地力保护补贴", "3.2", "90 元/亩", "288.00", "2026-06-30"))
	}
	r.Total = []string{"合计", "", "", "", "", "", "", "12,096.00", ""}
	r.Filter = roll.Filter{Action: "/hnbt/", Clear: "/hnbt/", Choices: []roll.Choice{
		{Name: "village", Title: "村（社区）", Chosen: "2", Options: []ui.Option{{Text: "全部"}, {Value: "1", Text: "示例村"}, {Value: "2", Text: "另一个示例村"}}},
		{Name: "item", Title: "补贴项目", Options: []ui.Option{{Text: "全部"}, {Value: "1", Text: "耕地地力保护补贴"}}}}}
	for _, kind := range []string{"xlsx", "csv", "docx", "json"} {
		r.Files = append(r.Files, roll.File{Text: strings.ToUpper(kind), Name: "下载整份清单（" + strings.ToUpper(kind) + "）", Href: "roll." + kind})
	}
	r.Pager = ui.PagerProps{Page: 1, Pages: 4, Href: func(n int) string { return fmt.Sprintf("/hnbt/?page=%d", n) }}
	return r
}

// Catalogue is a list with a header of two rows, long texts and links.
func Catalogue() roll.Roll {
	one := func(text string) roll.Head { return roll.Head{Text: text, ColSpan: 1, RowSpan: 2} }
	r := roll.Roll{ID: "list", Caption: "区财政局基层政务公开标准目录", Count: "共 2 行。", Head: [][]roll.Head{
		{one("序号"), {Text: "公开事项", ColSpan: 2, RowSpan: 1, Group: true}, one("公开内容（要素）"), one("公开依据"), one("公开时限"), one("公开主体"), one("公开渠道和载体"), {Text: "公开对象", ColSpan: 2, RowSpan: 1, Group: true}},
		{{Text: "一级事项"}, {Text: "二级事项"}, {Text: "全社会"}, {Text: "特定群体"}}}}
	for i, label := range []string{"序号", "公开事项·一级事项", "公开事项·二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象·全社会", "公开对象·特定群体"} {
		r.Columns = append(r.Columns, roll.Column{Label: label, Wide: i == 3 || i == 4, Narrow: i == 0 || i == 8})
	}
	for i, name := range []string{"政府预算", "部门预算"} {
		row := Row(2, fmt.Sprint(i+1), "财政预决算", name, "一般公共预算收入表\n一般公共预算支出表\n本级支出表", "《中华人民共和国预算法》", "批准后 20 日内", "区财政局", "政府网站、公开查阅点", "√", "")
		row.Cells[2] = roll.Cell{Links: []ui.Link{{Text: name, Href: "/zwgk/yjs/"}}}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// Gone is a list whose period is over.
func Gone() roll.Roll {
	return roll.Roll{ID: "gone", Caption: "2024 年耕地地力保护补贴公示", Gone: "公示期已于 2025-12-31 结束，名单不再显示。需要查询的，请联系本单位。"}
}

// Empty is a list whose filter found nothing.
func Empty() roll.Roll {
	r := Subsidies()
	r.ID, r.Rows, r.Total, r.Count, r.Pager = "none", nil, nil, "共 42 行，符合条件的 0 行。", ui.PagerProps{}
	return r
}

// Row is a row of plain texts; name is the cell that names it.
func Row(name int, texts ...string) roll.Row {
	row := roll.Row{Name: name}
	for _, t := range texts {
		row.Cells = append(row.Cells, roll.Cell{Lines: strings.Split(t, "\n")})
	}
	return row
}
