package desk

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// post reads what every decision has: the document and the version seen.
func (h *Handler) post(c echo.Context) (v *content.View, f *web.Values, seen int, err error) {
	if v, err = h.open(c); err != nil {
		return nil, nil, 0, err
	}
	if f, err = web.Form(c); err != nil {
		return nil, nil, 0, err
	}
	seen, err = f.Version()
	return v, f, seen, err
}

// ShowSubmit handles GET /desk/documents/:id/submit.
func (h *Handler) ShowSubmit(c echo.Context) error {
	v, err := h.mayDo(c, review.Submit)
	if err != nil {
		return err
	}
	return h.submitPage(c, http.StatusOK, v, nil, nil)
}

func (h *Handler) submitPage(c echo.Context, code int, v *content.View, f url.Values, problem error) error {
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	p := deskview.SubmitPage{Frame: h.frame(c, "提交审核", documentsLink(k), documentLink(k, v)), ID: v.Document.ID, Title: v.Revision.Title, Text: k.text(&v.Revision),
		Form: deskview.Form{Version: v.Track.Version, Values: f, Errors: fault.FieldsOf(problem)},
		Facts: []deskview.Fact{{Name: "送交", Text: k.sections[v.Track.SectionID] + "负责人"}, {Name: "公开栏目", Text: k.column(v.Revision.ColumnID)},
			{Name: "公开时间", Text: publishText(v.Revision.PublishAt)}, {Name: "版本", Text: revisionName(v.Revision.Number)}, {Name: "内容指纹", Text: v.Revision.Sum, Code: true}}}
	return web.Render(c, code, deskview.Submit(p))
}

// Submit handles POST /desk/documents/:id/submit.
func (h *Handler) Submit(c echo.Context) error {
	v, f, seen, err := h.post(c)
	if err == nil {
		_, err = h.once(c, f, func(ctx context.Context) (uint64, error) {
			return v.Document.ID, h.app.Content.Submit(ctx, v.Document.ID, seen, f.Get("selfcheck") != "", web.Actor(c))
		})
	}
	if v != nil && len(fault.FieldsOf(err)) > 0 {
		return h.submitPage(c, http.StatusUnprocessableEntity, v, f.Values, err)
	}
	return h.decided(c, v, f, err, "submitted")
}

// decided answers a decision: on success the document, when somebody was faster
// a page that says so and keeps what was typed.
func (h *Handler) decided(c echo.Context, v *content.View, f *web.Values, err error, word string) error {
	if err == nil {
		return h.done(c, word, href.Document(c.Request().Context(), v.Document.ID))
	}
	if k := fault.KindOf(err); v == nil || f == nil || k != fault.Stale && k != fault.Conflict {
		return err
	}
	return h.handled(c, f)
}

// handled tells the second of two people what the first has done.
func (h *Handler) handled(c echo.Context, f *web.Values) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	history, err := h.app.Review.Steps(c.Request().Context(), &v.Track)
	if err != nil {
		return err
	}
	p := deskview.HandledPage{Title: v.Revision.Title, State: stateText(v.Track.State), StateTone: tones[v.Track.State]}
	var people []uint64
	if len(history) > 0 {
		people = append(people, history[len(history)-1].ActorID)
	}
	k, err := h.cast(c, people...)
	if err != nil {
		return err
	}
	if len(history) > 0 {
		last := history[len(history)-1]
		p.Did, p.Who, p.When = stepText(last), k.names[last.ActorID], ui.Minute(last.At)
	}
	p.Frame, p.Back = h.frame(c, "已被处理", documentsLink(k)), documentLink(k, v)
	for _, name := range []string{"note", "public_note"} {
		if f.Get(name) != "" {
			p.Kept = append(p.Kept, deskview.Fact{Name: fieldLabel(name), Text: f.Get(name)})
		}
	}
	return web.Render(c, http.StatusConflict, deskview.Handled(p))
}

// inReview opens a document that waits at a level for this person.
func (h *Handler) inReview(c echo.Context, level review.State) (*content.View, error) {
	v, err := h.mayDo(c, review.Approve)
	if err != nil {
		return nil, err
	}
	if v.Track.State != level {
		return nil, fault.New(fault.Conflict, "现在是“%s”状态，不能办理%s。", v.Track.State.Title(), level.Title())
	}
	return v, nil
}

