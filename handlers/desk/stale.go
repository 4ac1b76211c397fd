package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/models/audit"
	deskview "gongkai/views/desk"
	"gongkai/views/ui"
	"gongkai/web"
)

// meanwhile shows a form that came too late beside what is stored now, so that
// nothing typed is lost. object names the thing in the ledger, which knows who
// changed it last.
func (h *Handler) meanwhile(c echo.Context, p deskview.ConflictPage, object string) error {
	ctx := c.Request().Context()
	p.Frame = h.frame(c, "内容已被别人修改", p.Back)
	last, err := h.app.Ledger.List(ctx, audit.Filter{Object: object}, 0, 1)
	if err != nil {
		return err
	}
	if len(last) > 0 {
		names, err := h.app.People.Names(ctx, last[0].ActorID)
		if err != nil {
			return err
		}
		p.Who, p.When = names[last[0].ActorID], ui.Minute(last[0].At)
	}
	return web.Render(c, http.StatusConflict, deskview.Conflict(p))
}

// carried are the values of a form as hidden fields, without what every form has
// of its own.
func carried(v url.Values) (pairs []deskview.Pair) {
	for _, name := range sortedKeys(v) {
		if slices.Contains([]string{"_csrf", "version", "once", "confirm", "preview"}, name) {
			continue
		}
		for _, value := range v[name] {
			pairs = append(pairs, deskview.Pair{Name: name, Value: value})
		}
	}
	return pairs
}

// optionText is what an option says, or the value itself.
func optionText(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

// optionTexts are several options in words, in the order of the options.
func optionTexts(options []ui.Option, values []string) (words []string) {
	for _, o := range options {
		if slices.Contains(values, o.Value) {
			words = append(words, o.Text)
		}
	}
	return words
}
