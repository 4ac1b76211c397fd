package search

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func open(t *testing.T) *Index {
	t.Helper()
	x := must[*Index](t)(Open(t.Context(), filepath.Join(t.TempDir(), "search.db")))
	t.Cleanup(func() { x.Close() })
	return x
}

var letters = strings.Fields("财 政 预 算 公 开 补 贴 政府 预算 公开 2024 2025 A4 ｐｄｆ PPP 〇 号 〔2024〕 ， 。 、 \n \U0001F600 （ ） 三公 经费 的")

// text is n pieces of a small alphabet, so that everything is found now and then.
func text(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	return b.String()
}

func doc(r *rand.Rand, id uint64) Doc {
	d := Doc{ID: id, Title: text(r, 2+r.IntN(6)), Text: text(r, r.IntN(60)), Column: uint64(1 + r.IntN(4)), Type: Types()[r.IntN(4)],
		Year: 2020 + r.IntN(4), Validity: Validity(r.IntN(4)), PublishedAt: time.UnixMilli(int64(r.IntN(50)) * 86400000)}
	if r.IntN(3) == 0 {
		d.Attachments = []Attachment{{Key: "k", Name: text(r, 3) + ".pdf", Type: []string{"pdf", "xlsx", "jpg"}[r.IntN(3)], Parts: []Part{{"第 1 页", text(r, 8)}, {"第 2 页", text(r, 8)}}}}
	}
	return d
}

// flat writes a text so that a phrase is found in it by strings.Contains: every
// unit between bars, and a mark where units do not follow each other.
func flat(text string) string {
	var b strings.Builder
	for _, p := range phrases(text) {
		b.WriteString("\x00|")
		for _, u := range p {
			b.WriteString(u.text + "|")
		}
	}
	return b.String() + "\x00"
}

func (d *Doc) flats() (title, body, files string) {
	for _, a := range d.Attachments {
		files += flat(a.Name)
		for _, p := range a.Parts {
			files += flat(p.Text)
		}
	}
	return flat(d.Title) + flat(d.Number) + flat(d.Index), flat(d.Text), files
}

// scan is what a query must find, by looking at everything.
func scan(docs map[uint64]Doc, q Query) (ids []uint64, f Facets) {
	f = newFacets()
	for id, d := range docs {
		title, body, files := d.flats()
		all := title + body + files
		ps := phrases(cut(q.Words))
		ok := len(ps) > 0
		for _, p := range ps[:min(len(ps), maxWords)] {
			want := "|"
			for _, u := range p {
				want += u.text + "|"
			}
			ok = ok && strings.Contains(all, want)
		}
		if !ok {
			continue
		}
		fails := map[string]bool{}
		fails["column"] = len(q.Columns) > 0 && !slices.Contains(q.Columns, d.Column)
		fails["type"] = q.Type != "" && q.Type != d.Type
		fails["year"] = q.Year != 0 && q.Year != d.Year
		fails["validity"] = q.Validity != 0 && q.Validity != d.Validity
		formats := map[Format]bool{}
		for _, a := range d.Attachments {
			if x := formatOf(a.Type); x != "" {
				formats[x] = true
			}
		}
		fails["format"] = q.Format != "" && !formats[q.Format]
		but := func(name string) bool {
			for n, bad := range fails {
				if bad && n != name {
					return false
				}
			}
			return true
		}
		if but("") {
			ids = append(ids, id)
		}
		if but("column") {
			f.Columns[d.Column]++
		}
		if but("type") {
			f.Types[d.Type]++
		}
		if but("year") {
			f.Years[d.Year]++
		}
		if but("validity") && d.Validity != 0 {
			f.Validities[d.Validity]++
		}
		if but("format") {
			for x := range formats {
				f.Formats[x]++
			}
		}
	}
	slices.Sort(ids)
	return ids, f
}

func query(r *rand.Rand) Query {
	q := Query{Words: text(r, 1+r.IntN(3)), Size: 100}
	if r.IntN(3) == 0 {
		q.Words += " " + text(r, 1)
	}
	if r.IntN(4) == 0 {
		q.Columns = []uint64{1, 2}
	}
	if r.IntN(4) == 0 {
		q.Type = Types()[r.IntN(4)]
	}
	if r.IntN(5) == 0 {
		q.Year = 2021
	}
	if r.IntN(5) == 0 {
		q.Validity = Validity(r.IntN(4))
	}
	if r.IntN(5) == 0 {
		q.Format = PDF
	}
	if r.IntN(2) == 0 {
		q.Sort = Newest
	}
	return q
}

// engines are the engines that must find the same; reopen ends one and begins it
// again with what it kept.
var engines = map[string]func(t *testing.T) (reopen func() Engine){
	"index": func(t *testing.T) func() Engine {
		file := filepath.Join(t.TempDir(), "search.db")
		var x *Index
		t.Cleanup(func() { x.Close() })
		return func() Engine {
			if x != nil {
				x.Close()
			}
			x = must[*Index](t)(Open(t.Context(), file))
			return x
		}
	},
	"remote": func(t *testing.T) func() Engine {
		s := newStandin()
		return func() Engine { return connected(t, s) }
	},
}

