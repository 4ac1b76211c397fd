package sheets

import (
	"gongkai/models/report"
)

// ReportFormats are the formats in which a whole report is offered, those that
// people open first.
var ReportFormats = []string{"docx", "xlsx", "pdf", "json", "csv"}

// ReportFile makes a whole report as a file. NotFound for other formats.
func ReportFile(w *report.Whole, ext string) (*File, error) {
	out := &File{Name: w.Title + "." + ext}
	var err error
	switch ext {
	case "docx":
		out.Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		out.Data, err = w.DOCX()
	case "xlsx":
		out.Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		out.Data, err = w.XLSX()
	case "pdf":
		out.Type = "application/pdf"
		out.Data = w.PDF()
	case "json":
		out.Type = "application/json; charset=utf-8"
		out.Data, err = w.JSON()
	case "csv":
		out.Type, out.Data = "text/csv; charset=utf-8", w.CSV()
	default:
		return nil, noTable()
	}
	return out, err
}
