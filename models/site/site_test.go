package site_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/site"
)

func list(slug, name string) site.ColumnForm {
	return site.ColumnForm{Slug: slug, Name: name, PageType: site.List, Description: name + "的说明", Keywords: name, KindWord: name}
}

func tree(t *testing.T, b *modeltest.Bureau) *site.Tree {
	t.Helper()
	tr, err := b.Site.Tree(t.Context())
	modeltest.Must(t, err)
	return tr
}

func paths(cs []*site.Column) string {
	var ps []string
	for _, c := range cs {
		ps = append(ps, c.Path)
	}
	return strings.Join(ps, " ")
}

// The tree: parents before children, siblings by position, and every question
// that pages ask of it.
func TestTree(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		first := list("first", "第一栏")
		first.Parent = tree(t, b).ByPath("xwdt").ID
		for i, slug := range []string{"zz", "aa"} {
			f := list(slug, slug+"栏")
			f.Parent, f.Position = first.Parent, 2-i
			_, err := b.Site.CreateColumn(t.Context(), f, b.Who("sys.admin"))
			modeltest.Must(t, err)
		}
		tr := tree(t, b)
		news := tr.ByPath("xwdt")
		if got, want := paths(tr.All()), "xwdt xwdt/gzdt xwdt/tzgg xwdt/aa xwdt/zz zfxxgk zfxxgk/nb zcwj zcwj/gfx zcwj/qt zcjd zdsx"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if paths(tr.Children(nil)) != "xwdt zfxxgk zcwj zcjd zdsx" || paths(tr.Children(news)) != "xwdt/gzdt xwdt/tzgg xwdt/aa xwdt/zz" || len(tr.Branch(news)) != 5 {
			t.Errorf("%s; %s; %v", paths(tr.Children(nil)), paths(tr.Children(news)), tr.Branch(news))
		}
		leaf := tr.ByPath("xwdt/gzdt")
		if paths(tr.Ancestors(leaf)) != "xwdt xwdt/gzdt" || tr.FullName(leaf) != "新闻动态 / 工作动态" || tr.ByID(leaf.ID) != leaf {
			t.Errorf("%s %s", paths(tr.Ancestors(leaf)), tr.FullName(leaf))
		}
		if tr.ByPath("xwdt/") != nil || tr.ByPath("XWDT") != nil || tr.ByPath("") != nil || tr.ByID(0) != nil {
			t.Error("a column that is not there")
		}
		if !leaf.Writable() || news.Writable() || leaf.Statutory() || !tr.ByPath("zfxxgk/nb").Statutory() || !tr.ByPath("zfxxgk").Statutory() {
			t.Error("writable or statutory")
		}
	})
}

// Who may write: everybody with a section, unless a column names sections.
func TestColumnWriters(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		office, budget := b.Sections["办公室"], b.Sections["预算科"]
		tr := tree(t, b)
		reports, news, hub := tr.ByPath("zfxxgk/nb"), tr.ByPath("xwdt/gzdt"), tr.ByPath("xwdt")
		if !reports.Open(office) || reports.Open(budget) || reports.Open(0) || !news.Open(budget) || news.Open(0) || hub.Open(office) {
			t.Error("the wrong sections may write")
		}
		f := list("", "年报")
		f.PageType, f.Writers = site.Reports, []uint64{budget, office, budget}
		modeltest.Must(t, b.Site.ChangeColumn(t.Context(), reports.ID, reports.Version, f, b.Who("sys.admin")))
		now := tree(t, b).ByPath("zfxxgk/nb")
		want := []uint64{office, budget}
		slices.Sort(want)
		if !slices.Equal(now.Writers, want) || !now.Open(budget) {
			t.Errorf("writers %v", now.Writers)
		}
		b.Whole()
	})
}

// A path is unique, well formed, not reserved and at most four deep.
func TestColumnPaths(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		create := func(parent uint64, slug string) (*site.Column, error) {
			f := list(slug, "栏目")
			f.Parent = parent
			return b.Site.CreateColumn(t.Context(), f, b.Who("sys.admin"))
		}
		news := tree(t, b).ByPath("xwdt").ID
		for _, slug := range []string{"", "Abc", "a b", "a/b", "中文", "-a", "_a", "a.b", strings.Repeat("a", 32), "desk", "assets", "search", "files", "xwdt", "s"} {
			if _, err := create(0, slug); fault.FieldsOf(err)["path"] == "" {
				t.Errorf("%q: %v", slug, err)
			}
		}
		if _, err := create(news, "gzdt"); fault.FieldsOf(err)["path"] == "" {
			t.Error(err)
		}
		for _, parent := range []uint64{1 << 40} {
			if _, err := create(parent, "abc"); fault.FieldsOf(err)["parent"] == "" {
				t.Error(err)
			}
		}
		c, err := create(news, "desk") // reserved only at the root
		modeltest.Must(t, err)
		for i := range 2 {
			if c, err = create(c.ID, strings.Repeat("a", 31)); err != nil {
				t.Fatalf("level %d: %v", i+3, err)
			}
		}
		if _, err := create(c.ID, "e"); fault.FieldsOf(err)["parent"] == "" {
			t.Errorf("five levels: %v", err)
		}
		b.Whole()
	})
}

