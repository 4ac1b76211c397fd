package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

var lighthouseCommand = command{
	name: "lighthouse",
	does: "Let Lighthouse judge the public pages as on a phone",
	more: `
Starts its own demo and runs Lighthouse (a slow phone on a slow line) over home,
list, article, annual report and search. Fails when a page has less than 95 for
performance, 100 for accessibility, 100 for best practices or 95 for search
engines. Needs Node 20 or newer with npx, and a network the first time:
Lighthouse is kept in the user's cache folder. Nothing else needs Node.

`,
	run: runLighthouse,
}

// lighthouseVersion is pinned: another version counts otherwise.
const lighthouseVersion = "lighthouse@13.5.0"

// lighthousePages are the pages judged, by their addresses in the demo.
var lighthousePages = []struct{ name, path string }{
	{"home", ""}, {"list", "xwdt/gzdt/"}, {"article", "xwdt/gzdt/202610/t20261029_118.html"}, {"report", "zfxxgk/nb/2020/"}, {"search", "search?q=%E9%A2%84%E7%AE%97"},
}

// lighthouseLimits are the least scores, in the order of the table.
var lighthouseLimits = []struct {
	category string
	least    int
}{{"performance", 95}, {"accessibility", 100}, {"best-practices", 100}, {"seo", 95}}

func runLighthouse(ctx context.Context, flags *flag.FlagSet, args []string) error {
	runs := flags.Int("runs", 3, "how often each page is judged; the median counts")
	keep := flags.Bool("record", false, "write the figures into "+measurementsFile)
	if err := parse(flags, args); err != nil {
		return err
	}
	if find("node") == "" || find("npx") == "" {
		return errors.New("there is no node with npx here: install Node.js (https://nodejs.org); only this command needs it")
	}
	if err := provide(ctx, chromiumNeed, fontNeed); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "gongkai-lighthouse-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	program := filepath.Join(temp, "gongkai")
	if err := build(ctx, program); err != nil {
		return err
	}
	d, err := startDemo(ctx, program, "--data", filepath.Join(temp, "data"))
	if err != nil {
		return err
	}
	defer d.stop()
	rows := &table{head: []string{"page on a phone", "performance", "accessibility", "best practices", "SEO", "FCP", "LCP", "TBT", "CLS", "bytes", "requests"}}
	var low error
	for _, p := range lighthousePages {
		fmt.Println("  ", p.name)
		v, err := judged(ctx, temp, d.url+p.path, p.name == "search", max(1, *runs))
		if err != nil {
			return err
		}
		low = errors.Join(low, rows.addVerdict(p.name, v))
	}
	fmt.Print(rows)
	if *keep {
		return errors.Join(low, record("lighthouse", rows))
	}
	return low
}

// A verdict is what Lighthouse says of a page.
type verdict struct {
	Categories map[string]struct{ Score float64 }
	Audits     map[string]struct {
		NumericValue float64
		Details      struct{ Items json.RawMessage }
	}
	RuntimeError struct{ Message string }
}

// requests is how many requests the page made.
func (v *verdict) requests() int {
	var items []json.RawMessage
	if json.Unmarshal(v.Audits["network-requests"].Details.Items, &items) != nil {
		return 0
	}
	return len(items)
}

func (v *verdict) score(category string) int { return int(v.Categories[category].Score*100 + .5) }

// judged is the verdict with the median performance of some runs. Search results
// are kept out of search engines on purpose, so that is not asked of them.
func judged(ctx context.Context, temp, address string, hidden bool, runs int) (*verdict, error) {
	var all []*verdict
	for range runs {
		v, err := judge(ctx, filepath.Join(temp, "verdict.json"), address, hidden)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b *verdict) int { return a.score("performance") - b.score("performance") })
	return all[len(all)/2], nil
}

func judge(ctx context.Context, file, address string, hidden bool) (*verdict, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	args := []string{"CHROME_PATH=" + browser(), "npx", "--yes", "--cache", filepath.Join(cache, "gongkai", "npm"), lighthouseVersion, address, "--quiet",
		"--output=json", "--output-path=" + file, "--chrome-flags=--headless=new --no-sandbox --disable-gpu"}
	if hidden {
		args = append(args, "--skip-audits=is-crawlable")
	}
	if err := quiet(ctx, "env", args...); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	v := &verdict{}
	if err := json.Unmarshal(text, v); err != nil {
		return nil, fmt.Errorf("%s: %w", lighthouseVersion, err)
	}
	if v.RuntimeError.Message != "" {
		return nil, errors.New(v.RuntimeError.Message)
	}
	return v, nil
}

// addVerdict adds a row and returns an error for every score below its limit.
func (t *table) addVerdict(name string, v *verdict) (low error) {
	row := []string{name}
	for _, l := range lighthouseLimits {
		row = append(row, strconv.Itoa(v.score(l.category)))
		if v.score(l.category) < l.least {
			low = errors.Join(low, fmt.Errorf("%s has %d for %s, at least %d is due", name, v.score(l.category), l.category, l.least))
		}
	}
	seconds := func(audit string) string { return fmt.Sprintf("%.1f s", v.Audits[audit].NumericValue/1000) }
	t.add(append(row, seconds("first-contentful-paint"), seconds("largest-contentful-paint"),
		fmt.Sprintf("%.0f ms", v.Audits["total-blocking-time"].NumericValue), fmt.Sprintf("%.3f", v.Audits["cumulative-layout-shift"].NumericValue),
		fmt.Sprintf("%.0f", v.Audits["total-byte-weight"].NumericValue), strconv.Itoa(v.requests()))...)
	return low
}