// reading is what both review pages show beside their form.
type reading struct {
	k      *cast
	cs     *review.Case
	bases  *bases
	talk   *talk
	signed []deskview.Signature
	facts  []deskview.Fact
}

func (h *Handler) reading(c echo.Context, v *content.View) (*reading, error) {
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return nil, err
	}
	r := &reading{k: k}
	if r.cs, err = h.app.Review.Case(k.ctx, &v.Track); err != nil || r.cs == nil {
		return nil, err
	}
	if r.signed, err = h.signatures(k, &v.Track, r.cs); err != nil {
		return nil, err
	}
	if r.bases, err = h.bases(k, v, r.cs); err != nil {
		return nil, err
	}
	r.facts = k.facts(v, r.cs)
	r.talk, err = h.talk(c, v, &v.Revision, "section")
	return r, err
}

// ShowSection handles GET /desk/documents/:id/section.
func (h *Handler) ShowSection(c echo.Context) error {
	v, err := h.inReview(c, review.Section)
	if err != nil {
		return err
	}
	return h.sectionPage(c, http.StatusOK, v, nil, nil)
}

func (h *Handler) sectionPage(c echo.Context, code int, v *content.View, f url.Values, problem error) error {
	r, err := h.reading(c, v)
	if err != nil {
		return err
	}
	look := scan(&v.Revision, r.bases.newest(), true)
	p := deskview.SectionCheckPage{Frame: h.reviewFrame(c, r, v, "科室审核"), ID: v.Document.ID, Title: v.Revision.Title,
		Lead: r.lead(v), For: r.k.deputyFor(v, web.Actor(c)), Lost: r.talk.lost, Open: r.talk.open, Remark: h.remarkForm(c, v, "section"),
		Checks: look.checks, Must: look.must, Flow: r.flow(v), Facts: r.facts, State: href.DocumentDo(r.k.ctx, v.Document.ID, "state"),
		Form: deskview.Form{Version: v.Track.Version, Values: f, Errors: fault.FieldsOf(problem)}}
	advice, err := h.advice(r.k, &v.Revision)
	if err != nil {
		return err
	}
	p.Checks = append(p.Checks, advice...)
	p.Files = r.k.fileRows(&v.Revision)
	p.Kind, p.KindTone = caseKind(&v.Track, r.bases.round)
	lacks, err := h.app.Content.Shortfall(r.k.ctx, r.cs.RevisionID, review.Section)
	if err != nil {
		return err
	}
	if lacks != "" {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: "还不能通过，可以退回。", Text: lacks})
	}
	if p.Queue, err = h.queueItems(c, r.k, v.Document.ID, review.Section); err != nil {
		return err
	}
	if err := h.pane(c, r, v, &p); err != nil {
		return err
	}
	reach(&p, href.SectionTab(r.k.ctx, v.Document.ID, url.Values{"tab": {"full"}}))
	return web.Render(c, code, deskview.SectionCheck(p))
}

// Section handles POST /desk/documents/:id/section.
func (h *Handler) Section(c echo.Context) error {
	v, f, seen, err := h.post(c)
	word := "returned"
	if err == nil {
		form := review.SectionForm{Approve: f.Get("decision") == "approve", Checks: f.All("checks"), Note: f.Get("note"), Noted: f.Get("noted") != ""}
		if !form.Approve || len(form.Checks) < len(review.Points) {
			form.Note = reasoned(f)
		}
		if err = knownDecision(f); err == nil {
			err = h.app.Review.DecideSection(c.Request().Context(), content.Ref(v.Document.ID), seen, form, web.Actor(c))
		}
		if form.Approve && len(form.Checks) >= len(review.Points) {
			word = "passed"
		}
	}
	if v != nil && len(fault.FieldsOf(err)) > 0 && h.stillMay(c, v, review.Section) {
		return h.sectionPage(c, http.StatusUnprocessableEntity, v, f.Values, err)
	}
	return h.decided(c, v, f, err, word)
}

func (h *Handler) stillMay(c echo.Context, v *content.View, level review.State) bool {
	return v.Track.State == level && h.app.Review.May(c.Request().Context(), content.Ref(v.Document.ID), review.Approve, web.Actor(c)) == nil
}

func knownDecision(f *web.Values) error {
	var c fault.Check
	d := f.Get("decision")
	c.If(d != "approve" && d != "return", "decision", "请点“通过”或“退回”。")
	return c.Err()
}

