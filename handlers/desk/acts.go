package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/web"
)

// actMoves is the move that each act's page asks the machine for.
var actMoves = map[string]review.Action{
	"recall": review.Recall, "discard": review.Discard, "correct": review.Correct, "withdraw": review.Withdraw, "takedown": review.Withdraw, "confirm": review.Confirm, "issue": review.Issue,
}

// changeKinds are the kinds of a correction that have a form of their own.
var changeKinds = []string{content.Minor, content.Correction, content.Superseded}

// showAct handles GET /desk/documents/:id/{verb}.
func (h *Handler) showAct(verb string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := h.mayDo(c, actMoves[verb])
		if err != nil {
			return err
		}
		return h.actPage(c, http.StatusOK, verb, v, nil, nil)
	}
}

func (h *Handler) actPage(c echo.Context, code int, verb string, v *content.View, f url.Values, problem error) error {
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	title := verbWords[verb]
	// A withdrawal concerns what is public, not the draft under way.
	if (verb == "withdraw" || verb == "takedown") && v.Live != nil {
		v.Revision = *v.Live
	}
	kind := ""
	if verb == "correct" && slices.Contains(changeKinds, c.QueryParam("kind")) {
		kind = c.QueryParam("kind")
	}
	p := deskview.ActPage{Kind: kind, Frame: h.frame(c, title, documentsLink(k), documentLink(k, v)), Verb: verb, ID: v.Document.ID, Title: v.Revision.Title,
		Form:  deskview.Form{Version: v.Track.Version, Values: f, Errors: fault.FieldsOf(problem)},
		Facts: []deskview.Fact{{Name: "状态", Text: stateText(v.Track.State)}, {Name: "栏目", Text: k.column(v.Revision.ColumnID)}, {Name: "作者", Text: k.names[v.Track.AuthorID]}, {Name: "科室", Text: k.sections[v.Track.SectionID]}}}
	if item := liveItem(v); item != nil {
		p.Facts = append(p.Facts, deskview.Fact{Name: "公开地址", Text: href.Abs(k.ctx, portal.Address(k.ctx, k.tree, *item)), Href: portal.Address(k.ctx, k.tree, *item)})
	}
	if err := h.actRemarks(k, verb, v, &p); err != nil {
		return err
	}
	return web.Render(c, code, deskview.Act(p))
}

// doAct handles POST /desk/documents/:id/{verb}.
func (h *Handler) doAct(verb string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, f, seen, err := h.post(c)
		if err == nil {
			err = h.act(c, verb, v.Document.ID, seen, f)
		}
		if v != nil && len(fault.FieldsOf(err)) > 0 {
			return h.actPage(c, http.StatusUnprocessableEntity, verb, v, f.Values, err)
		}
		if err == nil && (verb == "withdraw" || verb == "takedown") {
			return h.done(c, verb, href.DocumentDo(c.Request().Context(), v.Document.ID, "withdrawn"))
		}
		if err == nil && verb == "discard" && v.Live == nil {
			return h.done(c, verb, href.Documents(c.Request().Context()))
		}
		return h.decided(c, v, f, err, verb)
	}
}

// act calls the one verb of the domain that an address stands for.
func (h *Handler) act(c echo.Context, verb string, id uint64, seen int, f *web.Values) error {
	ctx, by, ref := c.Request().Context(), web.Actor(c), content.Ref(id)
	yes, decided := f.Get("decision") == "yes", f.Get("decision") == "yes" || f.Get("decision") == "no"
	if (verb == "confirm" || verb == "issue") && !decided {
		if err := h.app.Review.May(ctx, ref, actMoves[verb], by); err != nil {
			return err
		}
		var c fault.Check
		c.Say("decision", "请选择同意或不同意。")
		return c.Err()
	}
	switch verb {
	case "recall":
		return h.app.Review.Recall(ctx, ref, seen, by)
	case "discard":
		return h.app.Review.Discard(ctx, ref, seen, by)
	case "correct":
		kind := f.Get("kind")
		if kind == "" {
			kind = content.Minor
		}
		return h.app.Content.Correct(ctx, id, seen, content.Change{Kind: kind, Note: f.Get("public_note"), Standing: f.Get("standing"), Successor: h.local(f.Get("successor"))}, by)
	case "withdraw", "takedown":
		return h.app.Content.Withdraw(ctx, id, seen, content.Withdrawal{Reason: f.Get("reason"), Note: f.Get("note"), Replacement: h.local(f.Get("replacement"))}, by)
	case "confirm":
		return h.app.Review.Confirm(ctx, ref, seen, yes, f.Get("note"), by)
	}
	return h.app.Review.Issue(ctx, ref, seen, yes, f.Get("note"), by)
}
