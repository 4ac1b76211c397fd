package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// open reads the document that the address names, as far as this person may.
func (h *Handler) open(c echo.Context) (*content.View, error) {
	id, err := web.PathID(c, "id")
	if err != nil {
		return nil, err
	}
	return h.app.Content.Open(c.Request().Context(), id, web.Actor(c))
}

// Document handles GET /desk/documents/:id.
func (h *Handler) Document(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	history, err := h.app.Review.Steps(ctx, &v.Track)
	if err != nil {
		return err
	}
	revisions, err := h.app.Content.Revisions(ctx, v.Document.ID)
	if err != nil {
		return err
	}
	comments, err := h.app.Review.Comments(ctx, &v.Track)
	if err != nil {
		return err
	}
	people := []uint64{v.Track.AuthorID}
	for _, m := range comments {
		people = append(people, m.AuthorID)
	}
	for _, s := range history {
		people = append(people, s.ActorID)
	}
	for _, r := range revisions {
		people = append(people, r.AuthorID)
	}
	k, err := h.cast(c, people...)
	if err != nil {
		return err
	}
	cs, err := h.app.Review.Case(ctx, &v.Track)
	if err != nil {
		return err
	}
	p := deskview.DocumentPage{Frame: h.frame(c, v.Revision.Title, documentsLink(k)), Title: v.Revision.Title, State: string(v.Track.State),
		StateText: stateText(v.Track.State), StateTone: tones[v.Track.State], Steps: steps(v.Track.State), Waits: k.waits(&v.Track)}
	if item := liveItem(v); item != nil {
		p.Public = portal.Address(k.ctx, k.tree, *item)
	}
	if p.Signatures, err = h.signatures(k, &v.Track, cs); err != nil {
		return err
	}
	p.Facts = k.facts(v, cs)
	if cs != nil {
		p.FormNo = "审核单 " + cs.Number()
	}
	p.Remarks = append(k.remarks(&v.Track, history), k.aftermath(v)...)
	if n := v.Revision.Number; n > 1 && len(p.Remarks) > 0 {
		p.Remarks[0].More = ui.Link{Text: "看对比：" + revisionName(n-1) + "与" + revisionName(n), Href: href.Compare(ctx, v.Document.ID, n-1, n)}
	}
	p.History = k.history(v, history, revisions, comments)
	p.Revisions = k.revisionRows(v, cs, revisions)
	if len(revisions) > 1 {
		p.Compare, p.Versions = href.DocumentDo(ctx, v.Document.ID, "compare"), k.versionNames(revisions)
	}
	t, err := h.talk(c, v, &v.Revision, "document")
	if err != nil {
		return err
	}
	p.Threads = k.threads(v, t.all)
	if cs != nil {
		p.Papers = []ui.Link{{Text: "保密审查表", Href: href.Paper(ctx, v.Document.ID, "secrecy", cs.ID)}, {Text: "信息发布审核表", Href: href.Paper(ctx, v.Document.ID, "release", cs.ID)}}
	}
	may, err := h.app.Review.Allowed(ctx, &v.Track, web.Actor(c))
	if err != nil {
		return err
	}
	p.Acts = k.acts(v, may)
	p.Files = deskview.FileList{Rows: fileStates(k.fileRows(&v.Revision), v.Live)}
	if slices.Contains(may, review.Edit) {
		p.Files.Manage = href.Attachments(k.ctx, v.Document.ID)
	}
	return web.Render(c, http.StatusOK, deskview.Document(p))
}

func documentsLink(k *cast) ui.Link { return ui.Link{Text: "稿件", Href: href.Documents(k.ctx)} }

func documentLink(k *cast, v *content.View) ui.Link {
	return ui.Link{Text: v.Revision.Title, Href: href.Document(k.ctx, v.Document.ID)}
}

func liveItem(v *content.View) *content.Item {
	if v.Live == nil || v.Document.PublishedAt == nil {
		return nil
	}
	return &content.Item{DocumentID: v.Document.ID, ColumnID: v.Live.ColumnID, ReportYear: v.Live.ReportYear, PublishedAt: *v.Document.PublishedAt}
}

func (k *cast) facts(v *content.View, cs *review.Case) []deskview.Fact {
	r := &v.Revision
	fs := []deskview.Fact{{Name: "栏目", Text: k.column(r.ColumnID)}, {Name: "来源", Text: r.Source}, {Name: "作者", Text: k.names[v.Track.AuthorID]},
		{Name: "科室", Text: k.sections[v.Track.SectionID]}, {Name: "发布时间", Text: publishText(r.PublishAt)}}
	fs = append(append(fs, k.factLines(r, false)...), append(k.validity(r), k.withdrawal(v)...)...)
	if v.Document.PublishedAt != nil {
		fs[4] = deskview.Fact{Name: "首次发布", Text: ui.Minute(*v.Document.PublishedAt).Shown}
	}
	if cs != nil {
		fs = append(fs, deskview.Fact{Name: "审核单号", Text: cs.Number()})
	}
	return append(fs, deskview.Fact{Name: "版本", Text: revisionName(r.Number)}, deskview.Fact{Name: "内容指纹", Text: r.Sum, Code: true})
}