// ShowConfidentiality handles GET /desk/documents/:id/confidentiality.
func (h *Handler) ShowConfidentiality(c echo.Context) error {
	v, err := h.inReview(c, review.Confidentiality)
	if err != nil {
		return err
	}
	return h.confidentialityPage(c, http.StatusOK, v, nil, nil)
}

func (h *Handler) confidentialityPage(c echo.Context, code int, v *content.View, f url.Values, problem error) error {
	r, err := h.reading(c, v)
	if err != nil {
		return err
	}
	look := scan(&v.Revision, r.bases.newest(), false)
	p := deskview.ConfidentialityPage{Frame: h.reviewFrame(c, r, v, "保密审查"), ID: v.Document.ID, Title: v.Revision.Title,
		FormNo: "编号 " + r.cs.Number(), Text: r.k.text(&v.Revision), Facts: r.facts, Signatures: r.signed, Checks: look.checks, Found: look.at,
		Revision: revisionName(v.Revision.Number), ShortHash: shortHash(v.Revision.Sum), State: href.DocumentDo(r.k.ctx, v.Document.ID, "state"),
		Files: r.k.fileRows(&v.Revision),
		Form:  deskview.Form{Version: v.Track.Version, Values: f, Errors: fault.FieldsOf(problem)}}
	advice, err := h.advice(r.k, &v.Revision)
	if err != nil {
		return err
	}
	p.Checks = append(p.Checks, advice...)
	p.Section = p.Frame.Section
	if before := r.bases.newest(); before != nil {
		p.Compare = ui.Link{Text: "与" + revisionName(before.Number) + "对照", Href: href.Compare(r.k.ctx, v.Document.ID, before.Number, v.Revision.Number)}
	}
	if p.Opinions, err = h.opinions(r, v); err != nil {
		return err
	}
	return web.Render(c, code, deskview.Confidentiality(p))
}

// opinions is what people of this and earlier rounds said (前序意见).
func (h *Handler) opinions(r *reading, v *content.View) ([]deskview.Remark, error) {
	history, err := h.app.Review.Steps(r.k.ctx, &v.Track)
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, s := range history {
		ids = append(ids, s.ActorID)
	}
	names, err := h.app.People.Names(r.k.ctx, ids...)
	if err != nil {
		return nil, err
	}
	var out []deskview.Remark
	for _, s := range history {
		if s.Act == review.Approve || s.Act == review.Return || s.Act == review.SendBack || s.Note != "" {
			out = append(out, deskview.Remark{Who: names[s.ActorID], Title: stepText(s), When: ui.Minute(s.At), Quote: s.Note})
		}
	}
	return out, nil
}

// Confidentiality handles POST /desk/documents/:id/confidentiality. The form is
// checked before the password, so that a forgotten answer costs no attempt.
func (h *Handler) Confidentiality(c echo.Context) error {
	v, f, seen, err := h.post(c)
	word := ""
	if err == nil {
		form := review.ConfidentialityForm{Approve: f.Get("decision") == "approve", ToSection: f.Get("to") == "section", Answers: map[string]string{},
			Conclusion: f.Get("conclusion"), Note: f.Get("note"), Examined: f.All("attachments"), Parts: v.Revision.Parts()}
		for _, q := range review.Questions {
			form.Answers[q] = f.Get(q)
		}
		if word = "signed"; !form.Approve {
			word, form.Note = "returned", reasoned(f)
		}
		if err = knownDecision(f); err == nil {
			err = h.sign(c, v, seen, form, f.Get("password"))
		}
	}
	if v != nil && len(fault.FieldsOf(err)) > 0 && h.stillMay(c, v, review.Confidentiality) {
		return h.confidentialityPage(c, http.StatusUnprocessableEntity, v, f.Values, err)
	}
	return h.decided(c, v, f, err, word)
}

// sign asks for the password only of somebody who may sign now and whose form
// is complete.
func (h *Handler) sign(c echo.Context, v *content.View, seen int, form review.ConfidentialityForm, password string) error {
	ctx, by, ref := c.Request().Context(), web.Actor(c), content.Ref(v.Document.ID)
	if form.Approve && v.Track.Version == seen && h.stillMay(c, v, review.Confidentiality) && form.Check() == nil {
		if err := h.app.People.Reauthenticate(ctx, by, password, c.RealIP()); err != nil {
			return err
		}
	}
	return h.app.Review.DecideConfidentiality(ctx, ref, seen, form, by)
}
