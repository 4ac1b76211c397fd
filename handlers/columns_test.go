package handlers_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/policy"
	columns "gongkai/models/site"
	"gongkai/web/webtest"
)

// shelf is a bureau with one column of every page type, all of them empty.
type shelf struct {
	*modeltest.Bureau
	citizen *webtest.Browser
	path    string
}

func eachShelf(t *testing.T, f func(t *testing.T, s *shelf)) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		s := &shelf{Bureau: b, citizen: webtest.Open(t, base), path: path}
		for _, c := range []columns.ColumnForm{
			{Slug: "zwgk", Name: "政务公开", PageType: columns.Hub},
			{Slug: "zwgk/ldxx", Name: "领导信息", PageType: columns.People, UpdateDays: 180},
			{Slug: "zwgk/jgzn", Name: "机构职能", PageType: columns.Single},
			{Slug: "zwgk/yjs", Name: "财政预决算", PageType: columns.Matrix, UpdateDays: 365, Holds: policy.Budget},
			{Slug: "zwgk/yjzj", Name: "意见征集", PageType: columns.Consultation, UpdateDays: 14},
			{Slug: "zwgk/fd", Name: "法定主动公开内容", PageType: columns.Directory},
			{Slug: "zwgk/fd/zfcg", Name: "政府采购目录", PageType: columns.List, Article20: "（九）", UpdateDays: 180, Owner: b.Sections["国库科"]},
			{Slug: "zwgk/fd/yjs", Name: "预算公开情况", PageType: columns.List, Article20: "（七）", UpdateDays: 365},
			{Slug: "czsj", Name: "财政数据", PageType: columns.List},
			{Slug: "ztzl", Name: "专题专栏", PageType: columns.Hub},
			{Slug: "ztzl/new", Name: "新专题", PageType: columns.Special, EndsOn: "2026-11-23"},
			{Slug: "ztzl/old", Name: "旧专题", PageType: columns.Special, EndsOn: "2026-11-22"},
		} {
			s.column(c)
		}
		f(t, s)
		b.Whole()
	})
}

// column adds a column; its slug is the whole path.
func (s *shelf) column(f columns.ColumnForm) {
	s.T.Helper()
	tree, err := s.Site.Tree(s.T.Context())
	modeltest.Must(s.T, err)
	if i := strings.LastIndexByte(f.Slug, '/'); i > 0 {
		f.Parent, f.Slug = tree.ByPath(f.Slug[:i]).ID, f.Slug[i+1:]
	}
	f.Description, f.Keywords, f.KindWord = f.Name+"的说明", f.Name, f.Name
	_, err = s.Site.CreateColumn(s.T.Context(), f, identity.Actor{})
	modeltest.Must(s.T, err)
}

// publish publishes a document, a minute after the one before it.
func (s *shelf) publish(column, title, body string) uint64 {
	s.T.Helper()
	s.Clock.Add(time.Minute)
	id := s.In(content.Form{Column: column, Title: title, Body: body, Source: "预算科"})
	s.Pass(id)
	return id
}

func (s *shelf) get(at string) *webtest.Page {
	s.T.Helper()
	p := s.citizen.Get(s.path + at)
	if p.Code != 200 {
		s.T.Fatalf("GET %s: %d", at, p.Code)
	}
	return p
}

// text is what an element of a page says, without any white space.
func text(p *webtest.Page, selector string) string { return tight(p.Find(selector)) }

func tight(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), "") }

// An empty column of any type says why, what to expect and what else can be
// done; it stands in no navigation and offers no feed.
func TestEmptyColumns(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.publish("xwdt/gzdt", "一篇", "<p>正文。</p>")
		for _, at := range []string{"/zwgk/", "/zwgk/ldxx/", "/zwgk/jgzn/", "/zwgk/yjs/", "/zwgk/yjzj/", "/zwgk/fd/", "/zwgk/fd/zfcg/", "/ztzl/", "/ztzl/new/", "/zfxxgk/nb/", "/xwdt/tzgg/"} {
			p := s.get(at)
			said := text(p, "main .empty")
			if !strings.Contains(said, "暂未发布信息") || p.Find("main .empty a[href$='/zfxxgk/ysq/']").Length() != 1 || !strings.Contains(said, "公开") {
				t.Errorf("%s says %q", at, said)
			}
			if p.Find("link[type='application/atom+xml']").Length() != 0 || p.Find("a.feed").Length() != 0 {
				t.Errorf("%s offers the feed of nothing", at)
			}
		}
		if p := s.get("/zwgk/yjzj/"); !strings.Contains(text(p, ".empty"), "每两周至少更新一次，预计2026-12-07前发布") {
			t.Errorf("when: %s", text(p, ".empty"))
		}
		home := s.get("/")
		if nav := text(home, "nav.nav"); strings.Contains(nav, "政务公开") || !strings.Contains(nav, "新闻动态") {
			t.Errorf("navigation %q", nav)
		}
		if home.Find("dl.tiles, .foot-blocks, ul.datecard").Length() != 0 {
			t.Error("the front page shows an empty block")
		}
	})
}

