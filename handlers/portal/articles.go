package portal

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/markup"
	"gongkai/models/site"
	"gongkai/models/stats"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// viewed has the page that is being rendered counted.
func (h *Handler) viewed(c echo.Context, kind stats.Kind, id uint64) {
	web.OnView(c, h.app.Stats.Counter(kind, id).Hit)
}

// article shows a document at its permanent address; every other address that
// names it moves there for good.
func (h *Handler) article(c echo.Context, id uint64, path string) error {
	page, err := h.app.Content.Live(c.Request().Context(), id)
	if err != nil {
		return err
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	col, here := s.tree.ByID(page.ColumnID), s.address(page.Item())
	if here != h.cfg.BasePath+"/"+path || c.QueryString() != "" && page.Roll == "" && versionAsked(c, col) == 0 {
		return web.Moved(c, here)
	}
	doc, err := h.document(s, page)
	if err != nil {
		return err
	}
	h.viewed(c, stats.Document, id)
	h.showRoll(c, s, page, href.Base(s.ctx)+"/"+path, &doc)
	older, newer, err := h.app.Content.Beside(s.ctx, page)
	if err != nil {
		return err
	}
	p := portalview.ArticlePage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc, Prev: s.neighbour(older), Next: s.neighbour(newer)}
	if col.PageType == site.Single && newer == nil { // the column's own page shows it
		s.standAt(&p.Frame, href.Column(s.ctx, col.Path))
	}
	if err := h.versions(c, s, col, page, versionedPage{here, &p.Doc, &p.Past, &p.Frame.Title}); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, portalview.Article(p))
}

func (s *scene) neighbour(i *content.Item) ui.Link {
	if i == nil {
		return ui.Link{}
	}
	return ui.Link{Text: i.Title, Href: s.address(*i)}
}

// document is what is the same on every page that shows a document. A page
// without a case is a preview: it has no review number, log or short address.
func (h *Handler) document(s *scene, page *content.Page) (portalview.Document, error) {
	body, tables := sheets.Whole(s.ctx, sheets.Pictured(s.ctx, page.Body, page.Attachments), page.Figures)
	d := portalview.Document{Title: page.Title, Published: ui.Minute(page.PublishedAt), Source: page.Source, Body: body, Figures: tables, Minutes: minutes(page.Body)}
	d.Facts = portalview.Facts{Publisher: s.words.Get(site.Host), Source: page.Source, Published: ui.Day(page.PublishedAt)}
	d.Files = enclosures(s.ctx, page)
	col := s.tree.ByID(page.ColumnID)
	if col != nil {
		d.Facts.Column = ui.Link{Text: s.tree.FullName(col), Href: href.Column(s.ctx, col.Path)}
	}
	if err := h.official(s, page, col, &d); err != nil {
		return d, err
	}
	if page.RevisedAt.After(page.PublishedAt) {
		d.Updated, d.Facts.Updated = ui.Minute(page.RevisedAt), ui.Day(page.RevisedAt)
	}
	if page.CaseID == 0 {
		return d, nil
	}
	cs, err := h.app.Review.CaseByID(s.ctx, page.CaseID)
	if err != nil {
		return d, err
	}
	d.Signed, d.Facts.ReviewNo = portalview.Signed{ReviewNo: cs.Number(), Sum: page.Sum}, cs.Number()
	d.Share = s.share(page.DocumentID)
	if no := s.words.Get(site.IDCode); no != "" {
		d.Mistake = href.FaultReport(no, href.Abs(s.ctx, s.address(page.Item())))
	}
	if col != nil && col.PageType != site.Single && col.PageType != site.Reports { // these are not one of many
		if d.Related, err = h.related(s, page, col); err != nil {
			return d, err
		}
		d.Related = besides(d.Related, d.Relations)
	}
	return d, h.revisions(s, page, &d)
}

// revisions adds the public log, which ends with the first publication, and says
// above a text that it was corrected.
func (h *Handler) revisions(s *scene, page *content.Page, d *portalview.Document) error {
	notes, err := h.app.Content.Notes(s.ctx, page.DocumentID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		d.Log = append(d.Log, portalview.LogEntry{At: ui.Minute(n.At), Text: noteWord(n) + "：" + n.Note})
	}
	d.Log = append(d.Log, portalview.LogEntry{At: ui.Minute(page.PublishedAt), Text: "首次发布"})
	if page.Standing != content.Holds {
		d.State, err = s.standingOf(h.app.Content, page)
		return err
	}
	if len(notes) > 0 {
		d.State = portalview.State{Kind: "info", Text: "本文发布后有过更正，下面是更正后的内容。", More: ui.Link{Text: "查看发布与修订记录", Href: "#log"}}
	}
	return nil
}

// readingSpeed is how many characters an ordinary reader takes in a minute.
const readingSpeed = 400

