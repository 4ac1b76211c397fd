package sample

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gongkai/models/identity"
	"gongkai/models/markup"
	"gongkai/models/report"
	"gongkai/models/site"
)

func documents(t *testing.T) []Doc {
	t.Helper()
	docs, err := Docs()
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// columns returns the columns by path and checks their order on the way.
func columns(t *testing.T) map[string]Column {
	t.Helper()
	list, err := Columns()
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]Column{}
	for _, c := range list {
		if i := strings.LastIndexByte(c.Path, '/'); i >= 0 {
			if _, ok := byPath[c.Path[:i]]; !ok {
				t.Errorf("column %s stands before its parent", c.Path)
			}
		}
		byPath[c.Path] = c
	}
	return byPath
}

func TestColumns(t *testing.T) {
	kinds := strings.Fields("概况信息 机构职能 负责人信息 文件资料 政务动态 通知公告 信息公开指南 信息公开制度 信息公开目录 信息公开年报 依申请公开 数据发布 政策解读 回应关切 办事服务 咨询投诉 征集调查 在线访谈 专题专栏")
	for path, c := range columns(t) {
		if !slices.Contains(site.PageTypes(), site.PageType(c.Type)) || !slices.Contains(kinds, c.Kind) || !slices.Contains(sections, c.Owner) {
			t.Errorf("column %s: type %q, kind %q, owner %q", path, c.Type, c.Kind, c.Owner)
		}
		if c.Name == "" || !strings.HasSuffix(c.Description, "。") || c.Keywords == "" {
			t.Errorf("column %s lacks a name, a description or keywords", path)
		}
		statutory := path == site.StatutoryRoot || strings.HasPrefix(path, site.StatutoryRoot+"/")
		if statutory != slices.Contains(c.Writers, "办公室") || !statutory && c.Writers != nil {
			t.Errorf("column %s: writers %q", path, c.Writers)
		}
	}
}

func TestDocs(t *testing.T) {
	cols := columns(t)
	roles := map[string][]identity.Role{}
	home := map[string]string{}
	for _, p := range people {
		roles[p.username], home[p.username] = p.roles, p.section
	}
	keys, states, filled := map[string]bool{}, map[string]int{}, map[string]int{}
	var before time.Time
	for _, d := range documents(t) {
		if keys[d.Key] {
			t.Errorf("two documents %s", d.Key)
		}
		keys[d.Key] = true
		states[d.State]++
		c := site.Column{Path: d.Column, PageType: site.PageType(cols[d.Column].Type)}
		if cols[d.Column].Name == "" || !c.Writable() {
			t.Errorf("%s: no document stands in %q", d.Key, d.Column)
		}
		if d.State == "published" {
			filled[d.Column]++
		}
		if c.Statutory() && !slices.Contains(cols[d.Column].Writers, home[d.Author]) {
			t.Errorf("%s: %s may not write in %s", d.Key, d.Author, d.Column)
		}
		if d.At.Sub(before) < 3*time.Hour {
			t.Errorf("%s follows the document before it after %v", d.Key, d.At.Sub(before))
		}
		before = d.At
		if (d.State == "returned") != (utf8.RuneCountInString(d.Returned) >= 5) || (d.Publish != nil) != (d.State == "approved") {
			t.Errorf("%s: state %s, reason %q, scheduled %v", d.Key, d.State, d.Returned, d.Publish)
		}
		for username, role := range map[string]identity.Role{d.Author: identity.Author, d.Head: identity.Head, d.Officer: identity.Officer} {
			if !slices.Contains(roles[username], role) {
				t.Errorf("%s: %s is no %v", d.Key, username, role)
			}
		}
	}
	if len(keys) < 40 {
		t.Errorf("only %d documents", len(keys))
	}
	delete(states, "published")
	if want := map[string]int{"draft": 1, "returned": 2, "section": 2, "confidentiality": 2, "approved": 1}; !maps.Equal(states, want) {
		t.Errorf("on their way %v, want %v", states, want)
	}
	filled["zwgk/wznb"]++ // its document is made by siteReport
	for path, c := range cols {
		if (&site.Column{PageType: site.PageType(c.Type)}).Writable() && (filled[path] == 0) != (c.Absent != "") {
			t.Errorf("column %s holds %d documents, absent %q", path, filled[path], c.Absent)
		}
	}
}

var halfWidth = regexp.MustCompile(`\p{Han}[,;:!?()]|[,;!?(]\p{Han}`)

// Bodies are stored as they are written, and are what an editor would pass.
func TestBodies(t *testing.T) {
	tables := 0
	for _, d := range documents(t) {
		if d.Report != "" {
			continue
		}
		if clean := string(markup.Clean(d.Body)); clean != d.Body {
			t.Errorf("%s: cleaning changes the body into\n%s", d.Key, clean)
		}
		text := markup.Text(markup.HTML(d.Body))
		if n := utf8.RuneCountInString(text); n < 80 {
			t.Errorf("%s: only %d characters", d.Key, n)
		}
		if m := halfWidth.FindString(d.Title + "\n" + text); m != "" {
			t.Errorf("%s: half-width punctuation at %q", d.Key, m)
		}
		if n := utf8.RuneCountInString(d.Title); n > 45 || d.Source == "" {
			t.Errorf("%s: title of %d characters, source %q", d.Key, n, d.Source)
		}
		tables += strings.Count(d.Body, "<table>")
		if strings.Count(d.Body, "<table>") != strings.Count(d.Body, "<caption>") {
			t.Errorf("%s: a table without a caption", d.Key)
		}
	}
	if tables < 10 {
		t.Errorf("only %d tables", tables)
	}
}

// The report reads as the figures of 2020: everything zero but seven cells.
func TestReport2020(t *testing.T) {
	docs := documents(t)
	i := slices.IndexFunc(docs, func(d Doc) bool { return d.Key == "report2020" })
	if i < 0 {
		t.Fatal("no report")
	}
	found, err := report.Parse(docs[i].Report, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"s2.license.prev": "1", "s2.license.decisions": "7", "s2.other_svc.prev": "8", "s2.other_svc.delta": "-3",
		"s2.other_svc.decisions": "4", "s2.penalty.prev": "16", "s2.fee.prev": "1"}
	for id, v := range found.Figures.Cells {
		if v.Kind != report.Number || v.Number != want[id] && (v.Number != "0" || want[id] != "") {
			t.Errorf("%s is %+v", id, v)
		}
	}
	if len(found.Figures.Cells) != 198 || found.Year != 2020 || found.Date != "2021-01-29" || len(found.Warnings) > 0 || found.Title != docs[i].Title {
		t.Errorf("%d cells, year %d, date %s, title %q, warnings %q", len(found.Figures.Cells), found.Year, found.Date, found.Title, found.Warnings)
	}
	if clean := string(markup.Clean(found.Body)); clean != found.Body {
		t.Errorf("cleaning changes the body into\n%s", clean)
	}
	f, _ := report.ByID("2019")
	for _, p := range report.Compose(f, found.Body) {
		if (p.HTML == "") != (p.SectionID == "s2" || p.SectionID == "s3" || p.SectionID == "s4") {
			t.Errorf("section %q: %q", p.SectionID, p.HTML)
		}
	}
}
