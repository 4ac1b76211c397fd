package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/models"
	"gongkai/models/content"
	"gongkai/models/review"
	"gongkai/models/store"
)

// visibleLimit is how long another server may show the page of before.
const visibleLimit = time.Second

// benchVisible publishes on one server and waits until another one, on the same
// MariaDB, shows the title in its list.
func benchVisible(ctx context.Context, program, temp string) (*table, error) {
	if err := provide(ctx, mariadbNeed); err != nil {
		return nil, err
	}
	server, err := startMariaDB(ctx)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	d, err := startDemo(ctx, program, "--data", filepath.Join(temp, "visible"), "--database", server.database("demo"))
	if err != nil {
		return nil, err
	}
	defer d.stop()
	s, err := store.Open(ctx, store.Options{Database: server.database("demo")})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	app := models.New(s, filepath.Join(temp, "visible", "files"), slog.New(slog.DiscardHandler))
	var times []time.Duration
	for i := range 100 {
		title := fmt.Sprintf("第%d次公开", i)
		if err := publish(ctx, app, title); err != nil {
			return nil, err
		}
		took, err := until(ctx, d.url+"xwdt/gzdt/", title)
		if err != nil {
			return nil, err
		}
		times = append(times, took)
	}
	slices.Sort(times)
	ms := func(q int) string { return fmt.Sprintf("%d ms", times[q].Milliseconds()) }
	rows := &table{head: []string{"publications on MariaDB", "p50", "p90", "p99", "slowest", "limit of p99"}}
	rows.add("100", ms(50), ms(90), ms(98), ms(99), visibleLimit.String())
	if times[98] > visibleLimit {
		return rows, fmt.Errorf("visible on another server after %s", times[98])
	}
	return rows, nil
}

// publish takes a document of the demo's people through the three levels.
func publish(ctx context.Context, app *models.App, title string) error {
	author, err := app.People.Actor(ctx, "budget.author")
	if err != nil {
		return err
	}
	head, err := app.People.Actor(ctx, "budget.head")
	if err != nil {
		return err
	}
	officer, err := app.People.Actor(ctx, "office.secrecy")
	if err != nil {
		return err
	}
	d, err := app.Content.Create(ctx, content.Form{Column: "xwdt/gzdt", Title: title, Body: "<p>正文。</p>", Source: "预算科"}, author)
	if err != nil {
		return err
	}
	if err := app.Content.Submit(ctx, d.ID, 1, true, author); err != nil {
		return err
	}
	if err := app.Review.DecideSection(ctx, content.Ref(d.ID), 2, review.SectionForm{Approve: true, Checks: review.Points}, head); err != nil {
		return err
	}
	f := review.ConfidentialityForm{Approve: true, Conclusion: review.OpenConclusion, Answers: map[string]string{}}
	for _, q := range review.Questions {
		f.Answers[q] = "no"
	}
	return app.Review.DecideConfidentiality(ctx, content.Ref(d.ID), 3, f, officer)
}

// until asks for a page again and again until it holds the text.
func until(ctx context.Context, address, text string) (time.Duration, error) {
	start := time.Now()
	for time.Since(start) < 10*time.Second {
		page, err := fetch(ctx, address, "")
		if err != nil {
			return 0, err
		}
		if strings.Contains(string(page), text) {
			return time.Since(start), nil
		}
	}
	return 0, fmt.Errorf("%s does not show %q after ten seconds", address, text)
}
