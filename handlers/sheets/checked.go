package sheets

import (
	"strings"

	"github.com/a-h/templ"

	"gongkai/models/report"
	"gongkai/views/sheet"
)

// Checked is the statutory tables as a file gave them, for the sections of which
// a number is known. marks says of a cell "err" or "odd".
func Checked(f *report.Format, fig report.Figures, marks map[string]string) (all []templ.Component) {
	tables := sheetsBySection(f, fig, "")
	for _, section := range []string{"s2", "s3", "s4"} {
		s, ok := tables[section]
		if !ok || !knows(fig, section) {
			continue
		}
		s.Prefix = "read-" + section
		for _, t := range s.Tables {
			for _, row := range t.Rows {
				for i := range row.Cells {
					row.Cells[i].Mark = marks[row.Cells[i].ID]
				}
			}
		}
		all = append(all, sheet.Tables(s))
	}
	return all
}

func knows(fig report.Figures, section string) bool {
	for id := range fig.Cells {
		if strings.HasPrefix(id, section+".") {
			return true
		}
	}
	return false
}
