package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"gongkai/models/pdf"
	annual "gongkai/models/report"
)

// Limits of the files of a report: of the slowest of all, and of what one allocates
// in all while it is made; most of that is free again before it ends.
const (
	fileLimit       = 500 * time.Millisecond
	fileMemoryLimit = 64 << 20
)

// fileRounds is how many times each file is made.
const fileRounds = 40

// benchReportFiles makes the files of a report of five pages, and a PDF of a few
// hundred, without any cache.
func benchReportFiles(ctx context.Context, program, temp string) (*table, error) {
	w, err := wholeReport()
	if err != nil {
		return nil, err
	}
	long := w.Paper()
	for range 60 {
		long.Blocks = append(long.Blocks, w.Paper().Blocks...)
	}
	rows := &table{head: []string{"file of a report", "bytes", "median", "slowest", "limit", "allocated", "limit of it"}}
	made := func(f func() []byte) func() ([]byte, error) {
		return func() ([]byte, error) { return f(), nil }
	}
	var errs []error
	for _, x := range []struct {
		name   string
		rounds int
		make   func() ([]byte, error)
		limit  time.Duration
		memory uint64
	}{
		{"JSON", fileRounds, w.JSON, fileLimit, fileMemoryLimit}, {"CSV", fileRounds, made(w.CSV), fileLimit, fileMemoryLimit},
		{"XLSX", fileRounds, w.XLSX, fileLimit, fileMemoryLimit}, {"DOCX", fileRounds, w.DOCX, fileLimit, fileMemoryLimit},
		{"PDF", fileRounds, made(w.PDF), fileLimit, fileMemoryLimit},
		{"PDF of sixty such reports", 5, made(func() []byte { return pdf.Paper(long) }), 10 * time.Second, 60 * fileMemoryLimit},
	} {
		errs = append(errs, benchFile(rows, x.name, x.rounds, x.make, x.limit, x.memory))
	}
	return rows, errors.Join(errs...)
}

// benchFile adds a row and returns an error when a file is over a limit.
func benchFile(rows *table, name string, rounds int, file func() ([]byte, error), limit time.Duration, memory uint64) error {
	var times []time.Duration
	var size int
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range rounds {
		start := time.Now()
		data, err := file()
		if err != nil {
			return err
		}
		times, size = append(times, time.Since(start)), len(data)
	}
	runtime.ReadMemStats(&after)
	slices.Sort(times)
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
	used, slowest := (after.TotalAlloc-before.TotalAlloc)/uint64(rounds), times[len(times)-1]
	rows.add(name, fmt.Sprint(size), ms(times[len(times)/2]), ms(slowest), limit.String(), fmt.Sprintf("%.1f MB", float64(used)/(1<<20)), fmt.Sprintf("%d MB", memory>>20))
	if slowest > limit || used > memory {
		return fmt.Errorf("%s: %s and %d bytes are over the limits", name, slowest, used)
	}
	return nil
}

// wholeReport is a report in the present format, every cell filled, with some pages
// of prose.
func wholeReport() (*annual.Whole, error) {
	const year = 2025
	f, err := annual.ForYear(year)
	if err != nil {
		return nil, err
	}
	fig := annual.Figures{Format: f.ID, Year: year, Cells: map[string]annual.Value{}}
	for i, id := range f.CellIDs() {
		fig.Cells[id] = annual.NumberOf(fmt.Sprint(i))
	}
	var body strings.Builder
	for _, s := range f.Sections {
		body.WriteString("<h2>" + s.Heading() + "</h2>" + strings.Repeat("<p>"+strings.Repeat("公开政府信息，接受社会监督，共计一千二百三十四条。", 8)+"</p>", 4))
	}
	w, ok := annual.NewWhole(body.String(), fig.Encode())
	if !ok {
		return nil, errors.New("no report")
	}
	w.Title, w.Org, w.Published = "某某区财政局2025年政府信息公开工作年度报告", "某某区财政局", time.Date(2026, 1, 28, 8, 0, 0, 0, time.UTC)
	w.Revised = w.Published
	return w, nil
}