func TestPeoplePage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.publish("zwgk/ldxx", "张某某　党组书记、局长", "<p>主持全面工作。</p><h2>其他</h2><p>另一段。</p>")
		s.publish("zwgk/ldxx", "李某某　副局长", "<p>"+strings.Repeat("分管预算。", 30)+"</p>")
		p := s.get("/zwgk/ldxx/")
		cards := p.Find("ul.leaders > li.leader")
		first, last := tight(cards.First()), cards.Last().Text()
		if cards.Length() != 2 || !strings.HasPrefix(first, "张张某某党组书记、局长主持全面工作。核对日期：2026-11-23") || strings.Contains(first, "另一段") {
			t.Errorf("%d cards, the first says %q", cards.Length(), first)
		}
		if !strings.Contains(last, "李某某") || !strings.Contains(last, "…") {
			t.Errorf("the last says %q", last)
		}
		if whole := s.citizen.Get(cards.First().Find("h2 a").AttrOr("href", "")); whole.Code != 200 || !strings.Contains(whole.Text, "另一段") {
			t.Errorf("the card leads to %d", whole.Code)
		}
		if hub := s.get("/zwgk/"); !strings.HasPrefix(text(hub, ".hub .news"), "张某某") {
			t.Errorf("the hub begins with %q", text(hub, ".hub .news"))
		}
	})
}

func TestSinglePage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.publish("zwgk/jgzn", "内设机构", "<h2>一、办公室</h2><p>文电。</p><h2>二、预算科</h2><p>预算。</p>")
		p := s.get("/zwgk/jgzn/")
		p.Find("nav.single-toc a").Each(func(i int, a *goquery.Selection) {
			if id := strings.TrimPrefix(a.AttrOr("href", ""), "#"); p.Find("h2#"+id).Text() != a.Text() {
				t.Errorf("contents: %s leads to %q", a.Text(), p.Find("h2#"+id).Text())
			}
		})
		if p.Find("nav.single-toc a").Length() != 2 || !strings.Contains(text(p, ".version-line"), "2026-11-23起公布，没有更正") || p.Find("h1").Text() != "内设机构" {
			t.Errorf("%q", text(p, "main"))
		}
	})
}

func TestMatrixPage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		for _, title := range []string{"2025年区级财政决算公开说明", "区教育委员会2026年部门预算", "2026年区级财政预算公开说明", "2026年区级财政“三公”经费预算汇总", "预算公开操作说明"} {
			s.publish("zwgk/yjs", title, "<p>正文。</p>")
		}
		p := s.get("/zwgk/yjs/")
		if got := text(p, "tbody#y2026 th"); got != "2026年区级财政区教育委员会" {
			t.Errorf("2026: %q", got)
		}
		row := p.Find("tbody#y2026 tr").First().Find("td")
		if row.Eq(0).Find("a").Length() != 1 || row.Eq(1).Find("a").Length() != 0 || row.Eq(2).Find("a").Length() != 1 {
			t.Error("the first row of 2026 is wrong")
		}
		if page := s.citizen.Get(p.Find("tbody#y2025 td a").AttrOr("href", "")); !strings.Contains(page.Text, "2025年区级财政决算公开说明") {
			t.Errorf("the cell of 2025 leads to %s", page.Path)
		}
		if got := text(p, ".matrix-other ul"); !strings.HasPrefix(got, "预算公开操作说明") || p.Find(".matrix-other li").Length() != 1 {
			t.Errorf("other: %q", got)
		}
		if p.Find("nav.matrix-years a").Length() != 2 {
			t.Error("the years are not offered")
		}
	})
}

