// Package sample holds the tables of one report, for the gallery and for tests
// of what shows them.
package sample

import (
	_ "embed"
	"encoding/json"

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
	for i := range sheets {
		sheets[i].Prefix = prefix + string(rune('2'+i))
	}
	return sheets
}

// Gaps is the same tables with cells that are blank, struck out, negative or
// very long, and no sentence above them.
func Gaps(prefix string) []sheet.Sheet {
	sheets := Sheets(prefix)
	odd := []string{"", "/", "−1234567", "123456789012345678", "17.27万元"}
	n := 0
	for i := range sheets {
		sheets[i].Summary = ""
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
