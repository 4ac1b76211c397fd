// Package sample holds the tables of one report, for the gallery and for tests
// of what shows them.
package sample

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"gongkai/views/sheet"
)

//go:embed report2020.json
var report2020 []byte

// Sheets is the tables of the report of 2020: 表二, 表三 and 表四. The ids of each
// start with prefix and its place.
func Sheets(prefix string) []sheet.Sheet {
	var sheets []sheet.Sheet
	if err := json.Unmarshal(report2020, &sheets); err != nil {
		panic(err) // the file is part of the program
	}
	checks := []string{"勾稽核对通过：新公开数量不超过对外公开总数量，项目增减后不为负数。", "勾稽核对通过：0 + 0 = 0 + 0（新收加上年结转，等于办结加结转下年），分项之和与总计一致。", "勾稽核对通过：分项之和与总计一致。"}
	for i := range sheets {
		sheets[i].Prefix = prefix + string(rune('2'+i))
		sheets[i].Check = sheet.Check{Kind: "ok", Text: checks[i]}
		for _, kind := range []string{"xlsx", "csv"} {
			sheets[i].Files = append(sheets[i].Files, sheet.File{Text: strings.ToUpper(kind), Name: "下载" + sheets[i].Name + "（" + strings.ToUpper(kind) + "）", Href: fmt.Sprintf("biao%d.%s", i+2, kind)})
		}
	}
	return sheets
}

// Gaps is the same tables with cells that are blank, struck out, negative or
// very long, and no sentence above them.
func Gaps(prefix string) []sheet.Sheet {
	sheets := Sheets(prefix)
	odd := []string{"", "/", "−1234567", "123456789012345678", "17.27万元"}
	n := 0
	checks := []sheet.Check{
		{Kind: "warn", Text: "按原文发布：“规范性文件”一行，新公开 3 大于对外公开总数 2。编者注：数字与报告原文相同，本站没有改动。"},
		{Kind: "info", Text: "表中有空缺的数字，无法核对勾稽关系。"},
		{},
	}
	for i := range sheets {
		sheets[i].Summary, sheets[i].Check, sheets[i].Files = "", checks[i], nil
		for j := range sheets[i].Tables {
			for _, row := range sheets[i].Tables[j].Rows {
				for k := range row.Cells {
					if n++; n%4 == 0 {
						row.Cells[k].Text, row.Cells[k].Zero = odd[n/4%len(odd)], false
					}
				}
			}
		}
	}
	return sheets
}
