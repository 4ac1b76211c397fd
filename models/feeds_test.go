package models_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/modeltest"
)

// Months names every month, in Beijing's time, in which something public first
// appeared, and Month what did; a withdrawn document is in none.
func TestMonths(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		months := func() (all []string) {
			ms, err := b.Content.Months(t.Context())
			modeltest.Must(t, err)
			for _, m := range ms {
				items, err := b.Content.Month(t.Context(), m, 10)
				modeltest.Must(t, err)
				names := m.Format("2006-01")
				for _, i := range items {
					names += " " + i.Title
				}
				all = append(all, names)
			}
			return all
		}
		if got := months(); len(got) != 0 {
			t.Errorf("an empty site has %v", got)
		}
		// The clock stands at 2026-11-23 10:00 in Beijing; each publication takes no time.
		b.Publish("甲")
		to := func(at string) {
			then, err := time.ParseInLocation("2006-01-02 15:04:05", at, calendar.Shanghai)
			modeltest.Must(t, err)
			b.Clock.Add(then.Sub(b.Clock.Now()))
		}
		to("2026-11-30 23:59:59")
		b.Publish("乙")
		to("2026-12-01 00:00:00")
		last := b.Publish("丙")
		to("2027-03-01 00:30:00") // still February in UTC
		b.Publish("丁")
		if got := strings.Join(months(), ", "); got != "2027-03 丁, 2026-12 丙, 2026-11 乙 甲" {
			t.Error(got)
		}
		if items, err := b.Content.Month(t.Context(), b.Clock.Now(), 1); err != nil || len(items) != 1 || items[0].Title != "丁" {
			t.Errorf("%v %v", items, err)
		}
		b.Withdraw(last, "office.publisher")
		if got := strings.Join(months(), ", "); got != "2027-03 丁, 2026-11 乙 甲" {
			t.Error(got)
		}
	})
}

// Beginnings reads what feeds show of several documents at once: public ones
// only, and of a long text its beginning.
func TestBeginnings(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		public, draft := b.Publish("公开"), b.Draft("草稿")
		items := []content.Item{{DocumentID: public}, {DocumentID: draft}, {DocumentID: 1 << 40}}
		found, err := b.Content.Beginnings(t.Context(), items)
		modeltest.Must(t, err)
		if len(found) != 1 || found[public].Source == "" || !strings.Contains(found[public].Body, "<p>") {
			t.Errorf("%+v", found)
		}
		f := modeltest.Article("长文")
		f.Body = "<p>" + strings.Repeat("长", 5000) + "</p>"
		d, err := b.Content.Create(t.Context(), f, b.Who("budget.author"))
		modeltest.Must(t, err)
		b.Submit(d.ID)
		b.PassSection(d.ID)
		b.PassConfidentiality(d.ID)
		found, err = b.Content.Beginnings(t.Context(), []content.Item{{DocumentID: d.ID}})
		modeltest.Must(t, err)
		if n := len([]rune(found[d.ID].Body)); n != 2000 {
			t.Errorf("%d characters of a long text", n)
		}
	})
}