// remarks says what came back from review, and why.
func (k *cast) remarks(t *review.Track, history []review.Step) []deskview.Remark {
	titles := map[review.State]string{
		review.Returned: "没有通过审核，请修改后重新提交。", review.Held: "发布前复核没有通过，稿件没有公开。请撤回，改好后重新送审。", review.Withdrawn: "已从网站撤下。",
	}
	if titles[t.State] == "" {
		return nil
	}
	for _, s := range slices.Backward(history) {
		if s.Became == t.State && s.Was != t.State {
			return []deskview.Remark{{Tone: "bad", Title: titles[t.State], Quote: s.Note, Who: k.names[s.ActorID], When: ui.Minute(s.At)}}
		}
	}
	return nil
}

// history is everything that happened to a document on one line of time, newest
// first: moves, savings, publication, and remarks.
func (k *cast) history(v *content.View, history []review.Step, revisions []content.Revision, comments []review.Comment) []deskview.Event {
	byID := map[uint64]content.Revision{}
	for _, r := range revisions {
		byID[r.ID] = r
	}
	type dated struct {
		at time.Time
		deskview.Event
	}
	var all []dated
	add := func(at time.Time, person, revision uint64, e deskview.Event, edits bool) {
		e.When, e.Who = ui.Minute(at), k.names[person]
		if r, ok := byID[revision]; ok {
			e.Revision = ui.Link{Text: revisionName(r.Number), Href: href.Revision(k.ctx, v.Document.ID, r.Number)}
			if edits && r.Number > 1 {
				e.Diff = ui.Link{Text: "看改了什么", Href: href.Compare(k.ctx, v.Document.ID, r.Number-1, r.Number)}
			}
		}
		all = append(all, dated{at, e})
	}
	if len(revisions) > 0 {
		first := revisions[len(revisions)-1]
		add(first.CreatedAt, first.AuthorID, first.ID, deskview.Event{What: "建立稿件"}, false)
	}
	for _, s := range history {
		add(s.At, s.ActorID, s.RevisionID, deskview.Event{What: stepText(s), Note: s.Note, Tone: stepTone(s.Act)}, s.Act == review.Edit)
	}
	for _, m := range comments {
		what := "批注全文"
		if m.Block > 0 {
			what = fmt.Sprintf("批注第 %d 段", m.Block)
		}
		if m.ParentID != nil {
			what = "回复批注"
		}
		add(m.At, m.AuthorID, m.RevisionID, deskview.Event{What: what, Note: m.Text, Tone: "warn"}, false)
	}
	slices.SortStableFunc(all, func(x, y dated) int { return x.at.Compare(y.at) })
	slices.Reverse(all)
	out := make([]deskview.Event, len(all))
	for i, d := range all {
		out[i] = d.Event
	}
	return out
}

// threads are the remarks for the document's own page, where they lead to the text
// of the newest revision.
func (k *cast) threads(v *content.View, all []deskview.Thread) []deskview.Thread {
	out := slices.Clone(all)
	for i := range out {
		out[i].Where.Href = ""
		if out[i].Where.Text != "" {
			out[i].Where.Href = href.Revision(k.ctx, v.Document.ID, v.Revision.Number)
		}
	}
	return out
}

func stepText(s review.Step) string {
	switch {
	case s.Act == review.Approve && s.Was == review.Section:
		return "通过科室审核"
	case s.Act == review.Approve:
		return "通过保密审查"
	case s.Act == review.Return:
		return "退回作者修改"
	case s.Act == review.Submit:
		return "提交审核（拟稿签名）"
	case s.Act == review.Discard && s.Became == review.Published:
		return "放弃更正"
	case s.Act == review.Correct:
		return "开始更正"
	}
	return s.Act.Title()
}

func stepTone(a review.Action) string {
	switch a {
	case review.Approve, review.Publish, review.Issue:
		return "ok"
	case review.Return, review.SendBack, review.Withdraw, review.Hold, review.Decline, review.Refuse:
		return "bad"
	}
	return ""
}

func (k *cast) revisionRows(v *content.View, cs *review.Case, revisions []content.Revision) []deskview.RevisionRow {
	var rows []deskview.RevisionRow
	for _, r := range revisions {
		row := deskview.RevisionRow{Name: revisionName(r.Number), Href: href.Revision(k.ctx, v.Document.ID, r.Number), Who: k.names[r.AuthorID],
			When: ui.Minute(r.CreatedAt), Hash: shortHash(r.Sum)}
		switch {
		case v.Document.LiveID != nil && r.ID == *v.Document.LiveID:
			row.Tag = "线上版本"
		case cs != nil && cs.Fate == review.Open && cs.RevisionID == r.ID:
			row.Tag = "送审版本"
		}
		if r.Number > 1 {
			row.Diff = href.Compare(k.ctx, v.Document.ID, r.Number-1, r.Number)
		}
		rows = append(rows, row)
	}
	return rows
}

