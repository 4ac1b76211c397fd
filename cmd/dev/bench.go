package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

var benchCommand = command{
	name: "bench",
	does: "Measure how fast the built program is",
	more: `
start    from the start of the process to the first answered home page
cached   a page from the cache against the barest Echo handler of its bytes
fill     writing many documents through the three levels
growth   the cost of pages with a hundred documents and with many
memory   start and memory of the program with many documents, under mixed load
search   finding in many documents, against a scan of all of them
library  filters of a large policy library, on both databases
recount  counting a year of the report from large registers, on both databases
report   checking one annual report by every rule
report-files  the files of an annual report, made anew
visible  from a publication to its page on another server, on MariaDB

Figures of one part are taken in turns, so that they can be compared. Fails
when one is over its limit.

`,
	run: runBench,
}

// A part measures one thing and prints it as a table; an error says what is
// over its limit.
type part struct {
	name string
	run  func(ctx context.Context, program, temp string) (*table, error)
}

func parts() []part {
	return []part{{"start", benchStart}, {"cached", benchCached}, {"fill", benchFill}, {"growth", benchGrowth}, {"memory", benchMemory}, {"visible", benchVisible}, {"search", benchSearch}, {"library", benchLibrary}, {"recount", benchRecount}, {"report", benchReport}, {"report-files", benchReportFiles}}
}

// Limits of the start, on two cores.
const (
	emptyLimit  = 3 * time.Second
	filledLimit = time.Second
)

func runBench(ctx context.Context, flags *flag.FlagSet, args []string) error {
	only := flags.String("only", "", "one `part`")
	flags.IntVar(&many, "documents", 100_000, "documents of the large portal")
	flags.StringVar(&large, "data", "", "data `folder` filled before, instead of filling one")
	flags.DurationVar(&mixed, "mixed", 10*time.Minute, "length of the mixed load")
	section := flags.String("as", "", "record under another `name` than the part's")
	keep := flags.Bool("record", false, "write the figures into "+measurementsFile)
	if err := parse(flags, args); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "gongkai-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	program := filepath.Join(temp, "gongkai")
	if err := build(ctx, program); err != nil {
		return err
	}
	var errs []error
	for _, p := range parts() {
		if *only != "" && *only != p.name {
			continue
		}
		rows, err := p.run(ctx, program, temp)
		errs = append(errs, err)
		if rows == nil {
			continue
		}
		fmt.Println(rows)
		if *keep {
			errs = append(errs, record("bench-"+cmp.Or(*section, p.name), rows))
		}
	}
	return errors.Join(errs...)
}

func benchStart(ctx context.Context, program, temp string) (*table, error) {
	var empty, filled []time.Duration
	for i := range 5 {
		data := filepath.Join(temp, fmt.Sprintf("start%d", i))
		for _, times := range []*[]time.Duration{&empty, &filled} {
			d, err := startDemo(ctx, program, "--data", data)
			if err != nil {
				return nil, err
			}
			d.stop()
			*times = append(*times, d.took)
		}
	}
	rows := &table{head: []string{"start of demo on SQLite", "fastest", "median", "slowest", "limit"}}
	err := errors.Join(rows.addTimes("empty folder", empty, emptyLimit), rows.addTimes("filled folder", filled, filledLimit))
	return rows, err
}

// addTimes adds a row and returns an error when the median is over the limit.
func (t *table) addTimes(name string, times []time.Duration, limit time.Duration) error {
	slices.Sort(times)
	median := times[len(times)/2]
	ms := func(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
	t.add(name, ms(times[0]), ms(median), ms(times[len(times)-1]), ms(limit))
	if median > limit {
		return fmt.Errorf("%s: %s is over the limit of %s", name, ms(median), ms(limit))
	}
	return nil
}