// Whatever was put, replaced and removed: what is found, how much of it and by
// which filters is what a scan of everything finds; also after opening it again.
func TestFindsWhatAScanFinds(t *testing.T) {
	for name, begin := range engines {
		t.Run(name, func(t *testing.T) { findsWhatAScanFinds(t, begin(t)) })
	}
}

func findsWhatAScanFinds(t *testing.T, reopen func() Engine) {
	x := reopen()
	r := rand.New(rand.NewPCG(1, 2))
	docs := map[uint64]Doc{}
	found := 0
	for round := range 10 {
		var put []Doc
		n := 40
		if round < 3 || round == 7 { // as blocks, the last time in vain
			n = blockDocs * 3 / 2
		}
		for range n {
			d := doc(r, uint64(1+r.IntN(500)))
			if !slices.ContainsFunc(put, func(p Doc) bool { return p.ID == d.ID }) {
				put = append(put, d)
			}
		}
		var drop []uint64
		for range 10 {
			if id := uint64(1 + r.IntN(550)); !slices.ContainsFunc(put, func(p Doc) bool { return p.ID == id }) {
				drop = append(drop, id)
				delete(docs, id)
			}
		}
		for _, d := range put {
			docs[d.ID] = d
		}
		if err := x.Change(t.Context(), put, drop, uint64(round)); err != nil {
			t.Fatal(err)
		}
		if round%3 == 1 {
			x = reopen()
		}
		for range 60 {
			found += same(t, x, docs, query(r))
		}
	}
	if found < 1000 {
		t.Errorf("only %d finds: the test asks too little", found)
	}
}

func same(t *testing.T, x Engine, docs map[uint64]Doc, q Query) int {
	t.Helper()
	want, facets := scan(docs, q)
	var have []uint64
	var res *Result
	for q.Page = 1; ; q.Page++ {
		res = must[*Result](t)(x.Search(t.Context(), q))
		for _, h := range res.Hits {
			have = append(have, h.ID)
			marked := slices.ContainsFunc(slices.Concat(h.Title, h.Excerpt), func(s Segment) bool { return s.Mark })
			if !marked && (h.File == nil || !slices.ContainsFunc(h.File.Name, func(s Segment) bool { return s.Mark })) {
				t.Errorf("%q: nothing is marked in %+v of %+v", q.Words, h, docs[h.ID])
			}
		}
		if len(res.Hits) < q.Size {
			break
		}
	}
	if q.Sort == Newest && !slices.IsSortedFunc(have, func(a, b uint64) int { return docs[b].PublishedAt.Compare(docs[a].PublishedAt) }) {
		t.Errorf("%q: not newest first", q.Words)
	}
	slices.Sort(have)
	if !slices.Equal(have, want) || res.Total != len(want) {
		t.Fatalf("%+v finds %v (total %d), a scan %v", q, have, res.Total, want)
	}
	if !maps.Equal(res.Facets.Columns, facets.Columns) || !maps.Equal(res.Facets.Types, facets.Types) || !maps.Equal(res.Facets.Years, facets.Years) ||
		!maps.Equal(res.Facets.Validities, facets.Validities) || !maps.Equal(res.Facets.Formats, facets.Formats) {
		t.Fatalf("%+v counts %+v, a scan %+v", q, res.Facets, facets)
	}
	return len(want)
}

var day = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func few() []Doc {
	return []Doc{
		{ID: 1, Title: "关于印发《惠民惠农财政补贴资金管理办法》的通知", Number: "黔江财农〔2024〕12号", Index: "11500114009153710M/2024-00031", Text: "第一条 为规范补贴资金，制定本办法。", Type: Policy, Validity: InForce, Year: 2024, PublishedAt: day},
		{ID: 2, Title: "2026年部门预算公开", Text: "“三公”经费预算见附件。\n耕地地力保护补贴按时发放。", Type: Budget, Year: 2026, PublishedAt: day.AddDate(0, 0, 1),
			Attachments: []Attachment{{Key: "a", Name: "收支总表.xlsx", Type: "xlsx", Parts: []Part{{"工作表“清单”", "农机购置 1200 万元"}}}}},
		{ID: 3, Title: "旧办法", Number: "黔江财农〔2021〕12号", Text: "黔江财农〔2024〕12号印发后本办法废止。", Validity: Over, Year: 2021, PublishedAt: day.AddDate(0, 0, 2)},
		{ID: 4, Title: "政府采购投诉", Text: "ＰＤＦ 版见 A4 附件", Year: 2026, PublishedAt: day.AddDate(0, 0, 3)},
	}
}

func filled(t *testing.T) *Index {
	x := open(t)
	fill(t, x)
	return x
}

