package sheets

import (
	"mime"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/models/fault"
	"gongkai/models/report"
)

// Names of tables that nobody printed are not found; nothing fails.
func TestTableFileUnknown(t *testing.T) {
	fig := report.Figures{Format: "2019", Year: 2020, Cells: map[string]report.Value{}}.Encode()
	for _, x := range [][3]string{{"", "3", "csv"}, {"{}", "3", "csv"}, {fig, "1", "csv"}, {fig, "5", "csv"}, {fig, "33", "csv"}, {fig, "", "csv"}, {fig, "3", "pdf"}, {fig, "3", ""}} {
		if f, err := TableFile(x[0], x[1], x[2]); fault.KindOf(err) != fault.NotFound || f != nil {
			t.Errorf("%q: %v", x[1:], err)
		}
	}
	if f, err := TableFile(fig, "3", "csv"); err != nil || !strings.Contains(f.Name, "2020年政府信息公开年报表三") {
		t.Errorf("%+v %v", f, err)
	}
}

// Whatever a file is called, the header names it and nothing else.
func FuzzDisposition(f *testing.F) {
	for _, s := range []string{"年报表三.csv", `a"; filename="b`, "a\r\nSet-Cookie: x", "a b+c%41.csv", "", "\x00", "／", "\u202e"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, name, plain string) {
		if !utf8.ValidString(name) {
			return
		}
		header := Disposition(name, plain)
		for _, r := range header {
			if r < ' ' || r > '~' {
				t.Fatalf("%q holds %q", header, r)
			}
		}
		kind, params, err := mime.ParseMediaType(header)
		if err != nil || kind != "attachment" || len(params) != 1 || name != "" && params["filename"] != name {
			t.Fatalf("%q: %v %q", header, err, params)
		}
	})
}
