package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/models"
	"gongkai/models/identity"
	"gongkai/models/register"
	annual "gongkai/models/report"
	"gongkai/models/store"
)

// recountLimit is how long counting a year may take, with every cell and every
// counter of the prose.
const recountLimit = 2 * time.Second

// manyCases is how many requests stand in the register.
const manyCases = 10_000

// benchRecount counts a year over many documents and requests, on both databases.
func benchRecount(ctx context.Context, program, temp string) (*table, error) {
	if err := provide(ctx, mariadbNeed); err != nil {
		return nil, err
	}
	server, err := startMariaDB(ctx)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	rows := &table{head: []string{fmt.Sprintf("a year over %d documents and %d requests", many, manyCases), "cells", "counters", "rows of a cell", "the workbench, all of it", "limit"}}
	var errs []error
	for name, database := range map[string]string{"SQLite": "", "MariaDB": server.database("main")} {
		errs = append(errs, recountOn(ctx, program, filepath.Join(temp, "recount-"+name), name, database, rows))
	}
	slices.SortFunc(rows.rows, func(a, b []string) int { return strings.Compare(b[0], a[0]) })
	return rows, errors.Join(errs...)
}

func recountOn(ctx context.Context, program, data, name, database string, rows *table) error {
	app, _, done, err := stocked(ctx, program, data, database)
	if err != nil {
		return err
	}
	defer done()
	if err := app.Store.Tx(ctx, func(ctx context.Context) error { return requests(ctx, app.Store) }); err != nil {
		return err
	}
	var all, cells, counters, listed []time.Duration
	for range 5 {
		took, err := recount(ctx, app)
		if err != nil {
			return err
		}
		cells, counters, listed, all = append(cells, took[0]), append(counters, took[1]), append(listed, took[2]), append(all, took[3])
	}
	median := func(d []time.Duration) time.Duration { slices.Sort(d); return d[len(d)/2].Round(time.Millisecond) }
	rows.add(name, median(cells).String(), median(counters).String(), median(listed).String(), median(all).String(), recountLimit.String())
	if median(all) > recountLimit {
		return fmt.Errorf("a year takes %s on %s", median(all), name)
	}
	return nil
}

// recount counts one year: the cells, the counters, the rows of one cell; then all of
// the workbench with its rules.
func recount(ctx context.Context, app *models.App) (took [4]time.Duration, err error) {
	const year = 2022
	f, err := annual.ForYear(year)
	if err != nil {
		return took, err
	}
	for i, part := range []func() error{
		func() error { _, err := app.Register.Count(ctx, f, year); return err },
		func() error { _, err := app.Register.Counters(ctx, year); return err },
		func() error { _, err := app.Register.Rows(ctx, f, year, "s3.new.sum"); return err },
		func() error {
			_, err := app.Annual.Open(ctx, year, identity.Actor{ID: 1, Roles: []identity.Role{identity.Publisher}})
			return err
		},
	} {
		start := time.Now()
		if err := part(); err != nil {
			return took, err
		}
		took[i] = time.Since(start)
	}
	return took, nil
}

// requests puts many requests into their register, as its verbs leave them.
func requests(ctx context.Context, s *store.Store) error {
	r := rand.New(rand.NewPCG(9, 9))
	for n := 0; n < manyCases; n += 400 {
		var list []register.Row
		for i := n; i < min(n+400, manyCases); i++ {
			day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(2000))
			x := register.Row{Kind: register.Case, Number: fmt.Sprintf("〔%d〕第 %d 号", day.Year(), i), Name: "专项资金分配依据", N: 1, Version: 1,
				OpenedOn: day.Format(time.DateOnly), Applicant: register.Applicants[r.IntN(6)].ID, CreatedAt: day, ChangedAt: day}
			if r.IntN(30) > 0 {
				x.ClosedOn, x.Result = day.AddDate(0, 0, r.IntN(40)).Format(time.DateOnly), register.Results[r.IntN(len(register.Results))].ID
			}
			list = append(list, x)
		}
		if err := s.DB(ctx).Create(&list).Error; err != nil {
			return err
		}
	}
	return nil
}