// What budgets say of themselves stands in the matrix, is summed up, and opens by
// year; a document found this way is three clicks from the home page.
func TestMatrixFigures(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		budget := func(unit string, year int, total, before string) {
			t.Helper()
			said := content.Said{"approved_on": "2026-10-30", "three_total": total, "three_abroad": "0", "three_vehicles": "1", "three_purchase": "0", "three_running": "1", "three_before": before, "budget_d1": "yes", "budget_d2": "empty"}
			n, _ := strconv.ParseFloat(total, 64)
			said["three_reception"] = strconv.FormatFloat(n-1, 'f', -1, 64)
			id := s.In(content.Form{Column: "zwgk/yjs", Title: fmt.Sprintf("%s%d年部门预算", unit, year), Body: "<p>正文。</p>", Source: "预算科", Said: said})
			s.Pass(id)
		}
		budget("区水利局", 2026, "12.5", "10")
		budget("区林业局", 2026, "7.5", "10")
		budget("区林业局", 2025, "10", "")
		p := s.get("/zwgk/yjs/")
		cell := p.Find("tbody#y2026 tr").First().Find("td").First()
		if got := tight(cell); !strings.Contains(got, "2/8张表") || !strings.Contains(got, "缺：部门支出总体情况表") || !strings.Contains(got, "迟4天公开") {
			t.Errorf("cell %q", got)
		}
		if got := text(p, ".three .three-sum"); got != "2个部门合计2000218持平" {
			t.Errorf("sum %q", got)
		}
		year := s.get("/zwgk/yjs/?year=2025")
		if year.Find("table.matrix tbody").Length() != 1 || year.Find("nav.matrix-years a[aria-current=page]").Text() != "2025 年" || year.Find("link[rel=canonical]").AttrOr("href", "") == p.Find("link[rel=canonical]").AttrOr("href", "") {
			t.Error("the page of 2025")
		}
		if back := s.citizen.Get(s.path + "/zwgk/yjs/?year=1999"); back.Path != s.path+"/zwgk/yjs/" {
			t.Errorf("a year without budgets leads to %s", back.Path)
		}
		article := s.citizen.Get(year.Find("tbody#y2025 td a").First().AttrOr("href", ""))
		if got := text(article, ".doc-three"); !strings.Contains(got, "公务用车购置及运行费1") || !strings.Contains(article.Text, "批复日期") {
			t.Errorf("figures %q", got)
		}
	})
}

func TestDirectoryPage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.publish("zwgk/fd/zfcg", "集中采购目录", "<p>正文。</p>")
		p := s.get("/zwgk/fd/")
		if n := p.Find("table.directory tbody tr:not(.directory-item)").Length(); n != 1 {
			t.Fatalf("%d rows, the empty column should have none", n)
		}
		if n := p.Find("table.directory tr.directory-item").Length(); n != 15 {
			t.Fatalf("%d items of 条例第二十条", n)
		}
		s.publish("zwgk/fd/yjs", "预算公开索引", "<p>正文。</p>")
		p = s.get("/zwgk/fd/")
		seventh, ninth := tight(p.Find("table.directory tbody").Eq(6)), tight(p.Find("table.directory tbody").Eq(8))
		if seventh != "（七）财政预算、决算信息已公开预算公开情况每年至少更新一次1条2026-11-23" ||
			ninth != "（九）政府集中采购项目的目录、标准及实施情况已公开政府采购目录国库科每半年至少更新一次1条2026-11-23" {
			t.Errorf("rows:\n%s\n%s", seventh, ninth)
		}
		if got := text(p, ".directory-sum"); got != "条例第二十条共15项：2项已有公开内容，13项暂无内容。" {
			t.Errorf("coverage: %q", got)
		}
		if got := text(p, "main .news"); !strings.HasPrefix(got, "预算公开索引2026-11-2310:02集中采购目录") {
			t.Errorf("newest: %q", got)
		}
	})
}

