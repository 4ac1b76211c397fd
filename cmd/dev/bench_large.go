package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Limits with 100,000 documents.
const (
	fillLimit   = 10 * time.Minute
	memoryLimit = 200 // MB
)

// many is how many documents the large portal of bench has, or the folder of one
// that was filled before; flags set them.
var (
	many  int
	large string
	mixed time.Duration
)

// largeData returns the folder of the large portal and fills it when needed.
func largeData(ctx context.Context, program, temp string) (string, error) {
	if large == "" {
		large = filepath.Join(temp, "large")
		if _, err := fill(ctx, program, large, many); err != nil {
			return "", err
		}
	}
	return large, nil
}

// benchFill fills a portal through the three levels.
func benchFill(ctx context.Context, program, temp string) (*table, error) {
	large = filepath.Join(temp, "large")
	took, err := fill(ctx, program, large, many)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(filepath.Join(large, "gongkai.db"))
	if err != nil {
		return nil, err
	}
	limit := fillLimit * time.Duration(many) / 100_000
	rows := &table{head: []string{"documents through three levels", "time", "limit", "each", "SQLite file"}}
	rows.add(fmt.Sprint(many), took.Round(time.Second).String(), limit.String(), micro(took/time.Duration(many)), fmt.Sprintf("%d MB", info.Size()>>20))
	if took > limit {
		err = fmt.Errorf("%d documents took %s", many, took.Round(time.Second))
	}
	return rows, err
}

// benchMemory starts the program on the large portal and reads it like many
// different readers: home, lists, articles, search, feeds, wrong addresses.
func benchMemory(ctx context.Context, program, temp string) (*table, error) {
	data, err := largeData(ctx, program, temp)
	if err != nil {
		return nil, err
	}
	f, done, err := openFilled(ctx, data)
	if err != nil {
		return nil, err
	}
	defer done()
	columns, err := f.lists(ctx)
	if err != nil {
		return nil, err
	}
	d, err := startDemo(ctx, program, "--data", data)
	if err != nil {
		return nil, err
	}
	defer d.stop()
	rows := &table{head: []string{"documents", "start", "limit", "mixed load", "requests", "slowest", "answers 5xx", "memory at the end", "limit"}}
	count, slowest, bad, err := readers(ctx, d.url, columns, f.documents)
	if err != nil {
		return nil, err
	}
	mb, err := residentMB(d.run.Process.Pid)
	if err != nil {
		return nil, err
	}
	rows.add(fmt.Sprint(f.documents), fmt.Sprintf("%d ms", d.took.Milliseconds()), "1 s", mixed.String(), fmt.Sprint(count), slowest.Round(time.Millisecond).String(),
		fmt.Sprint(bad), fmt.Sprintf("%d MB", mb), fmt.Sprintf("%d MB", memoryLimit))
	var over []error
	if mb > memoryLimit {
		over = append(over, fmt.Errorf("%d MB after %s of mixed load", mb, mixed))
	}
	if d.took > time.Second {
		over = append(over, fmt.Errorf("the start took %s", d.took))
	}
	if bad > 0 {
		over = append(over, fmt.Errorf("%d answers of 5xx", bad))
	}
	return rows, errors.Join(over...)
}

// lists are the columns with documents and their numbers of pages.
func (f *filled) lists(ctx context.Context) (map[string]int, error) {
	counts, err := f.app.Content.Counts(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := f.app.Site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	pages := map[string]int{}
	for id, n := range counts {
		pages[tree.ByID(id).Path] = int(n+19) / 20
	}
	return pages, nil
}

// readers ask for a mixture of pages until the time is over.
func readers(ctx context.Context, site string, columns map[string]int, documents int) (count int, slowest time.Duration, bad int, err error) {
	type answer struct {
		took time.Duration
		bad  bool
		err  error
	}
	answers := make(chan answer, 64)
	until := time.Now().Add(mixed)
	for i := range 4 {
		rng := rand.New(rand.NewPCG(uint64(i), 7))
		go func() {
			client := &http.Client{Transport: &http.Transport{}}
			for time.Now().Before(until) && ctx.Err() == nil {
				start := time.Now()
				code, err := status(ctx, client, site+address(rng, columns, documents))
				answers <- answer{time.Since(start), code >= 500, err}
			}
			answers <- answer{took: -1}
		}()
	}
	for running := 4; running > 0; {
		a := <-answers
		if a.took < 0 {
			running--
			continue
		}
		if a.err != nil {
			err = a.err
		}
		count++
		slowest = max(slowest, a.took)
		if a.bad {
			bad++
		}
	}
	return count, slowest, bad, err
}

// address is a page that somebody might ask for.
func address(rng *rand.Rand, columns map[string]int, documents int) string {
	var path string
	var pages int
	n := rng.IntN(len(columns))
	for path, pages = range columns {
		if n--; n < 0 {
			break
		}
	}
	switch rng.IntN(10) {
	case 0:
		return ""
	case 1, 2, 3:
		return fmt.Sprintf("%s/?page=%d", path, 1+rng.IntN(pages))
	case 4:
		return "feed/" + strings.ReplaceAll(path, "/", "-") + ".xml"
	case 5:
		return "search?q=%E9%A2%84%E7%AE%97"
	case 6:
		return fmt.Sprintf("nowhere/%d/", rng.IntN(1000))
	}
	// An article by its number: a wrong date leads to the right address.
	return fmt.Sprintf("%s/202601/t20260101_%d.html", path, 1+rng.IntN(documents))
}

func status(ctx context.Context, client *http.Client, address string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	a, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	return a.StatusCode, a.Body.Close()
}

// residentMB is the memory of a process as the kernel counts it.
func residentMB(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(kb), " kB"))
			return n / 1024, err
		}
	}
	return 0, errors.New("the kernel does not say how much memory the process has")
}
