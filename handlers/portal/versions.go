package portal

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/diff"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

// versioned reports whether a request names a version of a single page of
// 政府信息公开专栏, and nothing else.
func versioned(c echo.Context, col *site.Column) bool {
	return col.PageType == site.Single && versionAsked(c, col) > 0
}

// versionAsked is the version of a text of the statutory section that a request
// names, and nothing else; 0 is none.
func versionAsked(c echo.Context, col *site.Column) int {
	n, err := strconv.Atoi(c.QueryParam("version"))
	if err != nil || n <= 0 || col == nil || !col.Statutory() || c.QueryString() != "version="+strconv.Itoa(n) {
		return 0
	}
	return n
}

// A versionedPage is a page of the statutory section while its former texts are
// put on it.
type versionedPage struct {
	at   string // its address
	doc  *portalview.Document
	past *portalview.Past
	name *string // title of the window
}

// versions lists what a statutory page said before; a version that the request
// names is shown instead of the present text, with what it changed.
func (h *Handler) versions(c echo.Context, s *scene, col *site.Column, page *content.Page, p versionedPage) error {
	if !col.Statutory() || page.Roll != "" { // of a list, the rows of now stand on the page
		return nil
	}
	all, err := h.app.Content.Versions(s.ctx, page.DocumentID)
	if err != nil {
		return err
	}
	at := 0
	if n := versionAsked(c, col); n > 0 {
		if at = slices.IndexFunc(all, func(v content.Version) bool { return v.Number == n }); at < 0 {
			return notFound()
		}
	}
	for i, v := range all {
		l := portalview.Version{Link: ui.Link{Text: fmt.Sprintf("第 %d 版", v.Number), Href: href.Version(p.at, v.Number), Current: i == at}, Since: calendar.Day(v.From), Note: "首次公布"}
		if i == 0 {
			l.Link.Href = p.at
		}
		if !v.Until.IsZero() {
			l.Until = calendar.Day(v.Until)
		}
		if v.Number > 1 {
			l.Note = v.Revision.PublicNote
		}
		p.past.Versions = append(p.past.Versions, l)
	}
	if at > 0 {
		p.former(s, all[at])
	}
	if at+1 < len(all) {
		p.past.Changes, p.past.Against = changes(&all[at+1].Revision, &all[at].Revision), fmt.Sprintf("第 %d 版", all[at+1].Number)
	}
	return nil
}

// former shows a former text in place of the present one.
func (p *versionedPage) former(s *scene, v content.Version) {
	r := &v.Revision
	p.doc.Title, *p.name = r.Title, fmt.Sprintf("%s（第 %d 版）", r.Title, v.Number)
	p.doc.Body, p.doc.Figures = sheets.Whole(s.ctx, sheets.Pictured(s.ctx, r.Body, nil), r.Figures)
	p.doc.Files, p.doc.Log, p.doc.Signed = nil, nil, portalview.Signed{}
	p.doc.Published, p.doc.Updated, p.doc.Source = ui.Minute(v.From), ui.Moment{}, r.Source
	p.past.Version = "第 " + strconv.Itoa(v.Number) + " 版，" + calendar.Day(v.From) + " 至 " + calendar.Day(v.Until) + " 公布。"
	p.doc.State = portalview.State{Kind: "warn", Text: "这是历史版本，已被新的版本替代，仅供查阅。", More: ui.Link{Text: "查看现行版本", Href: p.at}}
}

// changes are the blocks that a text changed, with the words that went and came.
func changes(before, after *content.Revision) (all []portalview.Change) {
	for _, l := range diff.Blocks(before.Blocks(), after.Blocks()) {
		if l.Kind == diff.Same || l.Kind == diff.Dress || l.Kind == diff.Left {
			continue
		}
		var c portalview.Change
		spans := l.Spans
		for _, cell := range l.Cells {
			spans = append(spans, cell.Spans...)
			spans = append(spans, diff.Span{Text: " "})
		}
		for _, x := range spans {
			c.Spans = append(c.Spans, portalview.ChangeSpan{Text: x.Text, Gone: x.Op == diff.Cut, Came: x.Op == diff.Put})
		}
		all = append(all, c)
	}
	return all
}
