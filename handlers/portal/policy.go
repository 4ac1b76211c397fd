package portal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/policy"
	"gongkai/models/site"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

// official adds to a document's page what it says of itself: the grid of facts,
// and the documents that stand in a relation to it.
func (h *Handler) official(s *scene, page *content.Page, col *site.Column, d *portalview.Document) error {
	f := page.Said()
	d.Facts.IndexNo, d.Facts.DocNo, d.Facts.Topic, d.Facts.Genre = page.IndexText, f.Number, f.Subject, f.Genre
	if f.Organ != "" {
		d.Facts.Publisher = f.Organ
	}
	if col != nil && col.Holds.Policy() {
		d.Facts.Validity = validity(page.Standing, f.EffectiveOn, calendar.Day(h.app.Store.Now(s.ctx)))
		if f.Genre == "" {
			d.Facts.Genre = policy.GenreOf(page.Title)
		}
		d.Originals = originals(page.Title, d.Files)
	}
	d.Facts.Written, d.Facts.Effective, d.Facts.Expires = onDay(f.FormedOn), onDay(f.EffectiveOn), onDay(f.ExpiresOn)
	d.Facts.Basis = f.BasisOf(col)
	if f.Explains != "" {
		d.Facts.Form = f.Explains.Title()
	}
	if f.Origin != "" {
		d.Facts.Origin = ui.Link{Text: f.Origin, Href: f.OriginAt}
	}
	if f.Concern != "" {
		d.Facts.Concern, d.Facts.Raised = f.Concern, onDay(f.ConcernOn)
	}
	if col != nil && col.Holds == policy.Budget {
		b := page.BudgetOf()
		d.Facts.Approved, d.Facts.Approval, d.Three = onDay(b.ApprovedOn), "批复日期", threeOf(&b)
		if b.Scope == policy.OfGovernment {
			d.Facts.Approval = "批准日期"
		}
		d.Facts.Package, _ = packageWords(&b)
	}
	around, err := h.app.Content.Around(s.ctx, page.DocumentID)
	if err != nil {
		return err
	}
	explained := "解读的文件"
	if col != nil && col.Holds == policy.Response {
		explained = "有关文件"
	}
	d.Relations = s.relations(&around, explained)
	return nil
}

// originals are the files that are the official document itself: Word or PDF,
// called as the document is, or by a word that says so.
func originals(title string, files []portalview.File) (list []portalview.File) {
	title = bare(title)
	for _, f := range files {
		if f.Type != "PDF" && f.Type != "DOCX" {
			continue
		}
		name := bare(f.Name)
		same := utf8.RuneCountInString(name) >= 6 && (strings.Contains(title, name) || strings.Contains(name, title))
		if same || strings.Contains(name, "原文") || strings.Contains(name, "红头文件") {
			list = append(list, f)
		}
	}
	return list
}

// bare is a name without what people write differently each time.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}

// relations are the groups of documents around one, those that matter first;
// explained is what the documents are called that it explains.
func (s *scene) relations(a *content.Around, explained string) (groups []portalview.Relation) {
	var explain, respond []content.Item
	for _, i := range a.Interpretations {
		if col := s.tree.ByID(i.ColumnID); col != nil && col.Holds == policy.Response {
			respond = append(respond, i)
		} else {
			explain = append(explain, i)
		}
	}
	for _, g := range []struct {
		heading string
		items   []content.Item
	}{
		{"政策解读", explain}, {"回应关切", respond}, {explained, a.Explained}, {"废止本文的文件", a.RepealedBy}, {"修改本文的文件", a.AmendedBy},
		{"本文废止的文件", a.Repeals}, {"本文修改的文件", a.Amends}, {"相关文件", a.Related},
	} {
		if len(g.items) > 0 {
			groups = append(groups, portalview.Relation{Heading: g.heading, Items: s.items(g.items)})
		}
	}
	return groups
}

// validity is 有效性 in words. What is to hold from a later day does not hold yet.
func validity(st content.Standing, from, today string) string {
	switch {
	case st != content.Holds:
		return st.Title()
	case from > today:
		return "尚未施行"
	}
	return "有效"
}

func onDay(day string) ui.Moment {
	t, err := calendar.ParseDay(day)
	if err != nil {
		return ui.Moment{}
	}
	return ui.Day(t)
}

// besides are the items that stand in none of the groups.
func besides(items []portalview.Item, groups []portalview.Relation) (rest []portalview.Item) {
	there := map[string]bool{}
	for _, g := range groups {
		for _, i := range g.Items {
			there[i.Href] = true
		}
	}
	for _, i := range items {
		if !there[i.Href] {
			rest = append(rest, i)
		}
	}
	return rest
}
