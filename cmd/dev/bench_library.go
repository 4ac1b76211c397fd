package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	"gongkai/models/policy"
	"gongkai/models/store"
)

// libraryLimit is how long a filter of the library may take, ninety-nine times of
// a hundred.
const libraryLimit = 50 * time.Millisecond

// libraryAsked is how many different filters are asked for.
const libraryAsked = 1000

// benchLibrary asks the policy library for filters, each page rendered anew, on
// both databases.
func benchLibrary(ctx context.Context, program, temp string) (*table, error) {
	if err := provide(ctx, mariadbNeed); err != nil {
		return nil, err
	}
	server, err := startMariaDB(ctx)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	rows := &table{head: []string{fmt.Sprintf("library of %d documents", many), "p50", "p99", "slowest", "first of the process", "first after a change", "limit of p99"}}
	var errs []error
	for name, database := range map[string]string{"SQLite": "", "MariaDB": server.database("main")} {
		errs = append(errs, libraryOn(ctx, program, filepath.Join(temp, "library-"+name), name, database, rows))
	}
	slices.SortFunc(rows.rows, func(a, b []string) int { return strings.Compare(b[0], a[0]) })
	return rows, errors.Join(errs...)
}

func libraryOn(ctx context.Context, program, data, name, database string, rows *table) error {
	app, site, done, err := stocked(ctx, program, data, database)
	if err != nil {
		return err
	}
	defer done()
	first, err := libraryGet(site, "")
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	var times []time.Duration
	for range libraryAsked {
		took, err := libraryGet(site, filters(r).Encode())
		if err != nil {
			return err
		}
		times = append(times, took)
	}
	slices.Sort(times)
	err = app.Store.Tx(ctx, func(ctx context.Context) error {
		epoch, err := app.Site.Turning(ctx)
		if err != nil {
			return err
		}
		return app.Store.DB(ctx).Exec("UPDATE content_policies SET epoch = ? WHERE document_id = ?", epoch, uint64(1_000_001)).Error
	})
	if err != nil {
		return err
	}
	changed, err := libraryGet(site, "")
	if err != nil {
		return err
	}
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
	slow := times[len(times)*99/100]
	rows.add(name, ms(times[len(times)/2]), ms(slow), ms(times[len(times)-1]), ms(first), ms(changed), libraryLimit.String())
	if slow > libraryLimit {
		return fmt.Errorf("a filter of the library takes %s on %s", slow, name)
	}
	return nil
}

// stocked opens a portal with many documents on the shelf of its library, inside
// this process; done closes it.
func stocked(ctx context.Context, program, data, database string) (app *models.App, site http.Handler, done func(), err error) {
	if err := quiet(ctx, program, "fill", "--documents", "100", "--data", data, "--database", database); err != nil {
		return nil, nil, nil, err
	}
	cfg := config.Config{Addr: "127.0.0.1:1", Data: data, Database: database}
	cfg.Complete()
	options := store.Options{Database: database}
	if database == "" {
		options.File = cfg.SQLiteFile()
	}
	s, err := store.Open(ctx, options)
	if err != nil {
		return nil, nil, nil, err
	}
	done = func() { _ = s.Close() } // nothing is kept
	log := slog.New(slog.DiscardHandler)
	app = models.New(s, cfg.Files, log)
	site = handlers.New(app, cfg, "", log)
	if err = s.Tx(ctx, func(ctx context.Context) error { return stock(ctx, app) }); err == nil {
		err = app.Site.Look(ctx)
	}
	if err != nil {
		done()
	}
	return app, site, done, err
}

// stock puts many documents on the shelf: rows as publications leave them,
// without their texts.
func stock(ctx context.Context, app *models.App) error {
	tree, err := app.Site.Tree(ctx)
	if err != nil {
		return err
	}
	var columns []uint64
	for _, path := range []string{"zcwj/gfx", "zcwj/qt", "zcwj/sj"} {
		columns = append(columns, tree.ByPath(path).ID)
	}
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	standings := []string{"", "", "", "", "amended", "repealed", "expired"}
	const part = 400
	for n := 0; n < many; n += part {
		var live, shelf []string
		var liveArgs, shelfArgs []any
		for i := n; i < min(n+part, many); i++ {
			id, kind, at := uint64(1_000_000+i), r.IntN(3), time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i)*110*time.Minute)
			standing := pick(standings)
			live = append(live, "(?, 1, 1, ?, ?, ?, ?, ?)")
			liveArgs = append(liveArgs, id, columns[kind], fmt.Sprintf("关于%s和%s的第%d号通知", pick(libraryWords), pick(libraryWords), i), at, at, standing)
			shelf = append(shelf, "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?, 1)")
			year := at.Year()
			shelfArgs = append(shelfArgs, id, columns[kind], 1+r.IntN(9), []string{"normative", "policy", "superior"}[kind], fmt.Sprintf("某财发〔%d〕%d号", year, i), "某财发", year, i,
				fmt.Sprintf("发布机构%d", r.IntN(12)), pick(policy.Subjects), pick(policy.Genres), at.Format(time.DateOnly), year, standing, r.IntN(2) == 0, at, false)
		}
		err := errors.Join(
			app.Store.DB(ctx).Exec("INSERT INTO content_live (document_id, revision_id, case_id, column_id, title, published_at, revised_at, standing) VALUES "+strings.Join(live, ","), liveArgs...).Error,
			app.Store.DB(ctx).Exec("INSERT INTO content_policies (document_id, column_id, section_id, holds, number, number_organ, number_year, number_serial, organ, subject, genre, formed_on,"+
				" effective_on, expires_on, year, standing, interpreted, published_at, gone, epoch) VALUES "+strings.Join(shelf, ","), shelfArgs...).Error)
		if err != nil {
			return err
		}
	}
	return nil
}

var libraryWords = strings.Fields("预算 决算 采购 国库 补贴 资金 债务 票据 资产 绩效 会计 监督 税收 惠农 养老 教育 卫生 交通 水利 林业")

// filters is one question: up to three facets, words now and then, any page.
func filters(r *rand.Rand) url.Values {
	v := url.Values{}
	for range 1 + r.IntN(3) {
		switch r.IntN(7) {
		case 0:
			v.Set("valid", []string{"effective", "repealed", "expired", "amended"}[r.IntN(4)])
		case 1:
			v.Set("formed", fmt.Sprint(2005+r.IntN(21)))
		case 2:
			v.Set("genre", policy.Genres[r.IntN(len(policy.Genres))])
		case 3:
			v.Set("subject", policy.Subjects[r.IntN(len(policy.Subjects))])
		case 4:
			v.Set("organ", fmt.Sprintf("发布机构%d", r.IntN(12)))
		case 5:
			v.Set("q", libraryWords[r.IntN(len(libraryWords))])
		case 6:
			v.Set("sort", "formed")
		}
	}
	return v
}

func libraryGet(site http.Handler, query string) (time.Duration, error) {
	r := httptest.NewRequest(http.MethodGet, "/zcwj/?"+query, nil)
	w := httptest.NewRecorder()
	start := time.Now()
	site.ServeHTTP(w, r)
	took := time.Since(start)
	if w.Code != http.StatusOK {
		return took, fmt.Errorf("the library answers %d to %s", w.Code, query)
	}
	return took, nil
}