// What a column must say: name, description, keywords, kind and type.
func TestColumnForm(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		long := strings.Repeat("长", 400)
		for name, spoil := range map[string]func(*site.ColumnForm){
			"name":  func(f *site.ColumnForm) { f.Name = " " },
			"name ": func(f *site.ColumnForm) { f.Name = long }, "description": func(f *site.ColumnForm) { f.Description = "短" },
			"description ": func(f *site.ColumnForm) { f.Description = long }, "keywords": func(f *site.ColumnForm) { f.Keywords = "" },
			"kind": func(f *site.ColumnForm) { f.KindWord = "" }, "crumb": func(f *site.ColumnForm) { f.Crumb = long }, "item": func(f *site.ColumnForm) { f.Article20 = long },
			"type": func(f *site.ColumnForm) { f.PageType = "blog" }, "rule_days": func(f *site.ColumnForm) { f.UpdateDays = -1 },
			"rule_days ": func(f *site.ColumnForm) { f.UpdateDays = 4000 }, "order": func(f *site.ColumnForm) { f.Position = -1 },
			"ends_on": func(f *site.ColumnForm) { f.PageType, f.EndsOn = site.Special, "2026-2-30" }, "ends_on ": func(f *site.ColumnForm) { f.EndsOn = "2026-12-31" },
			"owner": func(f *site.ColumnForm) { f.Owner = 1 << 40 }, "writers": func(f *site.ColumnForm) { f.Writers = []uint64{1 << 40} },
		} {
			f := list("abc", "栏目")
			spoil(&f)
			if _, err := b.Site.CreateColumn(t.Context(), f, b.Who("sys.admin")); fault.FieldsOf(err)[strings.TrimSpace(name)] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, who := range modeltest.Cast() {
			if who == "sys.admin" {
				continue
			}
			_, err := b.Site.CreateColumn(t.Context(), list("abc", "栏目"), b.Who(who))
			modeltest.Want(t, err, fault.Forbidden)
			modeltest.Want(t, b.Site.ChangeColumn(t.Context(), 1, 1, list("", "栏目"), b.Who(who)), fault.Forbidden)
			modeltest.Want(t, b.Site.Set(t.Context(), 1, site.Settings{site.SiteName: "某局"}, b.Who(who)), fault.Forbidden)
		}
	})
}

// A changed column keeps its path and its age; who comes second is told.
func TestColumnChanges(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		c := tree(t, b).ByPath("xwdt/gzdt")
		f := list("elsewhere", "新名")
		f.Parent, f.NeedsIssue, f.UpdateDays = 1<<40, true, 14
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = b.Site.ChangeColumn(t.Context(), c.ID, c.Version, f, b.Who("sys.admin")) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.KindOf(err) != fault.Stale {
				t.Error(err)
			}
		}
		now := tree(t, b).ByID(c.ID)
		if won != 1 || now.Path != "xwdt/gzdt" || now.Name != "新名" || !now.NeedsIssue || now.UpdateDays != 14 || now.Version != c.Version+1 || !now.CreatedAt.Equal(c.CreatedAt) {
			t.Errorf("%d winners, %+v", won, now)
		}
		modeltest.Want(t, b.Site.ChangeColumn(t.Context(), 1<<40, 1, list("", "无"), b.Who("sys.admin")), fault.NotFound)
		b.Whole()
	})
}

// The same path asked for by eight at once is given once; the others get a
// sentence.
func TestColumnCreatedOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = b.Site.CreateColumn(t.Context(), list("once", "一次"), b.Who("sys.admin")) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.FieldsOf(err)["path"] == "" {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d winners", won)
		}
		b.Whole()
	})
}

