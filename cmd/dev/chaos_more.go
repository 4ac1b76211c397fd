package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// recoveryLimit is how soon after the database's return writing works again.
const recoveryLimit = 5 * time.Second

// chaosOutage takes MariaDB away from a server that citizens read.
func chaosOutage(ctx context.Context, program, temp string) (*table, error) {
	server, err := startMariaDB(ctx)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	d, err := startDemo(ctx, program, "--data", filepath.Join(temp, "outage"), "--database", server.database("demo"))
	if err != nil {
		return nil, err
	}
	defer d.stop()
	p, err := newStaff(ctx, d.url)
	if err != nil {
		return nil, err
	}
	pages, err := everyPage(ctx, p)
	if err != nil {
		return nil, err
	}
	// A change makes every page in memory old, so that the outage is met without
	// a single fresh one.
	if err := p.publish(ctx, "停机前公开的一篇"); err != nil {
		return nil, err
	}
	server.halt()
	away := time.Now()
	got, kept, err := outageLoad(ctx, p, pages)
	if err != nil {
		return nil, err
	}
	wasAway := time.Since(away)
	if err := server.launch(ctx); err != nil {
		return nil, err
	}
	back := time.Now()
	for {
		if err := p.publish(ctx, "恢复后公开的一篇"); err == nil {
			break
		}
		if time.Since(back) > time.Minute {
			return nil, errors.New("it does not recover")
		}
		time.Sleep(50 * time.Millisecond)
	}
	recovery := time.Since(back)
	rows := &table{head: []string{"MariaDB away", "public pages read", "answered 200", "writes", "503 with Retry-After", "typed text kept", "writing again after", "limit"}}
	rows.add(wasAway.Round(time.Second).String(), fmt.Sprint(got.reads), fmt.Sprint(got.good), fmt.Sprint(kept.writes), fmt.Sprint(kept.refused), fmt.Sprint(kept.kept),
		fmt.Sprintf("%d ms", recovery.Milliseconds()), recoveryLimit.String())
	if got.good != got.reads || kept.refused != kept.writes || kept.kept != kept.writes || recovery > recoveryLimit {
		return rows, fmt.Errorf("an outage was felt: %v", got.why)
	}
	return rows, nil
}

// everyPage lists addresses that the site map and the home page lead to, and
// waits until all of them lie in the snapshot.
func everyPage(ctx context.Context, p *staff) ([]string, error) {
	reader := &client{of: p, http: &http.Client{Timeout: 20 * time.Second}}
	_, list, err := reader.get(ctx, "sitemap.xml")
	if err != nil {
		return nil, err
	}
	pages := []string{"", "sitemap/"}
	for _, part := range strings.Split(list, "<loc>")[1:] {
		at, _, _ := strings.Cut(part, "</loc>")
		u, err := url.Parse(at)
		if err != nil {
			return nil, err
		}
		pages = append(pages, strings.TrimPrefix(u.Path, "/"))
	}
	for _, at := range pages {
		if code, _, err := reader.get(ctx, at); err != nil || code != http.StatusOK {
			return nil, fmt.Errorf("/%s answers %d %v before the outage", at, code, err)
		}
	}
	return pages, nil
}

type outageReads struct {
	reads, good int
	why         []string
}

type outageWrites struct{ writes, refused, kept int }

// outageLoad reads every page over and over and tries to write while the
// database is away.
func outageLoad(ctx context.Context, p *staff, pages []string) (outageReads, outageWrites, error) {
	var got outageReads
	var kept outageWrites
	var mu sync.Mutex
	var wg sync.WaitGroup
	var next atomic.Int64
	until := time.Now().Add(chaos.away)
	for range 8 {
		wg.Go(func() {
			reader := &client{of: p, http: &http.Client{Timeout: 20 * time.Second}}
			for time.Now().Before(until) && ctx.Err() == nil {
				at := pages[int(next.Add(1))%len(pages)]
				code, _, err := reader.get(ctx, at)
				mu.Lock()
				got.reads++
				if err == nil && code == http.StatusOK {
					got.good++
				} else if len(got.why) < 5 {
					got.why = append(got.why, fmt.Sprintf("/%s: %d %v", at, code, err))
				}
				mu.Unlock()
			}
		})
	}
	wg.Go(func() {
		for time.Now().Before(until) && ctx.Err() == nil {
			title := fmt.Sprintf("断线时写的第%d篇", kept.writes)
			code, wait, page := p.author.refused(ctx, title)
			kept.writes++
			if code == http.StatusServiceUnavailable && wait != "" {
				kept.refused++
			}
			if strings.Contains(page, title) {
				kept.kept++
			}
			time.Sleep(200 * time.Millisecond)
		}
	})
	wg.Wait()
	return got, kept, ctx.Err()
}

// refused tries to save a document and says how it was refused.
func (c *client) refused(ctx context.Context, title string) (code int, wait, page string) {
	form := url.Values{"_csrf": {c.csrf}, "column": {"xwdt/gzdt"}, "title": {title}, "body": {"<p>" + title + "</p>"}, "source": {"预算科"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, *c.of.base.Load()+"desk/documents", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err.Error()
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := c.http.Do(r)
	if err != nil {
		return 0, "", err.Error()
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		return 0, "", err.Error()
	}
	return a.StatusCode, a.Header.Get("Retry-After"), string(text)
}

// backupLimit bounds backup, restore and verification of ten thousand documents.
const backupLimit = 5 * time.Minute

// chaosBackup backs a portal up while people publish, and restores it into
// MariaDB.
func chaosBackup(ctx context.Context, program, temp string) (*table, error) {
	server, err := startMariaDB(ctx)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	data := filepath.Join(temp, "backup")
	d, err := startDemo(ctx, program, "--data", data)
	if err != nil {
		return nil, err
	}
	d.stop()
	if _, err := fill(ctx, program, data, chaos.documents); err != nil {
		return nil, err
	}
	if d, err = startDemo(ctx, program, "--data", data); err != nil {
		return nil, err
	}
	defer d.stop()
	p, err := newStaff(ctx, d.url)
	if err != nil {
		return nil, err
	}
	writing, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 0; writing.Err() == nil; n++ {
			_ = p.publish(writing, fmt.Sprintf("备份时公开的第%d篇", n)) // the last one is cut off
		}
	})
	file := filepath.Join(temp, "portal.backup")
	start := time.Now()
	err = quiet(ctx, program, "backup", file, "--data", data)
	took := time.Since(start)
	stop()
	wg.Wait()
	if err != nil {
		return nil, err
	}
	start = time.Now()
	if err := quiet(ctx, program, "restore", file, "--into", server.database("demo"), "--data", filepath.Join(temp, "restored")); err != nil {
		return nil, err
	}
	restored := time.Since(start)
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	rows := &table{head: []string{"documents", "published meanwhile", "backup, read back", "size", "restore on MariaDB, verified", "limit of both"}}
	rows.add(fmt.Sprint(chaos.documents), fmt.Sprint(len(p.acknowledged)), took.Round(time.Millisecond).String(), fmt.Sprintf("%d MB", info.Size()>>20), restored.Round(time.Millisecond).String(), backupLimit.String())
	if took+restored > backupLimit || len(p.acknowledged) == 0 {
		return rows, fmt.Errorf("backup and restore took %s, %d documents were published meanwhile", took+restored, len(p.acknowledged))
	}
	return rows, nil
}