// acts turns what the machine allows into buttons.
func (k *cast) acts(v *content.View, may []review.Action) []deskview.Button {
	id := v.Document.ID
	to := func(text, verb, icon string, kind deskview.Kind) deskview.Button {
		return deskview.Button{Text: text, Href: href.DocumentDo(k.ctx, id, verb), Icon: icon, Kind: kind}
	}
	buttons := map[review.Action]deskview.Button{
		review.Submit: to("提交审核", "submit", "send", deskview.Main), review.Edit: to("编辑", "edit", "square-pen", deskview.Second),
		review.Recall: to("撤回", "recall", "undo-2", deskview.Second), review.Discard: to("删除草稿", "discard", "trash-2", deskview.Danger),
		review.Correct: to("更正", "correct", "pencil", deskview.Second), review.Withdraw: to("撤下", "withdraw", "ban", deskview.Danger),
		review.Confirm: to("复核撤下", "confirm", "circle-check", deskview.Main), review.Issue: to("签发", "issue", "stamp", deskview.Main),
		review.Approve: to("科室审核", "section", "circle-check", deskview.Main),
	}
	if v.Track.State == review.Confidentiality {
		buttons[review.Approve] = to("保密审查", "confidentiality", "shield-check", deskview.Main)
	}
	if v.Track.State == review.Published || v.Live != nil {
		buttons[review.Discard] = to("放弃更正", "discard", "trash-2", deskview.Second)
	}
	var out []deskview.Button
	for _, a := range []review.Action{review.Submit, review.Approve, review.Issue, review.Confirm, review.Edit, review.Correct, review.Recall, review.Withdraw, review.Discard} {
		if slices.Contains(may, a) {
			out = append(out, buttons[a])
			if a == review.Edit && v.Revision.Roll != "" {
				out = append(out, to("修改清单", "roll", "table", deskview.Second))
			}
		}
	}
	if v.Track.State == review.Published && (slices.Contains(may, review.Correct) || slices.Contains(may, review.Withdraw)) {
		out = append([]deskview.Button{to("内容有变动？", "change", "circle-help", deskview.Main)}, out...)
	}
	if slices.Contains(may, review.Withdraw) {
		out = append(out, to("紧急撤下", "takedown", "triangle-alert", deskview.Danger))
	}
	if col := k.tree.ByID(v.Revision.ColumnID); col != nil && col.Holds.Own() && k.by.Has(identity.Author) {
		out = append(out, deskview.Button{Text: "写解读", Href: href.Interpret(k.ctx, "", id), Icon: "book-open", Kind: deskview.Second})
	}
	return append(out, to("预览", "preview", "eye", deskview.Second))
}

// Revision handles GET /desk/documents/:id/revisions/:number.
func (h *Handler) Revision(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil || number < 1 || number > 1<<30 {
		return fault.New(fault.NotFound, "没有这一稿。")
	}
	ctx := c.Request().Context()
	r, err := h.app.Content.RevisionOf(ctx, v.Document.ID, number, web.Actor(c))
	if err != nil {
		return err
	}
	k, err := h.cast(c, r.AuthorID)
	if err != nil {
		return err
	}
	p := deskview.RevisionPage{Frame: h.frame(c, revisionName(number), documentsLink(k), documentLink(k, v)), Name: revisionName(number),
		Document: documentLink(k, v), Text: k.text(r), Status: "历史版本",
		Facts: []deskview.Fact{{Name: "保存人", Text: k.names[r.AuthorID]}, {Name: "保存时间", Text: ui.Minute(r.CreatedAt).Shown}, {Name: "内容指纹", Text: r.Sum, Code: true}}}
	switch {
	case v.Document.LiveID != nil && *v.Document.LiveID == r.ID:
		p.Status, p.Tone = "线上版本", "ok"
	case r.ID == v.Revision.ID:
		p.Status, p.Tone = "最新版本", "info"
	}
	if number > 1 {
		p.Older = ui.Link{Text: revisionName(number - 1), Href: href.Revision(ctx, v.Document.ID, number-1)}
	}
	if r.ID != v.Revision.ID && number < v.Revision.Number {
		p.Newer = ui.Link{Text: revisionName(number + 1), Href: href.Revision(ctx, v.Document.ID, number+1)}
	}
	return web.Render(c, http.StatusOK, deskview.Revision(p))
}

// Preview handles GET /desk/documents/:id/preview.
func (h *Handler) Preview(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	return h.portal.Preview(c, &v.Revision, v.Document.PublishedAt)
}