// Settings have defaults, change together or not at all, and are trimmed.
func TestSettings(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		get := func() site.Settings {
			s, err := b.Site.Settings(t.Context())
			modeltest.Must(t, err)
			return s
		}
		sys := b.Who("sys.admin")
		if get().Get(site.SiteName) != "财政局" {
			t.Error(get())
		}
		modeltest.Must(t, b.Site.Set(t.Context(), 1, site.Settings{site.SiteName: " 区财政局 ", site.Phone: "010"}, sys))
		modeltest.Must(t, b.Site.Set(t.Context(), 3, site.Settings{site.Phone: "023"}, sys))
		if err := b.Site.Set(t.Context(), 4, site.Settings{site.Phone: " "}, sys); fault.FieldsOf(err)[site.Phone] == "" {
			t.Error("a mark was emptied:", err)
		}
		if err := b.Site.Set(t.Context(), 4, site.Settings{site.AccessChecked: "2099-01-01"}, sys); fault.FieldsOf(err)[site.AccessChecked] == "" {
			t.Error("checked in the future:", err)
		}
		for field, v := range map[string]site.Settings{
			"site.colour": {"site.colour": "red", site.SiteName: "不应写入"}, site.Phone: {site.Phone: strings.Repeat("1", 201), site.SiteName: "不应写入"},
		} {
			if err := b.Site.Set(t.Context(), 0, v, sys); fault.FieldsOf(err)[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		if s := get(); s.Get(site.SiteName) != "区财政局" || s.Get(site.Phone) != "023" || s.Get(site.Hours) == "" {
			t.Error(s)
		}
		b.Whole()
	})
}

// Every mark of the footer is checked before it can stand on a page; what is
// right is stored tidily.
func TestSettingsLookRight(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sys := b.Who("sys.admin")
		for field, wrong := range map[string][]string{
			site.IDCode: {"123", "bm1", "12345678901", "５０００００００００"}, site.Conac: {strings.Repeat("0", 31), strings.Repeat("g", 32)},
			site.ICP: {"备00000000号", "渝ICP备号", "ICP备00000000号", "渝ICP备00000000号-"}, site.Police: {"渝公网安备123号", "渝公网安备000000000000000号"},
			site.Phone: {"电话", "12", "javascript:1"}, site.Email: {"名字", "a@b\nc", "某人 <a@example.gov.cn>"}, site.Postcode: {"12345", "abcdef"},
			site.ParentAddress: {"http://www.example.gov.cn/", "https://www.example.com/", "https://gov.cn.example.com/", "https://a@b.gov.cn/", "javascript:alert(1)//.gov.cn"},
			site.HotWords:      {"一,二,三,四,五,六,七", strings.Repeat("长", 13)}, site.IPv6: {"maybe"}, site.AccessChecked: {"2026-13-01", "昨天"},
		} {
			for _, v := range wrong {
				if err := b.Site.Set(t.Context(), 1, site.Settings{field: v}, sys); fault.FieldsOf(err)[field] == "" {
					t.Errorf("%s %q: %v", field, v, err)
				}
			}
		}
		for _, half := range []site.Settings{{site.ParentName: "上级", site.ParentAddress: ""}, {site.ParentName: "", site.ParentAddress: "https://www.example.gov.cn/"}} {
			if err := b.Site.Set(t.Context(), 1, half, sys); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%v: %v", half, err)
			}
		}
		if s, err := b.Site.Settings(t.Context()); err != nil || strings.Join(s.Missing(), " ") != "site.address site.phone site.conac site.idcode site.icp site.police" {
			t.Errorf("%v %v", s.Missing(), err)
		}
		modeltest.Must(t, b.Site.Set(t.Context(), 1, site.Settings{
			site.Conac: " 0123456789abcdef0123456789ABCDEF ", site.HotWords: "预算， 补贴、,采购,预算", site.Phone: "023-0000 0000转8001", site.Email: "a@example.gov.cn",
			site.ICP: "渝ICP备00000000号-1", site.Police: "渝公网安备 00000000000000号", site.IDCode: "bm12345678", site.Address: "某路",
			site.ParentName: "区政府", site.ParentAddress: "https://www.example.gov.cn/", site.IPv6: site.Yes, site.AccessChecked: "2026-11-23", site.Postcode: "400000",
		}, sys))
		s, err := b.Site.Settings(t.Context())
		modeltest.Must(t, err)
		if s.Get(site.Conac) != "0123456789ABCDEF0123456789ABCDEF" || !slices.Equal(s.Words(site.HotWords), []string{"预算", "补贴", "采购"}) || len(s.Missing()) != 0 {
			t.Errorf("%q %q %v", s.Get(site.Conac), s.Words(site.HotWords), s.Missing())
		}
		b.Whole()
	})
}

// A setting that was never set, set by eight at once: the last one stands and
// nobody sees an internal error.
func TestSettingsAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				errs[i] = b.Site.Set(t.Context(), 1, site.Settings{site.ICP: fmt.Sprintf("渝ICP备%08d号", i)}, b.Who("sys.admin"))
			})
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil && fault.KindOf(err) == fault.Internal {
				t.Error(err)
			}
		}
		b.Whole()
	})
}
