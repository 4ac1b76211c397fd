// Package desk answers the staff. Every handler has one shape: read the form,
// call one verb of the domain, on Invalid show the same page with 422, else
// answer 303. What may be done is never decided here: pages ask the domain.
package desk

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/config"
	"gongkai/handlers/portal"
	"gongkai/models"
	"gongkai/models/docx"
	"gongkai/web"
)

// Handler answers the addresses below /desk.
type Handler struct {
	app    *models.App
	cfg    config.Config
	portal *portal.Handler // shows previews as the public page would
	setup  string          // token of the one-time set-up page; "" is none
	limit  *attempts
}

// New returns the staff's handlers of app. setupLink is the token of the
// one-time set-up page, or "" when there is none.
func New(app *models.App, cfg config.Config, p *portal.Handler, setupLink string) *Handler {
	return &Handler{app: app, cfg: cfg, portal: p, setup: setupLink, limit: newAttempts()}
}

// verbs are the acts on one document that have a page and a form of their own:
// GET shows the form, POST does it.
func (h *Handler) verbs() map[string][2]echo.HandlerFunc {
	act := func(verb string) [2]echo.HandlerFunc { return [2]echo.HandlerFunc{h.showAct(verb), h.doAct(verb)} }
	return map[string][2]echo.HandlerFunc{
		"autosave":        {h.ShowAutosave, h.Autosave},
		"submit":          {h.ShowSubmit, h.Submit},
		"section":         {h.ShowSection, h.Section},
		"confidentiality": {h.ShowConfidentiality, h.Confidentiality},
		"recall":          act("recall"),
		"discard":         act("discard"),
		"correct":         act("correct"),
		"withdraw":        act("withdraw"),
		"takedown":        act("takedown"),
		"confirm":         act("confirm"),
		"issue":           act("issue"),
	}
}

