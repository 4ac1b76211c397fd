package site_test

import (
	"testing"
	"time"

	"gongkai/models/modeltest"
	"gongkai/models/site"
)

// A topic's last day belongs to it, in China; it can be moved and taken away,
// and the ledger covers it.
func TestTopicEnds(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sys := b.Who("sys.admin")
		f := list("topic", "专题")
		f.PageType, f.EndsOn = site.Special, " 2026-11-23 "
		c, err := b.Site.CreateColumn(t.Context(), f, sys)
		modeltest.Must(t, err)
		now := tree(t, b).ByPath("topic")
		lastMinute := time.Date(2026, 11, 23, 15, 59, 0, 0, time.UTC)
		if now.EndsOn != "2026-11-23" || now.Ended(lastMinute) || !now.Ended(lastMinute.Add(time.Minute)) {
			t.Errorf("ends on %q", now.EndsOn)
		}
		b.Whole()
		f.EndsOn = ""
		modeltest.Must(t, b.Site.ChangeColumn(t.Context(), c.ID, 1, f, sys))
		if now := tree(t, b).ByPath("topic"); now.EndsOn != "" || now.Ended(lastMinute.AddDate(9, 0, 0)) {
			t.Errorf("ends on %q after it was taken away", now.EndsOn)
		}
		b.Whole()
		b.Exec("UPDATE site_columns SET ends_on = '2030-01-01' WHERE id = ?", c.ID)
		if b.Verified().Whole() {
			t.Error("a changed last day contradicts nothing")
		}
	})
}