// minutes says how long a text takes to read.
func minutes(body string) string {
	n := 0
	for _, r := range markup.Text(markup.HTML(body)) {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("阅读约 %d 分钟", (n+readingSpeed-1)/readingSpeed)
}

// report shows the annual report of one year.
func (h *Handler) report(c echo.Context, s *scene, col *site.Column, year int) error {
	id, err := h.app.Content.ReportOf(s.ctx, col.ID, year)
	if fault.KindOf(err) == fault.NotFound {
		return h.noReport(s, col, year)
	}
	if err != nil {
		return err
	}
	page, err := h.app.Content.Live(s.ctx, id)
	if err != nil {
		return err
	}
	p, err := h.reportPage(s, page, col)
	if err != nil {
		return err
	}
	if err := h.versions(c, s, col, page, versionedPage{s.address(page.Item()), &p.Doc, &p.Past, &p.Frame.Title}); err != nil {
		return err
	}
	if p.Version != "" { // a former text has its tables in it, and no files
		p.Sections, p.Whole, p.Files, p.Data = nil, nil, nil, nil
	}
	h.viewed(c, stats.Document, id)
	return web.Render(c, http.StatusOK, portalview.Report(p))
}

// noReport says of a year without a report when it is due, or that there is
// none, and leads to the newest.
func (h *Handler) noReport(s *scene, col *site.Column, year int) error {
	items, err := h.app.Content.Years(s.ctx, col.ID)
	if err != nil {
		return err
	}
	words := nextReport(items, h.app.Store.Now(s.ctx))
	if !strings.HasPrefix(words, yearText(year)+" ") {
		words = fmt.Sprintf("本站没有 %d 年的年报", year)
	}
	to := ui.Link{Text: "查看历年年报", Href: href.Column(s.ctx, col.Path)}
	if len(items) > 0 && items[0].ReportYear != nil {
		to = ui.Link{Text: fmt.Sprintf("查看 %d 年年报", *items[0].ReportYear), Href: s.address(items[0])}
	}
	return fault.Wrap(fault.NotFound, &nearby{to}, "%s。", words)
}

func (h *Handler) reportPage(s *scene, page *content.Page, col *site.Column) (p portalview.ReportPage, err error) {
	doc, err := h.document(s, page)
	if err != nil {
		return p, err
	}
	p = portalview.ReportPage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc}
	p.All = ui.Link{Text: "全部", Href: href.Column(s.ctx, col.Path)}
	p.Compare = ui.Link{Text: "历年比较", Href: p.All.Href + "#compare"}
	address := s.address(page.Item())
	if page.CaseID == 0 {
		address = "" // a preview has no files
	}
	if r := sheets.Report(s.ctx, sheets.Pictured(s.ctx, page.Body, page.Attachments), page.Figures, address); r != nil {
		p.Doc.Body, p.Doc.Figures, p.Period, p.Form = r.Intro, nil, r.Period, r.Form
		for _, part := range r.Parts {
			p.Sections = append(p.Sections, portalview.ReportSection{ID: part.ID, Heading: part.Heading, Prose: part.Prose, Tables: part.Tables})
		}
		s.reportData(&p, page, r)
	}
	return p, h.reportYears(s, page, col, &p)
}

// reportData offers the statutory tables as files.
func (s *scene) reportData(p *portalview.ReportPage, page *content.Page, r *sheets.WholeReport) {
	if page.CaseID == 0 { // a preview has no files
		return
	}
	address := s.address(page.Item())
	p.Whole = wholeFiles(address)
	var files []tableFile
	for _, part := range r.Parts {
		if len(part.Files) != 2 {
			continue
		}
		book, text := part.Files[0], part.Files[1]
		p.Files = append(p.Files, portalview.File{Name: part.Table, Type: "XLSX", Note: "Excel 表格，版式与法定表格一致", Href: book.Href, Also: ui.Link{Text: "CSV 数据", Href: text.Href}})
		files = append(files, tableFile{part.Table, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book.Href}, tableFile{part.Table, "text/csv", text.Href})
	}
	if len(files) > 0 {
		p.Data = append(p.Data, s.dataNode(page, files))
	}
}

// reportYears fills in the other years and the neighbours of this one.
func (h *Handler) reportYears(s *scene, page *content.Page, col *site.Column, p *portalview.ReportPage) error {
	years, err := h.app.Content.Years(s.ctx, col.ID)
	if err != nil {
		return err
	}
	for n, i := range years {
		if i.ReportYear == nil {
			continue
		}
		p.Years = append(p.Years, ui.Link{Text: yearText(*i.ReportYear), Href: s.address(i), Current: i.DocumentID == page.DocumentID})
		if i.DocumentID != page.DocumentID {
			continue
		}
		if n+1 < len(years) {
			p.Prev = s.neighbour(&years[n+1])
		}
		if n > 0 {
			p.Next = s.neighbour(&years[n-1])
		}
	}
	return nil
}

func yearText(year int) string { return strconv.Itoa(year) }
