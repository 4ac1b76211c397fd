package models_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/models/takedown"
)

// An order on the command line withdraws with an entry in the ledger, and leaves
// a mark for every copy made before.
func TestTakeDownByOrder(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		dir := t.TempDir()
		b.Takedowns.Open(takedown.In(dir), b.Content)
		id := b.Publish("含有手机号码的通知")
		stone, err := takedown.Order(fmt.Sprintf("http://x.example/bm/xwdt/gzdt/202611/t20261123_%d.html?from=a#b", id), "/bm", "含有个人信息", "root", b.Clock.Now())
		modeltest.Must(t, err)
		if stone.Document != id || stone.Path != fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", id) {
			t.Fatalf("%+v", stone)
		}
		modeltest.Must(t, takedown.In(dir).Lay(stone))
		before := b.Entries()
		b.Takedowns.Look(t.Context())
		b.Takedowns.Look(t.Context()) // carried out once
		if got := b.State(id); got != review.Withdrawn || b.Entries() != before+1 {
			t.Errorf("state %s, %d entries", got, b.Entries()-before)
		}
		_, err = b.Content.Live(t.Context(), id)
		modeltest.Want(t, err, fault.Gone)
		if !b.Takedowns.Down(stone.Path) || len(b.Takedowns.Among([]uint64{id, 999})) != 1 {
			t.Error("the copies are not marked")
		}
		all, err := takedown.In(dir).All()
		if err != nil || len(all) != 1 || all[0].Order {
			t.Errorf("%v %+v", err, all)
		}
		b.Whole()
	})
}

// What a withdrawal never committed, or came back, loses its mark; what was
// never public and what is no address are no errors for ever.
func TestTakeDownSettles(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		dir := t.TempDir()
		b.Takedowns.Open(takedown.In(dir), b.Content)
		id, draft := b.Publish("一篇公开的文章"), b.Draft("一篇草稿")
		modeltest.Must(t, b.Takedowns.Lay(id))
		for _, path := range []string{"/xwdt/", fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", draft), "/zfxxgk/nb/2019/", "/x/202611/t20261123_99999999.html"} {
			s, err := takedown.Order(path, "", "试一试", "root", b.Clock.Now())
			modeltest.Must(t, err)
			modeltest.Must(t, takedown.In(dir).Lay(s))
		}
		modeltest.Must(t, os.WriteFile(filepath.Join(dir, "tombstones", "mark-1.json"), []byte("{"), 0o600))
		b.Clock.Add(2 * time.Minute)
		b.Takedowns.Look(t.Context())
		b.Takedowns.Look(t.Context())
		if len(b.Takedowns.Among([]uint64{id})) != 0 || b.State(id) != review.Published || b.State(draft) != review.Draft {
			t.Errorf("marked %v, %s, %s", b.Takedowns.Among([]uint64{id}), b.State(id), b.State(draft))
		}
		if all, _ := takedown.In(dir).All(); len(all) != 0 {
			t.Errorf("stones of what was never public: %+v", all)
		}
	})
}

// A withdrawal at the desk lays its mark before anybody is told of it.
func TestWithdrawalLaysMark(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Takedowns.Open(takedown.In(t.TempDir()), b.Content)
		id := b.Publish("一篇公开的文章")
		var told []uint64
		b.Takedowns.OnNew(func(documents []uint64, _ []string) { told = append(told, documents...) })
		b.Withdraw(id, "office.publisher")
		if len(told) != 1 || told[0] != id {
			t.Errorf("told of %v", told)
		}
	})
}

// While the database is away an order holds, and waits.
func TestOrderWaitsForDatabase(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		dir := t.TempDir()
		b.Takedowns.Open(takedown.In(dir), b.Content)
		id := b.Publish("一篇公开的文章")
		s, err := takedown.Order(fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", id), "", "误发", "root", b.Clock.Now())
		modeltest.Must(t, err)
		modeltest.Must(t, takedown.In(dir).Lay(s))
		away, cancel := context.WithCancel(t.Context())
		cancel()
		b.Takedowns.Look(away)
		if !b.Takedowns.Down(s.Path) || b.State(id) != review.Published {
			t.Errorf("down %v, %s", b.Takedowns.Down(s.Path), b.State(id))
		}
		b.Takedowns.Look(t.Context())
		if got := b.State(id); got != review.Withdrawn {
			t.Error(got)
		}
	})
}