func TestConsultationPage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		modeltest.Must(t, s.Site.Set(t.Context(), 1, columns.Settings{columns.Address: "某路 1 号", columns.Phone: "023-0000 0000"}, identity.Actor{}))
		for title, body := range map[string]string{
			"关于甲办法的公告": "<p>征集时间：2026年11月20日至12月20日。</p>", "关于乙办法的公告": "<p>征集时间：2026年11月1日至11月30日。</p>",
			"关于丙办法的公告": "<p>征集时间：2026年10月1日至10月31日。</p>", "关于丁办法的公告": "<p>时间见附件。</p>",
		} {
			s.publish("zwgk/yjzj", title, body)
		}
		p := s.get("/zwgk/yjzj/")
		open := p.Find("ul.calls.open > li")
		if got := tight(open.First()); open.Length() != 2 || got != "征集中关于乙办法的公告征集时间：2026-11-01至2026-11-30还剩7天发布：2026-11-23" {
			t.Errorf("%d open, first %q", open.Length(), got)
		}
		past := p.Find("section[aria-labelledby=calls-past]").Text()
		if !strings.Contains(past, "已结束") || !strings.Contains(past, "丙办法") || !strings.Contains(past, "丁办法") || strings.Contains(past, "甲办法") {
			t.Errorf("past: %q", past)
		}
		if got := text(p, ".partake"); !strings.Contains(got, "某路1号") || p.Find(".partake a[href^='tel:']").Length() != 1 {
			t.Errorf("how to take part: %q", got)
		}
		s.Clock.Add(7*24*time.Hour + 14*time.Hour) // the first of December
		if p := s.get("/zwgk/yjzj/"); p.Find("ul.calls.open > li").Length() != 1 {
			t.Error("the day after its last day a consultation is still open")
		}
	})
}

func TestTopicPages(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.publish("ztzl/old", "旧事", "<p>正文。</p>")
		s.publish("ztzl/new", "新事", "<p>正文。</p>")
		p := s.get("/ztzl/")
		if got := text(p, "section[aria-labelledby=topics-open] .topics"); !strings.HasPrefix(got, "新专题") || !strings.Contains(got, "进行中1条") {
			t.Errorf("open: %q", got)
		}
		if got := text(p, "section[aria-labelledby=topics-past] .topics"); !strings.HasPrefix(got, "旧专题") || !strings.Contains(got, "已结束（存档）") {
			t.Errorf("past: %q", got)
		}
		if got := text(s.get("/ztzl/new/"), ".topic-banner"); !strings.Contains(got, "进行中更新至2026-11-23共1条") {
			t.Errorf("new: %q", got)
		}
		old := s.get("/ztzl/old/")
		if got := text(old, ".topic-banner"); !strings.Contains(got, "已于2026-11-22结束") || text(old, ".topic-groups h2") != "2026年" {
			t.Errorf("old: %q, groups %q", got, text(old, ".topic-groups h2"))
		}
		s.column(columns.ColumnForm{Slug: "ztzl/new/gzjz", Name: "工作进展", PageType: columns.List})
		s.publish("ztzl/new/gzjz", "进展", "<p>正文。</p>")
		if got := text(s.get("/ztzl/new/"), ".topic-groups h2"); got != "专题概况工作进展" {
			t.Errorf("groups %q", got)
		}
		s.Clock.Add(24 * time.Hour)
		if p := s.get("/ztzl/"); p.Find(".topics").Length() != 1 || !strings.Contains(text(p, ".topics .ended"), "新专题") {
			t.Error("the day after its last day a topic still goes on")
		}
	})
}

func TestReportList(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		if got := text(s.get("/zfxxgk/nb/"), "main .empty"); !strings.Contains(got, "2026年年报将于2027-01-31前发布") {
			t.Errorf("%q", got)
		}
	})
}

// The front page shows figures only when a document of 财政数据 has a table of them.
func TestHomeFigures(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		const table = "<table><caption>指标</caption><thead><tr><th>指标</th><th>数值</th><th>单位</th><th>说明</th></tr></thead><tbody>" +
			"<tr><th>收入</th><td>24.86</td><td>亿元</td><td>完成年初预算85.7%</td></tr></tbody></table>"
		s.publish("czsj", "有表", "<p>文。</p>"+table)
		s.publish("czsj", "没有表", "<p>只有文字。</p>")
		p := s.get("/")
		if got := text(p, "dl.tiles"); got != "收入24.86亿元完成年初预算85.7%" || text(p, "a.data-from") != "有表" || p.Find("svg.bar rect[width='85.7']").Length() != 1 {
			t.Errorf("%q", got)
		}
		if p.Find("main time").Length() == 0 && p.Find("a.data-from").Length() == 0 {
			t.Error("nothing on the front page")
		}
		s.publish("ztzl/new", "新事", "<p>正文。</p>")
		if got := text(s.get("/"), ".foot-blocks"); !strings.Contains(got, "专题专栏全部专题专栏新专题") {
			t.Errorf("links: %q", got)
		}
	})
}

