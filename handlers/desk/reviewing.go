package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
	"gongkai/web"
)

// bases are the texts that the one under review may be compared with, by the name
// of their tab; nil where there is none.
type bases struct {
	mine, last, live *content.Revision
	unchanged        bool // it was sent again as it was
	round            int  // how often the document was sent for review since it was public last
}

func (h *Handler) bases(k *cast, v *content.View, cs *review.Case) (*bases, error) {
	b := &bases{live: v.Live}
	if b.live != nil && b.live.ID == v.Revision.ID {
		b.live = nil
	}
	rounds, err := h.app.Review.Rounds(k.ctx, []uint64{v.Track.ID})
	if err != nil {
		return nil, err
	}
	b.round = rounds[v.Track.ID]
	last, err := h.app.Review.LastReviewed(k.ctx, cs)
	if err != nil {
		return nil, err
	}
	if last == v.Revision.ID {
		b.unchanged, last = true, 0
	}
	mine, err := h.app.Review.LastSeen(k.ctx, &v.Track, v.Revision.ID, k.by.ID)
	if err != nil {
		return nil, err
	}
	revisions, err := h.app.Content.Revisions(k.ctx, v.Document.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range revisions {
		if r.ID != last && r.ID != mine {
			continue
		}
		whole, err := h.app.Content.RevisionOf(k.ctx, v.Document.ID, r.Number, k.by)
		if err != nil {
			return nil, err
		}
		if r.ID == last {
			b.last = whole
		}
		if r.ID == mine {
			b.mine = whole
		}
	}
	return b, nil
}

// of is the text that a tab compares with, and what it is called.
func (b *bases) of(tab string) (*content.Revision, string) {
	switch tab {
	case "mine":
		return b.mine, "我上次看的"
	case "last":
		return b.last, "上次送审"
	case "live":
		return b.live, "线上版本"
	}
	return nil, ""
}

// first is the tab that opens by itself: the comparison this person has not seen.
func (b *bases) first() string {
	for _, tab := range []string{"mine", "last", "live"} {
		if r, _ := b.of(tab); r != nil {
			return tab
		}
	}
	return "full"
}

// newest is the text before this one, for what changed in the findings.
func (b *bases) newest() *content.Revision {
	r, _ := b.of(b.first())
	return r
}

// caseKind names a review for people, with the tone of its tag.
func caseKind(t *review.Track, round int) (text, tone string) {
	switch {
	case round > 1:
		return fmt.Sprintf("第 %d 次送审", round), "warn"
	case t.Published:
		return "更正", "bad"
	}
	return "新稿", "info"
}

func (b *bases) tabs(k *cast, v *content.View, now string, files int) (out []deskview.Tab) {
	add := func(name, text, icon string) {
		out = append(out, deskview.Tab{Text: text, Icon: icon, Href: href.SectionTab(k.ctx, v.Document.ID, url.Values{"tab": {name}}), Current: name == now})
	}
	same := b.mine != nil && b.last != nil && b.mine.ID == b.last.ID
	if b.mine != nil && (!same || now == "mine") {
		add("mine", "对比我上次看的", "")
	}
	if b.last != nil && (!same || now != "mine") {
		add("last", "对比上次送审", "")
	}
	if b.live != nil {
		add("live", "对比线上版本", "")
	}
	add("full", "全文", "file-text")
	add("page", "网页预览", "eye")
	add("phone", "手机预览", "smartphone")
	add("files", fmt.Sprintf("附件 %d", files), "paperclip")
	return out
}

// pane fills in what the open tab shows.
func (h *Handler) pane(c echo.Context, r *reading, v *content.View, p *deskview.SectionCheckPage) error {
	k, id := r.k, v.Document.ID
	tab := c.QueryParam("tab")
	if !slices.Contains([]string{"mine", "last", "live", "full", "page", "phone", "files"}, tab) {
		tab = r.bases.first()
	}
	with := func(key, value string) string {
		q := url.Values{"tab": {tab}}
		if key != "" {
			q.Set(key, value)
		}
		return href.SectionTab(k.ctx, id, q)
	}
	p.Tabs = r.bases.tabs(k, v, tab, len(p.Files))
	switch tab {
	case "page", "phone":
		p.Preview = deskview.Preview{Href: href.DocumentDo(k.ctx, id, "preview"), Phone: tab == "phone"}
		return nil
	case "files":
		return nil
	}
	from, name := r.bases.of(tab)
	d := &difference{k: k, from: from, to: &v.Revision, all: c.QueryParam("all") != "", open: c.QueryParam("open"), threads: r.talk.at,
		remark: k.remarkOn(id), fold: func(first string) string { return with("open", first) },
		new: ui.Link{Text: fmt.Sprintf("第 %d 次送审 · %s", r.bases.round, revisionName(v.Revision.Number))}}
	if from != nil {
		d.old = ui.Link{Text: name + " · " + revisionName(from.Number) + " · " + ui.Minute(from.CreatedAt).Shown}
		p.Only = onlyLink(d.all, with)
	}
	table, err := d.page()
	if err != nil {
		return err
	}
	p.Diff = &table
	if text := changedText(d.shown); text != "" {
		p.Lead += " · " + text
	}
	return nil
}

// reach leads links to paragraphs and remarks that the open tab does not show to
// the tab that shows everything.
func reach(p *deskview.SectionCheckPage, full string) {
	shown := map[string]bool{}
	if p.Diff != nil {
		for _, part := range p.Diff.Parts {
			for _, row := range part.Rows {
				shown["#"+row.ID] = true
			}
		}
	}
	lead := func(l *ui.Link) {
		paragraph := strings.HasPrefix(l.Href, "#p")
		if paragraph && !shown[l.Href] || !paragraph && p.Diff == nil {
			l.Href = full + l.Href
		}
	}
	for i := range p.Open {
		lead(&p.Open[i])
	}
	for i := range p.Checks {
		for j := range p.Checks[i].Links {
			lead(&p.Checks[i].Links[j])
		}
	}
}

// queueItems are the documents that wait for this person at the same level.
func (h *Handler) queueItems(c echo.Context, k *cast, now uint64, level review.State) ([]deskview.QueueItem, error) {
	waiting, err := h.app.Review.Queue(k.ctx, content.Kind, k.by, queueSize)
	if err != nil {
		return nil, err
	}
	waiting = slices.DeleteFunc(waiting, func(w review.Waiting) bool { return w.Do != review.Approve || w.Track.State != level })
	named, heads, err := h.named(c, tracksOf(waiting))
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, w := range waiting {
		ids = append(ids, w.Track.ID)
	}
	rounds, err := h.app.Review.Rounds(k.ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []deskview.QueueItem
	for _, w := range waiting {
		_, verb := decisions(w)
		q := deskview.QueueItem{Title: heads[w.Track.SubjectID].Title, Href: href.DocumentDo(k.ctx, w.Track.SubjectID, verb), Section: named.sections[w.Track.SectionID], Current: w.Track.SubjectID == now}
		q.Kind, q.Tone = caseKind(&w.Track, rounds[w.Track.ID])
		q.Age, q.Late = k.age(w.Track.MovedAt)
		out = append(out, q)
	}
	return out, nil
}

// flow is the way to publication as a reviewer sees it beside the text.
func (r *reading) flow(v *content.View) (out []deskview.FlowStep) {
	waits := true
	for _, s := range r.signed {
		f := deskview.FlowStep{Name: s.Level, Small: s.Waits}
		if s.Signed {
			f.Name, f.Small, f.Note, f.Mark = s.Level+" · "+s.Person, s.When.Shown+" 签名", s.Note, deskview.Done
		} else if waits {
			f.Mark, waits = deskview.Now, false
			if text, _ := r.k.age(v.Track.MovedAt); text != "" {
				f.Small += " · " + text
			}
		}
		out = append(out, f)
	}
	if r.cs.NeedsIssue {
		out = append(out, deskview.FlowStep{Name: "分管领导签发", Small: "这个栏目要求签发"})
	}
	return append(out, deskview.FlowStep{Name: "发布", Small: publishText(v.Revision.PublishAt)})
}

// lead says in one line what is under review.
func (r *reading) lead(v *content.View) string {
	words := []string{r.k.column(v.Revision.ColumnID), r.k.sections[v.Track.SectionID] + " " + r.k.names[v.Track.AuthorID],
		ui.Minute(r.cs.OpenedAt).Shown + " 送审"}
	if r.bases.unchanged {
		words = append(words, "与上次送审完全相同")
	}
	return strings.Join(words, " · ")
}

// reasoned is the reason of a return: what was typed, after the usual reason that
// was chosen unless the text has it already.
func reasoned(f *web.Values) string {
	note := strings.TrimSpace(f.Get("note"))
	for _, o := range deskview.ReturnReasons {
		if f.Get("reason") == o.Value && !strings.Contains(note, o.Text) {
			return strings.TrimSpace(o.Text + "\n" + note)
		}
	}
	return note
}

// State handles GET /desk/documents/:id/state: the version and state of this
// moment, which an open page asks for now and then.
func (h *Handler) State(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	history, err := h.app.Review.Steps(ctx, &v.Track)
	if err != nil {
		return err
	}
	if len(history) == 0 {
		return fault.New(fault.NotFound, "稿件还没有送审。")
	}
	last := history[len(history)-1]
	names, err := h.app.People.Names(ctx, last.ActorID)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s 已%s，现在是%s，%s。", names[last.ActorID], stepText(last), revisionName(v.Revision.Number), stateText(v.Track.State))
	return c.JSON(http.StatusOK, map[string]any{"version": v.Track.Version, "state": v.Track.State, "text": text})
}

// reviewFrame is the frame of a page on which a review is decided: the queue is
// where one comes from and goes back to.
func (h *Handler) reviewFrame(c echo.Context, r *reading, v *content.View, title string) layout.DeskFrame {
	queue := ui.Link{Text: "审核", Href: href.Queue(r.k.ctx)}
	f := h.frame(c, title, queue, documentLink(r.k, v))
	for _, g := range f.Nav {
		for i := range g.Items {
			g.Items[i].Current = g.Items[i].Href == queue.Href
		}
	}
	f.Mini, f.Scripts = true, []string{"review.js"}
	return f
}

// deputyFor says whose deputy decides here; "" when nobody's.
func (k *cast) deputyFor(v *content.View, by identity.Actor) string {
	if _, deputy := by.Heads(v.Track.SectionID); deputy {
		return "代" + k.sections[v.Track.SectionID] + "负责人办理"
	}
	return ""
}
