package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

const listSize = 20

// underway stands, in the filter's address, for every state between submission
// and publication.
const underway = "underway"

var underwayStates = []review.State{review.Section, review.Confidentiality, review.Approved, review.Held}

// Documents handles GET /desk/documents: what this person may read.
func (h *Handler) Documents(c echo.Context) error {
	by, ctx := web.Actor(c), c.Request().Context()
	scope, state := c.QueryParam("scope"), review.State(c.QueryParam("state"))
	f := review.Filter{Kind: content.Kind}
	switch scope {
	case "mine":
		f.Author = by.ID
	case "section":
		f.Section = by.SectionID
	default:
		scope = "all"
	}
	switch {
	case state == underway:
		f.States = underwayStates
	case state.Title() != "":
		f.States = []review.State{state}
	}
	n := min(web.PageNumber(c), 10000)
	page, err := h.app.Review.List(ctx, f, n, listSize, by)
	if err != nil {
		return err
	}
	k, heads, err := h.named(c, page.Tracks)
	if err != nil {
		return err
	}
	p := deskview.DocumentsPage{Frame: h.frame(c, "稿件"), Total: fmt.Sprintf("共 %d 篇", page.Total),
		Form:   deskview.Form{Values: url.Values{"scope": {scope}, "state": {string(state)}}},
		Scopes: []ui.Option{{Value: "all", Text: "我能看到的全部"}, {Value: "mine", Text: "我写的"}, {Value: "section", Text: "本科室"}},
		States: []ui.Option{{Text: "全部状态"}, {Value: underway, Text: "在途（审核中或待发布）"}}}
	for _, s := range review.States() {
		if s != review.Discarded {
			p.States = append(p.States, ui.Option{Value: string(s), Text: s.Title()})
		}
	}
	if by.Has(identity.Author) {
		p.Acts = []deskview.Button{{Text: "写稿件", Href: href.NewDocument(ctx, ""), Icon: "square-pen", Kind: deskview.Main}}
	}
	for i := range page.Tracks {
		p.Rows = append(p.Rows, k.row(&page.Tracks[i], heads[page.Tracks[i].SubjectID]))
	}
	pages := max(1, int((page.Total+listSize-1)/listSize))
	p.Pager = ui.PagerProps{Page: min(n, pages), Pages: pages, Href: func(n int) string {
		return href.DocumentsPage(ctx, url.Values{"scope": {scope}, "state": {string(state)}, "page": {strconv.Itoa(n)}})
	}}
	return web.Render(c, http.StatusOK, deskview.Documents(p))
}

// Queue handles GET /desk/review/: what waits for this person's decision.
func (h *Handler) Queue(c echo.Context) error {
	by, ctx := web.Actor(c), c.Request().Context()
	waiting, err := h.app.Review.Queue(ctx, content.Kind, by, queueSize)
	if err != nil {
		return err
	}
	k, heads, err := h.named(c, tracksOf(waiting))
	if err != nil {
		return err
	}
	var ids []uint64
	for _, w := range waiting {
		ids = append(ids, w.Track.ID)
	}
	rounds, err := h.app.Review.Rounds(ctx, ids)
	if err != nil {
		return err
	}
	p := deskview.QueuePage{Frame: h.frame(c, "审核")}
	hints := map[string]string{"科室审核": "看过全文，通过或退回。", "保密审查": "逐项填写保密审查表，再次输入密码签名。", "签发": "三级审核已经完成。", "复核撤下": "撤下已经生效，由另一人确认。"}
	for _, kind := range []string{"科室审核", "保密审查", "签发", "复核撤下"} {
		g := deskview.QueueGroup{Title: "待我" + kind, Hint: hints[kind]}
		for _, w := range waiting {
			what, verb := decisions(w)
			if what != kind {
				continue
			}
			head := heads[w.Track.SubjectID]
			row := deskview.QueueRow{Title: head.Title, Href: href.DocumentDo(ctx, w.Track.SubjectID, verb), Column: k.column(head.ColumnID),
				Section: k.sections[w.Track.SectionID], Author: k.names[w.Track.AuthorID], Sent: ui.Minute(w.Track.MovedAt),
				Do: deskview.Button{Text: "去办理", Href: href.DocumentDo(ctx, w.Track.SubjectID, verb)}}
			row.Kind, row.Tone = caseKind(&w.Track, rounds[w.Track.ID])
			if kind == "复核撤下" {
				row.Kind, row.Tone = "已撤下", "bad"
			}
			row.Age, row.Late = k.age(w.Track.MovedAt)
			g.Rows = append(g.Rows, row)
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return web.Render(c, http.StatusOK, deskview.Queue(p))
}
