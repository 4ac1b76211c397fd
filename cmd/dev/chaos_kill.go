package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"gongkai/models"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// killing is one run of kills on one database.
type killing struct {
	program, data, dsn string

	people   *staff
	restarts []time.Duration
	lost     int // acknowledged and not public afterwards
	half     int // a page without its text, its attachment or three signatures
	unproved int // public without an entry in the ledger
	why      []string
}

func (k *killing) args() []string {
	a := []string{"--data", k.data}
	if k.dsn != "" {
		a = append(a, "--database", k.dsn)
	}
	return a
}

// writers is how many documents are under way at once.
const writers = 4

func (k *killing) run(ctx context.Context) error {
	d, err := startDemo(ctx, k.program, k.args()...)
	if err != nil {
		return err
	}
	if k.people, err = newStaff(ctx, d.url); err != nil {
		d.stop()
		return err
	}
	var stop atomic.Bool
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := 0; !stop.Load() && ctx.Err() == nil; n++ {
				_ = k.people.publish(ctx, fmt.Sprintf("第%d组第%d篇", w, n)) // what failed was cut off by a kill
			}
		})
	}
	err = k.kill(ctx, d)
	stop.Store(true)
	wg.Wait()
	if err != nil {
		return err
	}
	return k.examine(ctx)
}

// kill kills and starts the program until both numbers are reached.
func (k *killing) kill(ctx context.Context, d *demo) error {
	for len(k.restarts) < chaos.kills || k.done() < chaos.publications {
		// Kills come about as fast as both numbers are reached together.
		pause := time.Duration(100+rand.IntN(900)) * time.Millisecond
		if ahead := len(k.restarts)*chaos.publications - k.done()*chaos.kills; ahead > 0 && chaos.kills > 0 {
			pause += 2 * time.Second
		}
		select {
		case <-ctx.Done():
			d.stop()
			return ctx.Err()
		case <-time.After(pause):
		}
		if len(k.restarts) >= chaos.kills {
			continue // only publications are missing
		}
		if err := d.run.Process.Signal(syscall.SIGKILL); err != nil {
			return err
		}
		<-d.gone
		var err error
		if d, err = startDemo(ctx, k.program, k.args()...); err != nil {
			return fmt.Errorf("it does not start after kill %d: %w", len(k.restarts)+1, err)
		}
		k.people.base.Store(&d.url)
		k.restarts = append(k.restarts, d.took)
	}
	defer d.stop()
	return k.read(ctx)
}

func (k *killing) done() int {
	k.people.mu.Lock()
	defer k.people.mu.Unlock()
	return len(k.people.acknowledged)
}

func (k *killing) say(format string, args ...any) {
	if len(k.why) < 5 {
		k.why = append(k.why, fmt.Sprintf(format, args...))
	}
}

// read reads every acknowledged document and its attachment as a citizen.
func (k *killing) read(ctx context.Context) error {
	k.people.mu.Lock()
	papers := append([]paper(nil), k.people.acknowledged...)
	k.people.mu.Unlock()
	reader := &client{of: k.people, http: &http.Client{Timeout: 20 * time.Second}}
	for _, p := range papers {
		// Any address that names it moves to the right one.
		code, _, err := reader.get(ctx, fmt.Sprintf("xwdt/gzdt/200001/t20000101_%d.html", p.id))
		if err != nil {
			return err
		}
		if code != http.StatusOK {
			k.lost++
			k.say("document %d answers %d", p.id, code)
			continue
		}
		for _, f := range p.files {
			if code, _, err := reader.get(ctx, f); err != nil || code != http.StatusOK {
				k.half++
				k.say("attachment of %d answers %d %v", p.id, code, err)
			}
		}
	}
	return nil
}

// examine opens the database: every public row has three signatures of three
// people and its entry, and nothing contradicts the ledger.
func (k *killing) examine(ctx context.Context) error {
	s, err := store.Open(ctx, store.Options{Database: k.dsn, File: filepath.Join(k.data, "gongkai.db")})
	if err != nil {
		return err
	}
	defer s.Close()
	app := models.New(s, filepath.Join(k.data, "files"), slog.New(slog.DiscardHandler))
	r, err := app.Verify(ctx, nil)
	if err != nil {
		return err
	}
	for _, f := range r.Findings {
		k.unproved++
		k.say("%s", f.Message)
	}
	for _, id := range k.people.begun {
		page, err := app.Content.Live(ctx, id)
		if err != nil {
			continue // not public: nothing to prove
		}
		if err := k.signed(ctx, app, id, page); err != nil {
			k.half++
			k.say("document %d: %v", id, err)
		}
	}
	return nil
}

func (k *killing) signed(ctx context.Context, app *models.App, id uint64, page *content.Page) error {
	c, err := app.Review.CaseByID(ctx, page.CaseID)
	if err != nil {
		return err
	}
	signatures, err := app.Review.Signatures(ctx, c)
	if err != nil {
		return err
	}
	signers := map[uint64]bool{}
	for _, g := range signatures {
		if g.Sum != page.Sum {
			return errors.New("a signature under other bytes")
		}
		signers[g.PersonID] = true
	}
	if len(signers) != 3 {
		return fmt.Errorf("%d signers", len(signers))
	}
	_, err = app.Review.Track(ctx, content.Ref(id), identity.Actor{})
	return err
}
