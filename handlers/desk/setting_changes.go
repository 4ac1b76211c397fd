package desk

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// settingValues takes from a posted form what are settings.
func settingValues(v url.Values) site.Settings {
	values := site.Settings{}
	for _, name := range site.Names() {
		if v.Has(name) {
			values[name] = v.Get(name)
		}
	}
	return values
}

// settingField finds a setting's field of the form.
func settingField(name string) deskview.SettingsField {
	for _, g := range settingGroups {
		for _, f := range g.Fields {
			if f.Name == name {
				return f
			}
		}
	}
	return deskview.SettingsField{Name: name, Label: name}
}

// tried is how the public pages would look with what stands in the form.
func (h *Handler) tried(c echo.Context, now site.Settings, v url.Values) (*deskview.Tried, error) {
	all, err := h.app.Site.Tried(c.Request().Context(), settingValues(v))
	if err != nil {
		return nil, err
	}
	t := &deskview.Tried{Site: portal.SiteOf(all), Tags: []deskview.Fact{{Name: "SiteName", Text: all.Get(site.SiteName), Code: true}, {Name: "SiteIDCode", Text: all.Get(site.IDCode), Code: true}}}
	for _, name := range site.Names() {
		if f := settingField(name); all.Get(name) != now.Get(name) {
			t.Changes = append(t.Changes, deskview.Difference{Name: f.Label, Before: optionText(f.Options, now.Get(name)), After: optionText(f.Options, all.Get(name))})
		}
	}
	return t, nil
}

// pasts lists the latest changes of settings.
func (h *Handler) pasts(c echo.Context) ([]deskview.PastRow, error) {
	ctx := c.Request().Context()
	list, err := h.app.Site.Pasts(ctx, 10, web.Actor(c))
	if err != nil {
		return nil, err
	}
	var people []uint64
	for _, x := range list {
		people = append(people, x.PersonID)
	}
	names, err := h.app.People.Names(ctx, people...)
	var rows []deskview.PastRow
	for _, x := range list {
		f := settingField(x.Name)
		rows = append(rows, deskview.PastRow{ID: x.ID, Label: f.Label, Before: optionText(f.Options, x.Value), After: optionText(f.Options, x.Became), Who: names[x.PersonID], When: ui.Minute(x.At)})
	}
	return rows, err
}

// RevertSetting handles POST /desk/settings/revert.
func (h *Handler) RevertSetting(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := h.app.Site.Revert(ctx, seen, f.ID("past"), web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "reverted", href.Settings(ctx))
}

// settingsMeanwhile shows what was typed beside what is stored now: only what
// differs, the rest is carried along as it is stored.
func (h *Handler) settingsMeanwhile(c echo.Context, f *web.Values) error {
	ctx := c.Request().Context()
	now, err := h.app.Site.Settings(ctx)
	if err != nil {
		return err
	}
	version, err := h.app.Site.SettingsVersion(ctx)
	if err != nil {
		return err
	}
	p := deskview.ConflictPage{What: "网站设置", Action: href.Settings(ctx), Version: version, Back: ui.Link{Text: "放弃我的修改", Href: href.Settings(ctx)}}
	mine := settingValues(f.Values)
	for _, name := range site.Names() {
		typed, ok := mine[name]
		if x := settingField(name); ok && typed != now.Get(name) {
			p.Fields = append(p.Fields, deskview.ConflictField{Name: name, Label: x.Label, Mine: typed, Theirs: now.Get(name), Options: x.Options})
		}
	}
	return h.meanwhile(c, p, "site")
}
