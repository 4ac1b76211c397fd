package portal

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"gongkai/models/content"
	"gongkai/models/search"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

// hit is what a list knows of something found.
func (s *scene) hit(i content.Item) portalview.Hit {
	hit := portalview.Hit{Href: s.address(i), At: ui.Day(i.PublishedAt)}
	if i.Standing != content.Holds {
		hit.Validity, hit.Tone = i.Standing.Title(), "bad"
		if i.Standing == content.Amended {
			hit.Tone = "warn"
		}
	}
	if col := s.tree.ByID(i.ColumnID); col != nil {
		hit.Column = s.tree.FullName(col)
		if hit.Validity == "" && col.Holds.Policy() {
			hit.Validity, hit.Tone = search.InForce.Title(), "ok"
		}
	}
	return hit
}

// say adds to a hit where the words were found.
func (s *scene) say(hit portalview.Hit, f *search.Hit) portalview.Hit {
	hit.Title, hit.Excerpt, hit.Number = segments(f.Title), segments(f.Excerpt), segments(f.Number)
	hit.Type = f.Type.Title()
	if f.Files > 0 {
		hit.Files = fmt.Sprintf("附件 %d 个", f.Files)
	}
	if f.File != nil {
		hit.File = &portalview.HitFile{Name: segments(f.File.Name), Href: href.File(s.ctx, f.File.Key, f.File.FileName()), Place: f.File.Place,
			Facts: ui.FileNote(f.File.Type, f.File.Size)}
	}
	return hit
}

func segments(list []search.Segment) []ui.Span {
	spans := make([]ui.Span, len(list))
	for i, x := range list {
		spans[i] = ui.Span{Text: x.Text, Mark: x.Mark}
	}
	return spans
}

// narrowSearch adds the filters that leave a choice, those that are chosen, and
// the orders.
func (s *scene) narrowSearch(a *asked, res *search.Result, p *portalview.SearchPage) {
	f := &res.Facets
	add := func(name, param string, items []portalview.CountedLink) {
		if len(items) > 1 || len(items) == 1 && a.at.Get(param) != "" {
			p.Groups = append(p.Groups, portalview.Choices{Name: name, Items: items})
		}
	}
	link := func(param, value, text string, n int) portalview.CountedLink {
		current := a.at.Get(param) == value
		if current { // the way back
			return portalview.CountedLink{Text: text, Count: n, Current: true, Href: a.with(s, param, "")}
		}
		return portalview.CountedLink{Text: text, Count: n, Href: a.with(s, param, value)}
	}
	var types, valid, years, formats []portalview.CountedLink
	for _, t := range search.Types() {
		if n := f.Types[t]; n > 0 {
			types = append(types, link("t", string(t), t.Title(), n))
		}
	}
	for v := search.InForce; v <= search.Over; v++ {
		if n := f.Validities[v]; n > 0 {
			valid = append(valid, link("valid", strconv.Itoa(int(v)), v.Title(), n))
		}
	}
	for _, y := range slices.Backward(slices.Sorted(maps.Keys(f.Years))) {
		years = append(years, link("y", strconv.Itoa(y), strconv.Itoa(y)+" 年", f.Years[y]))
	}
	for _, x := range search.Formats() {
		if n := f.Formats[x]; n > 0 {
			formats = append(formats, link("ft", string(x), x.Title(), n))
		}
	}
	add("类型", "t", types)
	add("有效性", "valid", valid)
	add("栏目", "col", s.columnChoices(a, f, link))
	add("发布年份", "y", years[:min(len(years), 12)])
	add("附件格式", "ft", formats)
	s.chosenSearch(a, p)
	if res.Total > 1 {
		p.Sorts = []ui.Link{{Text: "按相关度", Href: a.with(s, "sort", "best"), Current: res.Sorted == search.Relevance}, {Text: "按发布时间", Href: a.with(s, "sort", "date"), Current: res.Sorted == search.Newest}}
	}
	if res.Total > 0 {
		p.Feed = href.SearchFeed(s.ctx, a.at)
	}
}

// columnChoices are the columns one level below the chosen one, or the roots,
// with what stands in them and below.
func (s *scene) columnChoices(a *asked, f *search.Facets, link func(param, value, text string, n int) portalview.CountedLink) (items []portalview.CountedLink) {
	count := func(c *site.Column) (n int) {
		for _, id := range s.tree.Branch(c) {
			n += f.Columns[id]
		}
		return n
	}
	if a.col != nil {
		for _, up := range s.tree.Ancestors(a.col) {
			items = append(items, link("col", up.Path, up.Name, count(up)))
		}
	}
	for _, c := range s.tree.Children(a.col) {
		if n := count(c); n > 0 {
			items = append(items, link("col", c.Path, c.Name, n))
		}
	}
	return items
}

// chosenSearch lists the filters that are on, each with the address without it.
func (s *scene) chosenSearch(a *asked, p *portalview.SearchPage) {
	names := map[string]string{"t": a.query.Type.Title(), "valid": a.query.Validity.Title(), "ft": a.query.Format.Title() + " 附件"}
	if a.col != nil {
		names["col"] = a.col.Name
	}
	names["y"] = strconv.Itoa(a.query.Year) + " 年"
	for _, param := range searchFilters {
		if a.at.Get(param) != "" {
			p.Chosen = append(p.Chosen, ui.Link{Text: names[param], Href: a.with(s, param, "")})
			p.Keep = append(p.Keep, portalview.Kept{Name: param, Value: a.at.Get(param)})
		}
	}
}
