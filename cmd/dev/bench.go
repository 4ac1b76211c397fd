package main

import (
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
	does: "Measure how fast the built program starts",
	more: `
From the start of the process to the first answered home page, with an empty
data folder (the demo creates its bureau) and with a filled one. Fails when a
median is over its limit.

`,
	run: runBench,
}

// Limits of the start, on two cores.
const (
	emptyLimit  = 3 * time.Second
	filledLimit = time.Second
)

func runBench(ctx context.Context, flags *flag.FlagSet, args []string) error {
	runs := flags.Int("runs", 5, "how often each start is measured")
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
	var empty, filled []time.Duration
	for i := range max(1, *runs) {
		data := filepath.Join(temp, fmt.Sprintf("data%d", i))
		for _, times := range []*[]time.Duration{&empty, &filled} {
			d, err := startDemo(ctx, program, "--data", data)
			if err != nil {
				return err
			}
			d.stop()
			*times = append(*times, d.took)
		}
	}
	rows := &table{head: []string{"start of demo on SQLite", "fastest", "median", "slowest", "limit"}}
	over := errors.Join(rows.addTimes("empty folder", empty, emptyLimit), rows.addTimes("filled folder", filled, filledLimit))
	fmt.Print(rows)
	if *keep {
		return errors.Join(over, record("bench", rows))
	}
	return over
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
