package portal

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/policy"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// libraryFacets are the facets of the library: the parameter, the name people
// see, and how many values are offered at once.
var libraryFacets = []struct {
	facet content.Facet
	param string
	name  string
	most  int
}{
	{content.ByStanding, "valid", "有效性", 6}, {content.ByHolds, "kind", "文件类别", 6}, {content.ByYear, "formed", "成文年份", 12}, {content.ByGenre, "genre", "体裁", 12},
	{content.BySubject, "subject", "主题", 12}, {content.ByOrgan, "organ", "发布机构", 10}, {content.BySection, "section", "责任科室", 12}, {content.ByReading, "read", "政策解读", 2},
}

// libraryWords are the parameters that make a page of the library one that is
// not kept: their values are words.
func libraryWords() []string {
	names := []string{"q", "sort"}
	for _, f := range libraryFacets {
		names = append(names, f.param)
	}
	return names
}

// A search of the library is its address.
type libraryQuery struct {
	col  *site.Column
	at   url.Values // facets and words, without the page
	page int
}

func readLibrary(c echo.Context, col *site.Column) libraryQuery {
	q := libraryQuery{col: col, at: url.Values{}, page: min(web.PageNumber(c), lastPage)}
	for _, name := range libraryWords() {
		v := strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(c.QueryParam(name), ""), "\x00", "")), " ")
		if rs := []rune(v); len(rs) > content.MaxQuery {
			v = string(rs[:content.MaxQuery])
		}
		if v != "" {
			q.at.Set(name, v)
		}
	}
	if q.at.Get("sort") != "formed" {
		q.at.Del("sort")
	}
	if q.at.Get("valid") == "1" { // as the site's search says it
		q.at.Set("valid", "effective")
	}
	return q
}

// shelf is the question to the domain.
func (q *libraryQuery) shelf(columns []uint64) content.Shelf {
	x := content.Shelf{Words: q.at.Get("q"), Columns: columns, Page: q.page, Size: pageSize, Formed: q.at.Get("sort") != ""}
	for _, f := range libraryFacets {
		x.Chosen[f.facet] = q.at.Get(f.param)
	}
	return x
}

// with is the address with one parameter changed, on the first page.
func (q *libraryQuery) with(s *scene, name, value string) string {
	v := url.Values{}
	for k := range q.at {
		v.Set(k, q.at.Get(k))
	}
	v.Del(name)
	if value != "" {
		v.Set(name, value)
	}
	return libraryAddress(s, q.col, "", v)
}

func libraryAddress(s *scene, col *site.Column, file string, v url.Values) string {
	address := href.Column(s.ctx, col.Path) + file
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

// library shows the policy library of a column and those below it.
func (h *Handler) library(c echo.Context, s *scene, col *site.Column) error {
	q := readLibrary(c, col)
	stock, err := h.app.Content.Library(s.ctx, q.shelf(s.holding(col)))
	if err != nil {
		return err
	}
	to := func(n int) string {
		v := url.Values{}
		for k := range q.at {
			v.Set(k, q.at.Get(k))
		}
		if n > 1 {
			v.Set("page", strconv.Itoa(n))
		}
		return libraryAddress(s, col, "", v)
	}
	pages := max(1, (stock.Total+pageSize-1)/pageSize)
	if q.page > pages {
		return beyond(pages, to(pages))
	}
	p := portalview.LibraryPage{Frame: s.frame(col.Name, col), Title: col.Name, Intro: col.Description, Action: href.Column(s.ctx, col.Path), Words: q.at.Get("q"),
		Clear: href.Column(s.ctx, col.Path), Total: stock.Total, Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx),
		Pager: ui.PagerProps{Page: q.page, Pages: pages, Href: to}}
	p.Frame.Title = listTitle(col.Name, 0, q.page)
	p.Canonical = href.Abs(s.ctx, to(q.page))
	p.NoIndex = len(q.at) > 0
	today := calendar.Day(h.app.Store.Now(s.ctx))
	for i := range stock.Items {
		p.Items = append(p.Items, s.policyItem(&stock.Items[i], today))
	}
	s.narrow(&p, &q, &stock)
	formed := q.at.Get("sort") != ""
	if stock.Total > 1 {
		p.Sorts = []ui.Link{{Text: "按发布日期", Href: q.with(s, "sort", ""), Current: !formed}, {Text: "按成文日期", Href: q.with(s, "sort", "formed"), Current: formed}}
	}
	for _, k := range s.tree.Children(col) {
		if s.visible(k) {
			p.Columns = append(p.Columns, ui.Link{Text: k.Name, Href: href.Column(s.ctx, k.Path)})
		}
	}
	for _, e := range []struct{ text, file string }{{"Excel 表格", "list.xlsx"}, {"CSV", "list.csv"}, {"JSON 数据", "policy.json"}, {"RSS 订阅", "feed.xml"}} {
		p.Exports = append(p.Exports, ui.Link{Text: e.text, Href: libraryAddress(s, col, e.file, q.at)})
	}
	return web.Render(c, http.StatusOK, portalview.Library(p))
}

