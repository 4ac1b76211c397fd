package sheets

import (
	"fmt"
	"net/url"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/report"
)

// File is one statutory table as a download.
type File struct {
	Name string // as the reader's computer will call it, in Chinese
	Type string // media type
	Data []byte
}

// TableFile makes the file of a table from stored figures: number is "2", "3" or
// "4", ext "csv" or "xlsx". NotFound for everything else, and for figures that
// are none.
func TableFile(figures, number, ext string) (*File, error) {
	f, fig, ok := decode(figures)
	section := "s" + number
	if !ok {
		return nil, noTable()
	}
	name, title := f.TableName(section)
	if name == "" {
		return nil, noTable()
	}
	out := &File{Name: fmt.Sprintf("%d年政府信息公开年报%s（%s）.%s", fig.Year, name, title, ext)}
	switch ext {
	case "csv":
		out.Type, out.Data = "text/csv; charset=utf-8", report.CSV(f, fig, section)
		return out, nil
	case "xlsx":
		out.Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		var err error
		out.Data, err = report.XLSX(f, fig, section)
		return out, err
	}
	return nil, noTable()
}

func noTable() error { return fault.New(fault.NotFound, "没有这张表。") }

// Disposition is the Content-Disposition of a download: the name in the form of
// RFC 5987, and before it an ASCII one for programs that do not know that form.
// No name can end the header or add another parameter.
func Disposition(name, plain string) string {
	plain = strings.Map(func(r rune) rune {
		if r < '0' || r > 'z' || r > '9' && r < 'A' || r > 'Z' && r < 'a' {
			if r != '.' && r != '-' {
				return '_'
			}
		}
		return r
	}, plain)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