func fill(t *testing.T, e Engine) {
	if err := e.Change(t.Context(), few(), nil, 7); err != nil {
		t.Fatal(err)
	}
}

func ids(res *Result) (all []uint64) {
	for _, h := range res.Hits {
		all = append(all, h.ID)
	}
	return all
}

func TestFirstResult(t *testing.T) {
	for name, begin := range engines {
		t.Run(name, func(t *testing.T) {
			x := begin(t)()
			fill(t, x)
			firstResult(t, x)
		})
	}
}

func firstResult(t *testing.T, x Engine) {
	for _, row := range []struct {
		words string
		want  []uint64
	}{
		{"黔江财农〔2024〕12号", []uint64{1, 3}}, {"黔江财农[2024]12", []uint64{1, 3}}, {"财农(2024)12号", []uint64{1, 3}}, {"财农 2024 12", []uint64{1, 3}},
		{"财农〔2024〕第12号", []uint64{1}}, {"黔江财农202412", []uint64{1}}, {"〔2021〕12号", []uint64{3}}, {"11500114009153710M/2024-00031", []uint64{1}},
		{"2024-00031", []uint64{1}}, {"补贴", []uint64{1, 2}}, {"三公经费", nil}, {"三公 经费", []uint64{2}}, {"农机购置", []uint64{2}}, {"收支总表", []uint64{2}},
		{"pdf", []uint64{4}}, {"a4", []uint64{4}}, {"A", nil}, {"诉", []uint64{4}}, {"采", []uint64{4}}, {"办法", []uint64{1, 3}},
	} {
		res := must[*Result](t)(x.Search(t.Context(), Query{Words: row.words, Size: 10}))
		if have := ids(res); !slices.Equal(have, row.want) {
			t.Errorf("%s finds %v, want %v", row.words, have, row.want)
		}
	}
}

func TestAttachmentSaysWhere(t *testing.T) {
	res := must[*Result](t)(filled(t).Search(t.Context(), Query{Words: "农机购置", Size: 10}))
	h := res.Hits[0]
	if h.File == nil || h.File.Place != "工作表“清单”" || h.File.Key != "a" || !slices.Contains(h.Excerpt, Segment{"农机购置", true}) {
		t.Errorf("%+v %+v", h, h.File)
	}
}

// Whole terms are marked, and never a pair of characters that is only a part.
func TestMarksWholeTerms(t *testing.T) {
	have := Mark("公积金与公积", spans("公积金与公积", phrases("公积金"), 0))
	if want := []Segment{{"公积金", true}, {"与公积", false}}; !slices.Equal(have, want) {
		t.Errorf("%v", have)
	}
}

func TestSynonymsAndInstead(t *testing.T) {
	x := filled(t)
	syn := NewSynonyms([][]string{{"补助", "补贴"}, {"三公经费", "“三公”经费"}})
	res := must[*Result](t)(x.Search(t.Context(), Query{Words: "惠农财政补助资金", Size: 10, Synonyms: syn}))
	if !slices.Equal(ids(res), []uint64{1}) || !slices.Equal(res.Also, []string{"惠农财政补贴资金"}) {
		t.Errorf("%v %v", ids(res), res.Also)
	}
	res = must[*Result](t)(x.Search(t.Context(), Query{Words: "政府菜购", Size: 10}))
	if res.Instead != "政府采购" {
		t.Errorf("instead: %q", res.Instead)
	}
	s := must[[]Suggestion](t)(x.Suggest(t.Context(), "部门", 5))
	if len(s) != 1 || s[0].Document != 2 {
		t.Errorf("%v", s)
	}
}

// A strange query is quick and never an error.
func TestStrangeQueries(t *testing.T) {
	x := filled(t)
	long := strings.Repeat("财政", 50_000)
	words := ""
	for i := range 5000 {
		words += fmt.Sprint(" 词", i)
	}
	for _, q := range []string{"", " ", "\x00", "\"", "'; DROP TABLE docs; --", "*", "财*", "AND OR NOT", "title:财政", "(((", "\U0001F600", "，。！？", "\xff\xfe", "％", "_", long, words,
		strings.Repeat("\"", 100_000), strings.Repeat("财 ", 1000), "财\x00政", strings.Repeat("a", 100_000), "1", "2024"} {
		began := time.Now()
		for _, f := range []func() error{
			func() error {
				_, err := x.Search(context.Background(), Query{Words: q, Page: -3, Size: 1000, Type: "?", Format: "?", Year: -1, Validity: 99})
				return err
			},
			func() error {
				_, err := x.Search(context.Background(), Query{Words: q, Page: 1 << 40, Size: 10})
				return err
			},
			func() error { _, err := x.Suggest(context.Background(), q, 8); return err },
		} {
			if err := f(); err != nil {
				t.Errorf("%.20q: %v", q, err)
			}
		}
		if took := time.Since(began); took > 300*time.Millisecond {
			t.Errorf("%.20q took %v", q, took)
		}
	}
}