// 政府信息公开专栏 shows its fixed parts in their order; an empty one is left out,
// 依申请公开 never is.
func TestDisclosurePage(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		for _, c := range []columns.ColumnForm{
			{Slug: "zfxxgk/zn", Name: "政府信息公开指南", PageType: columns.Single}, {Slug: "zfxxgk/fd", Name: "法定主动公开内容", PageType: columns.Directory},
			{Slug: "zfxxgk/fd/gfxwj", Name: "规范性文件", PageType: columns.List},
		} {
			s.column(c)
		}
		p := s.get("/zfxxgk/")
		if p.Code != 200 || p.Find(".disclosure-part").Length() != 1 || !strings.Contains(text(p, ".part-is-apply"), "怎样申请") {
			t.Errorf("empty: %d parts, %q", p.Find(".disclosure-part").Length(), text(p, "main"))
		}
		s.publish("zfxxgk/zn", "政府信息公开指南", "<p>指南。</p>")
		s.publish("zfxxgk/fd/gfxwj", "现行有效文件目录", "<p>目录。</p>")
		p = s.get("/zfxxgk/")
		var parts []string
		p.Find(".disclosure-part h2").Each(func(_ int, h *goquery.Selection) { parts = append(parts, strings.TrimSpace(h.Text())) })
		if got := strings.Join(parts, " "); got != "政府信息公开指南 法定主动公开内容 依申请公开" {
			t.Errorf("parts: %s", got)
		}
		if duties := text(p, ".disclosure-duties"); duties != "规范性文件（1条）" {
			t.Errorf("duties: %q", duties)
		}
	})
}

// A statutory page keeps what it said: every version with its time, and what it
// changed; other pages and odd numbers have none.
func TestPageVersions(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelf) {
		s.column(columns.ColumnForm{Slug: "zfxxgk/zn", Name: "指南", PageType: columns.Single})
		s.column(columns.ColumnForm{Slug: "zfxxgk/zd", Name: "制度", PageType: columns.List})
		for path, title := range map[string]string{"zfxxgk/zn": "政府信息公开指南", "zfxxgk/zd": "政府信息公开保密审查制度"} {
			id := s.publish(path, title, "<p>地址：旧路 1 号。</p><p>电话不变。</p>")
			at := "/" + path + "/"
			if path == "zfxxgk/zd" { // one of several, at its own address
				at = strings.TrimPrefix(s.get(at).Find(".news a").AttrOr("href", ""), s.path)
			}
			s.versions(id, path, title, at)
		}
	})
}

// versions corrects a text of the statutory section and reads what its page says
// of what it was.
func (s *shelf) versions(id uint64, path, title, at string) {
	t := s.T
	if p := s.get(at); p.Find(".versions").Length() != 0 {
		t.Errorf("%s: a single version is listed", at)
	}
	by := s.Who("budget.author")
	modeltest.Must(t, s.Content.Correct(t.Context(), id, s.Version(id), content.Change{Kind: content.Correction, Note: "更新地址。"}, by))
	modeltest.Must(t, s.Content.Edit(t.Context(), id, s.Version(id), content.Form{Column: path, Title: title, Body: "<p>地址：新路 2 号。</p><p>电话不变。</p>", Source: "预算科"}, by))
	s.Clock.Add(24 * time.Hour)
	s.Pass(id)
	p := s.get(at)
	if got := text(p, ".versions ol"); !strings.HasPrefix(got, "第2版（本页）") || !strings.Contains(got, "起现行更新地址。第1版") || !strings.HasSuffix(got, "首次公布") {
		t.Errorf("%s: versions: %q", at, got)
	}
	if got := text(p, ".changes"); !strings.Contains(got, "新路") || !strings.Contains(got, "旧路") || strings.Contains(got, "电话") {
		t.Errorf("%s: changes: %q", at, got)
	}
	p = s.get(at + "?version=1")
	if body := text(p, ".prose"); !strings.Contains(body, "旧路") || strings.Contains(body, "新路") || !strings.Contains(text(p, "main .alert"), "历史版本") {
		t.Errorf("%s: the former text: %q", at, body)
	}
	if p := s.citizen.Get(s.path + at + "?version=7"); p.Code == 200 {
		t.Errorf("%s: %d", at, p.Code)
	}
}