// narrow adds the facets, the choices made and what the form keeps of them.
func (s *scene) narrow(p *portalview.LibraryPage, q *libraryQuery, stock *content.Stock) {
	for _, f := range libraryFacets {
		chosen := q.at.Get(f.param)
		g := portalview.Choices{Name: f.name}
		for _, x := range stock.Choices[f.facet] {
			here := x.Value == chosen
			if len(g.Items) >= f.most && !here {
				continue
			}
			to := q.with(s, f.param, x.Value)
			if here {
				to = q.with(s, f.param, "")
			}
			g.Items = append(g.Items, portalview.CountedLink{Text: s.facetText(f.facet, x.Value), Href: to, Count: x.Count, Current: here})
		}
		if len(g.Items) > 1 || chosen != "" && len(g.Items) > 0 {
			p.Groups = append(p.Groups, g)
		}
		if chosen != "" {
			p.Chosen = append(p.Chosen, ui.Link{Text: f.name + "：" + s.facetText(f.facet, chosen), Href: q.with(s, f.param, "")})
			p.Keep = append(p.Keep, portalview.Kept{Name: f.param, Value: chosen})
		}
	}
	if w := q.at.Get("q"); w != "" {
		p.Chosen = append(p.Chosen, ui.Link{Text: "“" + w + "”", Href: q.with(s, "q", "")})
	}
}

// facetText is a facet's value in words.
func (s *scene) facetText(f content.Facet, v string) string {
	switch f {
	case content.ByStanding:
		if t := content.Standing(v).Title(); t != "" {
			return t
		}
		if v == "effective" {
			return "有效"
		}
	case content.ByHolds:
		if t := policy.Holding(v).Title(); t != "" {
			return t
		}
	case content.BySection:
		if id, err := strconv.ParseUint(v, 10, 63); err == nil && s.sections[id] != "" {
			return s.sections[id]
		}
	case content.ByReading:
		return map[string]string{"yes": "有解读", "no": "没有解读"}[v]
	case content.ByYear:
		return v + " 年"
	}
	return v
}

func (s *scene) policyItem(i *content.Shelved, today string) portalview.PolicyItem {
	p := portalview.PolicyItem{Title: i.Title, Href: s.address(i.Item), Number: i.Number, Organ: i.Organ, Validity: validity(i.Standing, i.EffectiveOn, today),
		Formed: onDay(i.FormedOn), Published: ui.Day(i.PublishedAt)}
	p.ValidityTone = "ok"
	switch {
	case i.Standing.Over():
		p.ValidityTone = "bad"
	case i.Standing != content.Holds || p.Validity != "有效":
		p.ValidityTone = "warn"
	}
	if i.Interpreted {
		p.Reading = "有解读"
	}
	return p
}

// isLibrary reports whether a column is a library: it shows what stands in it and
// below it as one list with facets.
func isLibrary(col *site.Column) bool { return col != nil && col.PageType == site.Library }

// libraryColumn finds the library that an address below it names.
func (h *Handler) libraryColumn(c echo.Context, file string) (*scene, *site.Column, error) {
	s, err := h.scene(c)
	if err != nil {
		return nil, nil, err
	}
	path := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(c.Request().URL.Path, h.cfg.BasePath), "/"), "/"+file)
	col := s.tree.ByPath(path)
	if !isLibrary(col) {
		return nil, nil, notFound()
	}
	return s, col, nil
}

// mostListed is how many documents a list takes along.
const mostListed = 5000

// listHead are the columns of an exported list.
var listHead = []string{"序号", "标题", "发文字号", "索引号", "发布机构", "主题分类", "体裁分类", "责任科室", "成文日期", "施行日期", "失效日期", "发布日期", "有效性", "解读", "网址"}

// listed are the rows of an exported list.
func (h *Handler) listed(c echo.Context, s *scene, col *site.Column) ([][]string, error) {
	q := readLibrary(c, col)
	x := q.shelf(s.holding(col))
	x.Page, x.Size = 1, mostListed
	stock, err := h.app.Content.Library(s.ctx, x)
	if err != nil {
		return nil, err
	}
	numbers, err := h.app.Content.Indexes(s.ctx, itemsOf(stock.Items))
	if err != nil {
		return nil, err
	}
	today := calendar.Day(h.app.Store.Now(s.ctx))
	rows := make([][]string, 0, len(stock.Items)+1)
	for n, i := range stock.Items {
		p := s.policyItem(&i, today)
		rows = append(rows, []string{strconv.Itoa(n + 1), i.Title, i.Number, numbers[i.DocumentID], i.Organ, i.Subject, i.Genre, s.sections[i.SectionID],
			i.FormedOn, i.EffectiveOn, i.ExpiresOn, calendar.Day(i.PublishedAt), p.Validity, p.Reading, href.Abs(s.ctx, p.Href)})
	}
	if stock.Total > len(rows) {
		rows = append(rows, []string{"", fmt.Sprintf("清单只列出最新的 %d 份，共 %d 份，请按条件分次导出。", len(rows), stock.Total)})
	}
	return rows, nil
}

func itemsOf(list []content.Shelved) (ids []uint64) {
	for _, i := range list {
		ids = append(ids, i.DocumentID)
	}
	return slices.Clip(ids)
}
