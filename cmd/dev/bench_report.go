package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	reportrules "gongkai/models/report/rules"
)

// reportLimit is how long the check of one annual report may take, ninety-nine
// times of a hundred.
const reportLimit = 20 * time.Millisecond

// reportTimes is how often it is checked.
const reportTimes = 300

// benchReport checks the annual report of 2020 from its text, and from its cells.
func benchReport(_ context.Context, _, _ string) (*table, error) {
	rows := &table{head: []string{"check of an annual report", "p50", "p99", "slowest", "limit of p99"}}
	var errs []error
	for _, of := range []struct{ name, file string }{{"its text, read and checked", "seed.txt"}, {"its cells, read and checked", "seed.json"}} {
		data, err := os.ReadFile(filepath.Join("models", "report", "rules", "testdata", of.file))
		if err != nil {
			return nil, err
		}
		var times []time.Duration
		for range reportTimes {
			began := time.Now()
			in, err := reportrules.Read(data)
			if err != nil {
				return nil, err
			}
			if reportrules.Check(in).Errors() {
				return nil, errors.New("the report has an error")
			}
			times = append(times, time.Since(began))
		}
		slices.Sort(times)
		tail := times[len(times)*99/100]
		show := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
		rows.rows = append(rows.rows, []string{of.name, show(times[len(times)/2]), show(tail), show(times[len(times)-1]), reportLimit.String()})
		if tail > reportLimit {
			errs = append(errs, fmt.Errorf("%s took %s, limit %s", of.name, tail, reportLimit))
		}
	}
	return rows, errors.Join(errs...)
}