// Routes lists the staff's addresses.
func (h *Handler) Routes() []web.Route {
	var rs []web.Route
	add := func(p web.Policy, path string, get, post echo.HandlerFunc) {
		if get != nil {
			rs = append(rs, web.Route{Method: http.MethodGet, Path: path, Policy: p, Handle: get})
		}
		if post != nil {
			rs = append(rs, web.Route{Method: http.MethodPost, Path: path, Policy: p, Handle: post})
		}
	}
	add(web.Entrance, "/desk/login", h.ShowLogin, h.Login)
	add(web.Entrance, "/desk/setup/:token", h.ShowSetup, h.Setup)
	add(web.Staff, "/desk/logout", nil, h.Logout)
	add(web.Entrance, "/desk", h.home, nil)
	add(web.Staff, "/desk/", h.Home, nil)
	add(web.Staff, "/desk/account", h.ShowAccount, h.Account)
	add(web.Staff, "/desk/documents", h.Documents, nil)
	add(web.Staff, "/desk/documents/", h.Documents, nil)
	add(web.Staff, "/desk/documents/import", h.ShowImport, h.Import)
	add(web.Staff, "/desk/reports/check", h.ShowReportCheck, h.ReportCheck)
	add(web.Staff, "/desk/documents/roll", h.ShowRollImport, h.RollImport)
	add(web.Staff, "/desk/documents/roll/:kind", h.RollTemplate, nil)
	add(web.Staff, "/desk/documents/:id/roll", h.ShowRoll, h.Roll)
	add(web.Staff, "/desk/documents/:id", h.Document, nil)
	add(web.Staff, "/desk/documents/:id/preview", h.Preview, nil)
	add(web.Staff, "/desk/documents/:id/change", h.Change, nil)
	add(web.Staff, "/desk/documents/:id/withdrawn", h.Withdrawn, nil)
	add(web.Staff, "/desk/documents/:id/revisions/:number", h.Revision, nil)
	for verb, f := range h.verbs() {
		add(web.Staff, "/desk/documents/:id/"+verb, f[0], f[1])
	}
	for _, more := range [][]web.Route{h.attachmentRoutes(), h.helpRoutes(), h.workbenchRoutes(), h.siteReportRoutes(), h.registerRoutes()} {
		rs = append(rs, more...)
	}
	add(web.Staff, "/desk/documents/:id/state", h.State, nil)
	add(web.Staff, "/desk/documents/:id/compare", h.Compare, nil)
	add(web.Staff, "/desk/documents/:id/forms/:form", h.Paper, nil)
	add(web.Staff, "/desk/documents/:id/comments", h.ShowComments, h.Comment)
	add(web.Staff, "/desk/documents/:id/comments/:comment", h.ShowComment, h.Answer)
	add(web.Staff, "/desk/documents/:id/comments/:comment/settle", h.ShowComment, h.Settle)
	for i := range rs {
		switch {
		case strings.HasSuffix(rs[i].Path, "/autosave"):
			rs[i].Limit = maxText
		case strings.HasSuffix(rs[i].Path, "/import"), strings.HasSuffix(rs[i].Path, "/roll"), strings.HasSuffix(rs[i].Path, "/reports/check"):
			rs[i].Limit = maxImport
		}
	}
	add(web.Staff, "/desk/review/", h.Queue, nil)
	add(web.Staff, "/desk/disclosure", h.Duties, nil)
	add(web.Staff, "/desk/search", h.Find, nil)
	add(web.Staff, "/desk/search/documents", h.FindDocuments, nil)
	add(web.Staff, "/desk/notices", h.Notices, nil)
	add(web.Staff, "/desk/notices/read", nil, h.NoticesRead)
	add(web.Staff, "/desk/people/", h.People, nil)
	add(web.Staff, "/desk/people/new", h.ShowNewPerson, h.CreatePerson)
	add(web.Staff, "/desk/people/:id", h.Person, nil)
	for verb, do := range h.personVerbs() {
		add(web.Staff, "/desk/people/:id/"+verb, nil, h.personVerb(do))
	}
	add(web.Staff, "/desk/sections/", h.Sections, nil)
	add(web.Staff, "/desk/sections/new", h.ShowNewSection, h.CreateSection)
	add(web.Staff, "/desk/sections/:id", h.ShowSectionForm, h.ChangeSection)
	add(web.Staff, "/desk/columns/", h.Columns, nil)
	add(web.Staff, "/desk/columns/new", h.ShowNewColumn, h.CreateColumn)
	add(web.Staff, "/desk/columns/:id", h.ShowColumn, h.ChangeColumn)
	add(web.Staff, "/desk/columns/:id/move", nil, h.MoveColumn)
	add(web.Staff, "/desk/settings/revert", nil, h.RevertSetting)
	add(web.Staff, "/desk/settings", h.ShowSettings, h.Settings)
	add(web.Staff, "/desk/search-index", h.SearchIndex, nil)
	add(web.Staff, "/desk/statistics", h.Statistics, nil)
	add(web.Staff, "/desk/statistics.csv", h.StatisticsCSV, nil)
	add(web.Staff, "/desk/calendar", h.ShowCalendar, h.SetCalendar)
	add(web.Staff, "/desk/delegations/", h.Delegations, h.Delegate)
	add(web.Staff, "/desk/delegations/:id/revoke", nil, h.Revoke)
	add(web.Staff, "/desk/ledger", h.Ledger, nil)
	add(web.Staff, "/desk/ledger/", h.Ledger, nil)
	add(web.Staff, "/desk/ledger/:seq", h.LedgerEntry, nil)
	return append(rs, h.writing()...)
}

// writing lists the addresses of the editor: pages that hold it, and what its
// script sends a text to.
func (h *Handler) writing() []web.Route {
	get := func(path string, f echo.HandlerFunc) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Policy: web.Staff, Inline: true, Handle: f}
	}
	post := func(path string, limit int64, f echo.HandlerFunc) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Policy: web.Staff, Inline: true, Limit: limit, Handle: f}
	}
	return []web.Route{
		get("/desk/documents/new", h.ShowNew), post("/desk/documents", maxUpload, h.Create),
		get("/desk/documents/:id/edit", h.ShowEdit), post("/desk/documents/:id/edit", maxUpload, h.Edit),
		get("/desk/documents/new/autosave", h.ShowAutosaveNew), post("/desk/documents/new/autosave", maxText, h.AutosaveNew),
		post("/desk/documents/check", maxText, h.Check), post("/desk/documents/preview", maxText, h.PreviewForm), post("/desk/clean", maxImport, h.Clean),
	}
}

// Limits of what the editor sends, in bytes.
const (
	// maxText is more than any body may have, so that a text that is too long is
	// refused with all of it still in the form. Chinese takes three times its
	// size in a form.
	maxText   = 16 << 20
	maxImport = docx.MaxFile + 1<<20
)
