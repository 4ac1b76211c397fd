// Package sample writes example content with the real verbs: the bureau that
// the demo command shows, and any number of documents for load tests. Its acts
// lie years back, which is why it alone may set the clock (store.At).
package sample

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/models"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// Bureau creates the example bureau in a database that holds no documents: all
// of it, or nothing when it fails half way.
func Bureau(ctx context.Context, app *models.App) error {
	n, err := app.Content.Count(ctx)
	if err != nil || n > 0 {
		return err
	}
	return app.Store.Tx(ctx, func(ctx context.Context) error {
		b := &bureau{App: app, cast: map[string]identity.Actor{}, ids: map[string]uint64{}}
		ids, err := staff(ctx, app)
		if err != nil {
			return err
		}
		if err := b.furnish(ctx, ids); err != nil {
			return err
		}
		for _, p := range people {
			if b.cast[p.username], err = app.People.Actor(ctx, p.username); err != nil {
				return err
			}
		}
		if err := b.write(ctx); err != nil {
			return err
		}
		seen, err := app.Site.SettingsVersion(ctx)
		if err != nil {
			return err
		}
		return app.Site.Set(ctx, seen, site.Settings{site.AccessChecked: calendar.Day(app.Store.Now(ctx))}, identity.Actor{})
	})
}

// bureau is the example bureau while it is being written.
type bureau struct {
	*models.App
	cast map[string]identity.Actor
	ids  map[string]uint64 // of the documents written so far, by key
}

// furnish creates columns and settings.
func (b *bureau) furnish(ctx context.Context, sections map[string]uint64) error {
	ctx = store.At(ctx, opened)
	if err := Tree(ctx, b.App, sections); err != nil {
		return err
	}
	return b.Site.Set(ctx, 1, site.Settings{
		site.SiteName: "重庆市黔江区财政局", site.SiteShort: "区财政局", site.SiteEnglish: "Finance Bureau of Qianjiang District", site.District: "黔江区政府部门网站（演示）",
		site.ParentName: "区政府网站", site.ParentAddress: "https://www.example.gov.cn/", site.HotWords: "部门预算、惠农补贴、继续教育、政府采购",
		site.Host: "重庆市黔江区财政局", site.Keeper: "局办公室", site.Address: "重庆市黔江区（示例地址）", site.Postcode: "000000", site.Phone: "023-0000 0000",
		site.Email: "czj@example.gov.cn", site.Conac: strings.Repeat("0", 32), site.IDCode: "0000000000", site.OrgCode: "11500114000000000X",
		site.ICP: "渝ICP备00000000号", site.Police: "渝公网安备00000000000000号", site.IPv6: site.Yes,
	}, identity.Actor{})
}

// write writes every document, oldest first, each as far as its state says.
func (b *bureau) write(ctx context.Context) error {
	docs, err := Docs()
	if err != nil {
		return err
	}
	now := b.Store.Now(ctx)
	between := []struct { // acts that are no document's, each in its time
		at time.Time
		do func(context.Context) error
	}{{sent, b.siteReport}, {moved, b.registers}, {moved, b.workbench}}
	for i := range docs {
		for len(between) > 0 && docs[i].At.After(between[0].at) {
			if err := between[0].do(ctx); err != nil {
				return err
			}
			between = between[1:]
		}
		if err := b.document(ctx, &docs[i], now); err != nil {
			return fmt.Errorf("document %s: %w", docs[i].Key, err)
		}
	}
	return nil
}

// minutes between the acts on one document.
const (
	toSubmit  = 20 * time.Minute
	toSection = 50 * time.Minute
	toSecrecy = 80 * time.Minute
)

// document takes one document through the acts that its state needs. d.At is
// when its last act happened; no act lies in the future.
func (b *bureau) document(ctx context.Context, d *Doc, now time.Time) error {
	end := d.At
	if end.After(now) {
		end = now
	}
	at := func(before time.Duration) context.Context { return store.At(ctx, end.Add(-before)) }
	author := b.cast[d.Author]
	id, err := b.draft(at(toSecrecy+toSection+toSubmit), d, author)
	if err != nil || d.State == string(review.Draft) {
		return err
	}
	if err := b.Content.Submit(at(toSecrecy+toSection), id, b.version(ctx, id), true, author); err != nil || d.State == string(review.Section) {
		return err
	}
	if d.State == string(review.Returned) {
		return b.Review.DecideSection(at(toSecrecy), content.Ref(id), b.version(ctx, id), review.SectionForm{Note: d.Returned}, b.cast[d.Head])
	}
	if err := b.Review.DecideSection(at(toSecrecy), content.Ref(id), b.version(ctx, id), review.SectionForm{Approve: true, Checks: review.Points, Note: d.Note}, b.cast[d.Head]); err != nil ||
		d.State == string(review.Confidentiality) {
		return err
	}
	f := clean()
	f.Examined = b.examined(ctx, id, b.cast[d.Officer])
	return b.Review.DecideConfidentiality(at(0), content.Ref(id), b.version(ctx, id), f, b.cast[d.Officer])
}

// draft stores the first revision: of an annual report by importing its text.
func (b *bureau) draft(ctx context.Context, d *Doc, author identity.Actor) (uint64, error) {
	if d.Report != "" {
		id, _, err := b.Report.Import(ctx, report.ImportForm{Column: d.Column, Text: d.Report, Source: d.Source}, author)
		return id, err
	}
	f := content.Form{Column: d.Column, Title: d.Title, Body: d.Body, Source: d.Source, Said: b.facts(d)}
	if d.Publish != nil {
		f.PublishAt = d.Publish.Format("2006-01-02T15:04")
	}
	doc, err := b.create(ctx, f, d, author)
	if err != nil {
		return 0, err
	}
	b.ids[d.Key] = doc.ID
	return doc.ID, b.enclose(ctx, doc.ID, d, author)
}

// create stores a document, one with a structured list by the verb for these.
func (b *bureau) create(ctx context.Context, f content.Form, d *Doc, author identity.Actor) (*content.Document, error) {
	if d.List != nil {
		return b.Content.CreateRoll(ctx, f, d.List, author)
	}
	return b.Content.Create(ctx, f, author)
}

// facts are what the document says of itself, with the numbers of the documents
// that it names by their keys.
func (b *bureau) facts(d *Doc) content.Said {
	said := content.Said{}
	for name, text := range d.Facts {
		if slices.Contains(content.Relations(), content.Relation(name)) {
			var ids []string
			for _, key := range strings.Fields(text) {
				ids = append(ids, strconv.FormatUint(b.ids[key], 10))
			}
			text = strings.Join(ids, "、")
		}
		said[name] = text
	}
	return said
}

// version is the document's present one; the verb that gets a wrong one refuses.
func (b *bureau) version(ctx context.Context, id uint64) int {
	t, err := b.Review.Track(ctx, content.Ref(id), identity.Actor{})
	if err != nil {
		return 0
	}
	return t.Version
}

// clean is a confidentiality form that found nothing.
func clean() review.ConfidentialityForm {
	f := review.ConfidentialityForm{Approve: true, Conclusion: review.OpenConclusion, Answers: map[string]string{}, Note: "经审查，可以公开。"}
	for _, q := range review.Questions {
		f.Answers[q] = "no"
	}
	return f
}
