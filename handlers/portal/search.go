package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/search"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// asked is a search as its address says it: words, filters, order, page.
type asked struct {
	words string
	cut   bool       // the words were longer than is looked for
	at    url.Values // words, filters and order, without the page
	page  int
	col   *site.Column
	query search.Query
}

// searchFilters are the parameters that narrow a search down.
var searchFilters = []string{"t", "col", "y", "valid", "ft"}

// readSearch reads a search. What a parameter cannot be, it is not.
func (s *scene) readSearch(c echo.Context) asked {
	q := strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(c.QueryParam("q"), ""), "\x00", "")), " ")
	a := asked{at: url.Values{}, page: min(web.PageNumber(c), search.MaxHits)}
	if utf8.RuneCountInString(q) > search.MaxQuery {
		q, a.cut = strings.TrimSpace(string([]rune(q)[:search.MaxQuery])), true
	}
	a.words = q
	a.query = search.Query{Words: q, Page: a.page, Size: pageSize}
	if q != "" {
		a.at.Set("q", q)
	}
	keep := func(name string, known bool) {
		if v := c.QueryParam(name); known && v != "" {
			a.at.Set(name, v)
		}
	}
	if t := search.Type(c.QueryParam("t")); t.Title() != "" {
		a.query.Type = t
	}
	if y, err := strconv.Atoi(c.QueryParam("y")); err == nil && y > 1900 && y < 2200 {
		a.query.Year = y
	}
	if v, err := strconv.ParseUint(c.QueryParam("valid"), 10, 8); err == nil && search.Validity(v).Title() != "" {
		a.query.Validity = search.Validity(v)
	}
	if f := search.Format(c.QueryParam("ft")); f.Title() != "" {
		a.query.Format = f
	}
	if a.col = s.tree.ByPath(c.QueryParam("col")); a.col != nil {
		a.query.Columns = s.tree.Branch(a.col)
	}
	if by := search.Sort(c.QueryParam("sort")); by == search.Newest || by == search.Relevance {
		a.query.Sort = by
	}
	for name, known := range map[string]bool{"t": a.query.Type != "", "y": a.query.Year != 0, "valid": a.query.Validity != 0, "ft": a.query.Format != "",
		"col": a.col != nil, "sort": a.query.Sort != ""} {
		keep(name, known)
	}
	return a
}

// with is the address of the search with one parameter changed, on its first page.
func (a *asked) with(s *scene, name, value string) string {
	v := url.Values{}
	for k := range a.at {
		v.Set(k, a.at.Get(k))
	}
	v.Del(name)
	if value != "" {
		v.Set(name, value)
	}
	return href.SearchFor(s.ctx, v)
}

// clear is the address of the search without filters.
func (a *asked) clear(s *scene) string {
	v := url.Values{"q": {a.words}}
	if by := a.at.Get("sort"); by != "" {
		v.Set("sort", by)
	}
	return href.SearchFor(s.ctx, v)
}

// narrowed reports whether a filter is on: what it leaves says nothing of the words.
func (a *asked) narrowed() bool {
	return slices.ContainsFunc(searchFilters, func(name string) bool { return a.at.Get(name) != "" })
}

// Search handles GET /search?q=.
func (h *Handler) Search(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	a := s.readSearch(c)
	p := portalview.SearchPage{Apply: href.Apply(s.ctx), Contact: href.Contact(s.ctx), Frame: s.frame("站内搜索", nil), Clear: a.clear(s)}
	p.NoIndex, p.Query = true, a.words
	p.Scripts = append(p.Scripts, "search.js")
	if a.words != "" {
		p.Frame.Title = listTitle("“"+a.words+"”的搜索结果", 0, a.page)
	}
	if a.cut {
		p.Notices = append(p.Notices, "检索词太长，只按前 100 个字检索。")
	}
	reach, err := h.found(s, &a, &p)
	if err != nil {
		return err
	}
	pages := max(1, (reach+pageSize-1)/pageSize)
	to := func(n int) string {
		if n > 1 {
			return a.with(s, "page", strconv.Itoa(n))
		}
		return a.with(s, "page", "")
	}
	if a.page > pages {
		return beyond(pages, to(pages))
	}
	p.Pager = ui.PagerProps{Page: a.page, Pages: pages, Href: to}
	if a.page == 1 && !a.narrowed() && web.Human(c.Request()) {
		h.app.Stats.Searched(a.words, p.Count)
	}
	if p.Count == 0 {
		p.Columns = s.nav(nil)[1:]
	}
	return web.Render(c, http.StatusOK, portalview.Search(p))
}

// found fills in what the search finds and returns how much of it can be paged
// through. While there is no index, titles are looked through instead.
func (h *Handler) found(s *scene, a *asked, p *portalview.SearchPage) (reach int, err error) {
	a.query.Synonyms = s.same
	res, err := h.app.Search.Search(s.ctx, a.query)
	if errors.Is(err, search.ErrAway) {
		return h.foundByTitle(s, a, p)
	}
	if err != nil {
		return 0, err
	}
	p.Count, p.Took, p.Also = res.Total, fmt.Sprintf("%.2f", max(0.01, res.Took.Seconds())), strings.Join(res.Also, "、")
	if res.Instead != "" {
		p.Instead = ui.Link{Text: res.Instead, Href: href.Search(s.ctx, res.Instead)}
	}
	if res.Loose != "" {
		p.Notices = append(p.Notices, "没有找到与整句相同的内容，以下是包含“"+strings.ReplaceAll(res.Loose, " ", "”“")+"”的结果。")
	}
	if res.Total > search.MaxHits {
		p.Notices = append(p.Notices, fmt.Sprintf("结果较多，只能翻看前 %d 条；加一个词或者筛选条件，可以更快找到。", search.MaxHits))
	}
	s.narrowSearch(a, res, p)
	p.Hits, err = h.hits(s, res.Hits)
	return min(res.Total, search.MaxHits), err
}

func (h *Handler) foundByTitle(s *scene, a *asked, p *portalview.SearchPage) (int, error) {
	hits, err := h.app.Content.Search(s.ctx, a.words, a.page, pageSize)
	if err != nil {
		return 0, err
	}
	if a.words != "" {
		p.Notices = append(p.Notices, "全文检索正在准备，现在只能按标题查找，也不能筛选。请过几分钟再试。")
	}
	p.Count, p.More = hits.Total, hits.More
	for _, i := range hits.Items {
		hit := s.hit(i)
		hit.Title = ui.Highlight(i.Title, strings.Fields(a.words)...)
		p.Hits = append(p.Hits, hit)
	}
	return hits.Total, nil
}

// hits are what was found, as the public may read it at this moment.
func (h *Handler) hits(s *scene, found []search.Hit) (list []portalview.Hit, err error) {
	ids := make([]uint64, len(found))
	for i := range found {
		ids[i] = found[i].ID
	}
	items, err := h.app.Content.Items(s.ctx, ids)
	if err != nil {
		return nil, err
	}
	down := h.app.Takedowns.Among(ids)
	public := map[uint64]content.Item{}
	for _, i := range items {
		public[i.DocumentID] = i
	}
	for _, id := range down {
		delete(public, id)
	}
	for i := range found {
		if item, ok := public[found[i].ID]; ok {
			list = append(list, s.say(s.hit(item), &found[i]))
		}
	}
	return list, nil
}
