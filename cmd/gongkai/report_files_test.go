package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	"gongkai/models/extract"
	"gongkai/models/report"
	"gongkai/models/report/rules"
	"gongkai/models/sample"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
	"gongkai/web/webtest"
)

// Every file of every published report says what its page says, cell by cell.
func TestReportFilesAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		log := slog.New(slog.DiscardHandler)
		app := models.New(s, t.TempDir(), log)
		app.People.Cheap()
		if err := sample.Bureau(t.Context(), app); err != nil {
			t.Fatal(err)
		}
		visitor := webtest.Open(t, webtest.Serve(t, handlers.New(app, config.Config{BaseURL: "http://127.0.0.1:1"}, "", log)))
		for year := 2019; year <= 2025; year++ {
			at := fmt.Sprintf("/zfxxgk/nb/%d", year)
			want := map[string]string{}
			page := visitor.Get(at + "/")
			page.Find("td[data-cell]").Each(func(_ int, td *goquery.Selection) {
				want[td.AttrOr("data-cell", "")] = strings.Replace(td.Text(), "\u2212", "-", 1)
			})
			if len(want) < 190 {
				t.Fatalf("%d: %d cells on the page", year, len(want))
			}
			if got := inText(t, []byte(page.Text)); !maps.Equal(got, want) {
				t.Errorf("%d: the page, saved and read, has other numbers", year)
			}
			for ext, read := range map[string]func(*testing.T, []byte) map[string]string{"json": inJSON, "csv": inCSV, "xlsx": inBook, "docx": inText, "pdf": inPDF} {
				if page.Find(`.whole-files a[href="`+at+"."+ext+`"]`).Length() != 1 {
					t.Errorf("%d: no link to %s", year, ext)
				}
				file := visitor.Get(at + "." + ext)
				if file.Code != 200 || !strings.Contains(file.Headers.Get("Content-Disposition"), "attachment") {
					t.Fatalf("%d %s: %d", year, ext, file.Code)
				}
				if got := read(t, []byte(file.Text)); !maps.Equal(got, want) {
					for _, id := range slices.Sorted(maps.Keys(want)) {
						if got[id] != want[id] {
							t.Errorf("%d %s: %s is %q, on the page %q", year, ext, id, got[id], want[id])
						}
					}
				}
			}
		}
	})
}

// printed is what the page shows for a value.
func printed(cells map[string]report.Value) map[string]string {
	out := map[string]string{}
	for id, v := range cells {
		switch {
		case v.Kind == report.Slash:
			out[id] = "/"
		case strings.HasSuffix(v.Raw, "元"):
			out[id] = v.Raw
		default:
			out[id] = v.Number
		}
	}
	return out
}

func inJSON(t *testing.T, file []byte) map[string]string {
	r, err := rules.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	var in struct{ Raw map[string]string }
	if err := json.Unmarshal(file, &in); err != nil {
		t.Fatal(err)
	}
	for id, raw := range in.Raw {
		v := r.Cells[id]
		v.Raw = raw
		r.Cells[id] = v
	}
	return printed(r.Cells)
}

func inCSV(t *testing.T, file []byte) map[string]string {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return long(rows)
}

// long reads the list of all cells.
func long(rows [][]string) map[string]string {
	out := map[string]string{}
	for _, r := range rows[1:] {
		r = append(r, "", "")
		out[r[3]] = r[4]
		if strings.HasSuffix(r[6], "元") {
			out[r[3]] = r[6]
		}
	}
	return out
}

func inBook(t *testing.T, file []byte) map[string]string {
	b, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	rows, err := b.GetRows("数据", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	listed, drawn := long(rows), inText(t, file)
	if !maps.Equal(listed, drawn) {
		t.Error("the tables of the workbook differ from its list")
	}
	return listed
}

func inText(t *testing.T, file []byte) map[string]string {
	text, err := report.TextOf(file)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, text)
}

// inPDF finds the tables in the text of the file: labels as the form has them, and
// after each the numbers of its row, one by one.
func inPDF(t *testing.T, file []byte) map[string]string {
	pages, err := extract.Read(t.Context(), "pdf", file)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range pages {
		b.WriteString(p.Text + "\n")
	}
	f, _ := report.ByID("2021")
	if strings.Contains(b.String(), "本年新制作数量") {
		f, _ = report.ByID("2019")
	}
	out := map[string]string{}
	for _, table := range report.Tables(f, report.Figures{}) {
		var pattern strings.Builder
		var ids []string
		label := func(s string) {
			for _, r := range s {
				pattern.WriteString(regexp.QuoteMeta(string(r)) + `\s*`)
			}
		}
		for _, h := range slices.Concat(table.Head...) {
			label(h.Text)
		}
		for _, r := range table.Rows {
			for _, h := range r.Heads {
				label(h.Text)
			}
			for _, c := range r.Cells {
				ids = append(ids, c.ID)
				pattern.WriteString(`([−0-9./元万]+)\s+`)
			}
		}
		m := regexp.MustCompile(pattern.String()).FindStringSubmatch(b.String())
		if m == nil {
			t.Fatalf("%s does not stand in the file:\n%s", table.Caption, b.String())
		}
		for i, id := range ids {
			out[id] = strings.Replace(m[i+1], "\u2212", "-", 1)
		}
	}
	return out
}

func parsed(t *testing.T, text string) map[string]string {
	in, err := report.Parse(text, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return printed(in.Figures.Cells)
}
