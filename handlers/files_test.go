package handlers_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"mime"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/models/modeltest"
	"gongkai/models/report"
	"gongkai/web/webtest"
)

// What a citizen downloads is what was signed, cell by cell, in both editions of
// the format; names and types are right; everything else is not found.
func TestTableDownloads(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		citizen := webtest.Open(t, base)
		for _, year := range []int{2020, 2023} {
			fig := annualReport(t, b, year)
			f, _ := report.ForYear(year)
			at := fmt.Sprintf("%s/zfxxgk/nb/%d/", path, year)
			page := citizen.Get(at)
			var values []string
			for n := 2; n <= 4; n++ {
				p := citizen.Get(fmt.Sprintf("%sbiao%d.csv", at, n))
				checkFile(t, p, "text/csv; charset=utf-8", fmt.Sprintf("%d年政府信息公开年报", year))
				lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.Text, "\ufeff"))).ReadAll()
				if err != nil || !strings.HasPrefix(p.Text, "\ufeff") {
					t.Fatalf("%v", err)
				}
				for _, line := range lines[1:] {
					values = append(values, line[4])
				}
				p = citizen.Get(fmt.Sprintf("%sbiao%d.xlsx", at, n))
				checkFile(t, p, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
				book, err := excelize.OpenReader(bytes.NewReader([]byte(p.Text)))
				if err != nil {
					t.Fatal(err)
				}
				book.Close()
				for _, ext := range []string{"csv", "xlsx"} {
					if page.Find(fmt.Sprintf(`.sheet-files a[href="%sbiao%d.%s"]`, at, n, ext)).Length() != 1 {
						t.Errorf("%d: no button for table %d as %s", year, n, ext)
					}
				}
			}
			for i, id := range f.CellIDs() {
				if i >= len(values) || values[i] != fig.Cells[id].Number {
					t.Fatalf("%d: cell %s differs", year, id)
				}
			}
			if n := page.Find("td[data-cell]").Length(); n != len(f.CellIDs()) {
				t.Errorf("%d: %d cells on the page", year, n)
			}
			if page.Find(".sheet-sum").Length() != 3 || page.Find(".sheet-check").Length() != 3 || !strings.Contains(page.Find(".sheet-check").Text(), "本站没有改动") {
				t.Errorf("%d: a sentence above or a line below is missing", year)
			}
		}
		at := path + "/zfxxgk/nb/2020/"
		for _, odd := range []string{"biao1.csv", "biao5.xlsx", "biao3.pdf", "biao33.csv", "biao3.csv/", "biao%33.csv?x=1", "biao3.CSV", "../2019/biao3.csv", "biao.csv", "biao3.xlsx%00", "biao%ff.csv"} {
			if p := citizen.Get(at + odd); p.Code >= 500 || p.Code == 200 && odd != "biao%33.csv?x=1" {
				t.Errorf("%s: %d", odd, p.Code)
			}
		}
		for _, other := range []string{"/zfxxgk/nb/2019/biao3.csv", "/xwdt/gzdt/2020/biao3.csv", "/none/2020/biao3.csv"} {
			if p := citizen.Get(path + other); p.Code != 404 {
				t.Errorf("%s: %d", other, p.Code)
			}
		}
		if p := citizen.Do(citizen.Request("HEAD", at+"biao3.xlsx", "", "")); p.Code != 200 || p.Text != "" || p.Headers.Get("Content-Disposition") == "" {
			t.Errorf("HEAD: %d %q", p.Code, p.Headers)
		}
	})
}

func checkFile(t *testing.T, p *webtest.Page, kind, name string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(p.Headers.Get("Content-Disposition"))
	if p.Code != 200 || p.Headers.Get("Content-Type") != kind || err != nil || !strings.Contains(params["filename"], name) {
		t.Fatalf("%d %q %q %v", p.Code, p.Headers.Get("Content-Type"), params, err)
	}
}

// A short address leads to the lasting one for good; a withdrawn document's says
// so, and what was never public is unknown.
func TestShortLinks(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		citizen := webtest.Open(t, base)
		id, draft := b.Publish("一篇公开的稿件"), b.Draft("没有公开的稿件")
		code := strconv.FormatUint(id, 36)
		p := citizen.Do(citizen.Request("GET", path+"/s/"+code, "", ""))
		if p.Code != 301 || !strings.HasSuffix(p.Headers.Get("Location"), fmt.Sprintf("_%d.html", id)) {
			t.Fatalf("%d %q", p.Code, p.Headers.Get("Location"))
		}
		page := citizen.Get(path + "/s/" + code)
		if short := page.Find(".share .sharebox a"); short.AttrOr("href", "") != path+"/s/"+code || !strings.HasSuffix(short.Text(), path+"/s/"+code) || page.Find(`.share svg.qr[role="img"][aria-label]`).Length() != 1 {
			t.Errorf("the page does not offer its short address: %q", short.Text())
		}
		for _, bad := range []string{"0" + code, code + "!", "-1", "%00", strings.Repeat("z", 30), "zzzzzzzz", strconv.FormatUint(draft, 36), "0"} {
			if p := citizen.Get(path + "/s/" + bad); p.Code != 404 {
				t.Errorf("/s/%s: %d", bad, p.Code)
			}
		}
		b.Withdraw(id, "office.publisher")
		if p := citizen.Get(path + "/s/" + code); p.Code != 410 || !strings.Contains(p.Find("main").Text(), "误发") {
			t.Errorf("withdrawn: %d", p.Code)
		}
	})
}
