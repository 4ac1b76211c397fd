package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/models/search"
)

// Limits of the search, at 100,000 documents of 1.5 KB.
const (
	searchMedian  = 10 * time.Millisecond // terms in up to five of a hundred documents, facets and marks included
	searchSlowest = 60 * time.Millisecond // of a hundred
	commonSlowest = 100 * time.Millisecond
	absurdSlowest = 100 * time.Millisecond
	searchBuild   = 3 * time.Minute
	searchTimes   = 3   // as large as the text
	searchMemory  = 200 // MB
	searchQueries = 1000
)

// corpus makes the same documents each time they are asked for.
type corpus struct {
	words []string // the first are the most frequent
}

func newCorpus() *corpus {
	r := rand.New(rand.NewPCG(3, 4))
	chars := make([]rune, 2500)
	for i := range chars {
		chars[i] = rune(0x4E00 + r.IntN(20000))
	}
	c := &corpus{}
	for range 30000 {
		w := make([]rune, 2+r.IntN(3))
		for i := range w {
			w[i] = chars[min(r.IntN(len(chars)), r.IntN(len(chars)))]
		}
		c.words = append(c.words, string(w))
	}
	return c
}

// doc is document n: 1.5 KB of text, a title, half of them with a number.
func (c *corpus) doc(n int) search.Doc {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	z := rand.NewZipf(r, 1.07, 20, uint64(len(c.words)-1))
	var b strings.Builder
	for b.Len() < 1500 {
		b.WriteString(c.words[z.Uint64()])
		if r.IntN(9) == 0 {
			b.WriteString([]string{"，", "。\n", "2024", "、"}[r.IntN(4)])
		}
	}
	d := search.Doc{ID: uint64(n + 1), Title: "关于" + c.words[z.Uint64()] + c.words[z.Uint64()] + "的通知", Text: b.String(), Column: uint64(n % 40), Type: search.Types()[n%8],
		Year: 2015 + n%12, Validity: search.Validity(n % 4), PublishedAt: time.Unix(int64(1_400_000_000+n*3000), 0)}
	if n%2 == 0 {
		d.Number = fmt.Sprintf("黔江财发〔%d〕%d号", d.Year, n)
	}
	return d
}

func benchSearch(ctx context.Context, _, temp string) (*table, error) {
	c, file := newCorpus(), filepath.Join(temp, "search.db")
	x, err := search.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer x.Close()
	began := time.Now()
	for n := 0; n < many; n += 2048 {
		var docs []search.Doc
		for i := n; i < min(n+2048, many); i++ {
			docs = append(docs, c.doc(i))
		}
		if err := x.Change(ctx, docs, nil, 1); err != nil {
			return nil, err
		}
	}
	took := time.Since(began)
	s, err := x.Stat(ctx)
	if err != nil {
		return nil, err
	}
	rows := &table{head: []string{fmt.Sprintf("search in %d documents", many), "median", "slowest of a hundred", "slowest", "limit"}}
	var errs []error
	over := func(bad bool, what string) {
		if bad {
			errs = append(errs, fmt.Errorf("search: %s is over its limit", what))
		}
	}
	rows.add("build", "", "", fmt.Sprintf("%.0f s", took.Seconds()), "180 s")
	over(took > searchBuild, "the build")
	share := float64(s.Bytes) / float64(s.TextSize)
	rows.add("size, times the text", "", "", fmt.Sprintf("%.2f", share), "3")
	over(share > searchTimes, "the size")
	errs = append(errs, c.ask(ctx, x, rows, over)...)
	mb := peakMB()
	rows.add("memory, building and asking", "", "", fmt.Sprintf("%d MB", mb), fmt.Sprintf("%d MB", searchMemory))
	over(mb > searchMemory, "the memory")
	errs = append(errs, c.exact(ctx, x, rows))
	return rows, errors.Join(errs...)
}

// ask measures the kinds of queries.
func (c *corpus) ask(ctx context.Context, x *search.Index, rows *table, over func(bool, string)) (errs []error) {
	r := rand.New(rand.NewPCG(5, 6))
	var few, common []string
	for len(few) < searchQueries || len(common) < 200 {
		w := c.words[min(r.IntN(len(c.words)), r.IntN(len(c.words)), r.IntN(len(c.words)))]
		if len(common) < 200 && r.IntN(3) == 0 {
			w = c.words[r.IntN(60)]
		}
		res, err := x.Search(ctx, search.Query{Words: w, Size: 1})
		if err != nil {
			return []error{err}
		}
		switch {
		case res.Total*20 > many && len(common) < 200:
			common = append(common, w)
		case res.Total*20 <= many && len(few) < searchQueries:
			few = append(few, w)
		}
	}
	odd := []string{strings.Repeat("财政", 50_000), strings.Repeat("\"", 100_000), "\x00", "\U0001F600", "，。！", "AND OR NOT ( * : ^", "' OR 1=1 --", "通", "的", "2024", "a"}
	odd = append(odd, strings.Repeat("词 ", 5000), strings.Join(c.words[:5000], " "), strings.Join(c.words[:60], ""))
	for _, k := range []struct {
		name           string
		words          []string
		sort           search.Sort
		median, slowly time.Duration
	}{
		{"terms in up to 5 % of the documents, by relevance", few, search.Relevance, searchMedian, searchSlowest},
		{"commoner terms, newest first", common, search.Newest, 0, commonSlowest},
		{"absurd queries", odd, search.Auto, 0, absurdSlowest},
		{"a part of a 文号", []string{"财发〔2024〕57", "〔2019〕1252号", "黔江财发2026", "黔江财发〔2020〕1001号"}, search.Auto, 0, searchSlowest},
	} {
		var times []time.Duration
		for _, w := range k.words {
			began := time.Now()
			if _, err := x.Search(ctx, search.Query{Words: w, Size: 20, Sort: k.sort}); err != nil {
				errs = append(errs, fmt.Errorf("search %.20q: %w", w, err))
			}
			times = append(times, time.Since(began))
		}
		slices.Sort(times)
		median, slow, most := times[len(times)/2], times[len(times)*99/100], times[len(times)-1]
		ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
		limit := ms(k.slowly)
		if k.median > 0 {
			limit = ms(k.median) + " / " + limit
		}
		rows.add(k.name, ms(median), ms(slow), ms(most), limit)
		over(k.median > 0 && median > k.median || slow > k.slowly, k.name)
	}
	return errs
}

// exact compares what random queries find with a scan of all texts.
func (c *corpus) exact(ctx context.Context, x *search.Index, rows *table) error {
	r := rand.New(rand.NewPCG(8, 9))
	words, counts := make([]string, searchQueries), make([]int, searchQueries)
	for i := range words {
		text := []rune(strings.Map(han, c.doc(r.IntN(many)).Text))
		at := r.IntN(len(text) - 8)
		words[i] = strings.TrimSpace(string(text[at : at+1+r.IntN(7)]))
	}
	for n := range many {
		d := c.doc(n)
		for i, w := range words {
			found := w != ""
			for _, part := range strings.Fields(w) {
				found = found && (strings.Contains(d.Text, part) || strings.Contains(d.Title, part) || strings.Contains(d.Number, part))
			}
			if found {
				counts[i]++
			}
		}
	}
	wrong := 0
	for i, w := range words {
		res, err := x.Search(ctx, search.Query{Words: w, Size: 1})
		if err != nil {
			return err
		}
		if res.Total != counts[i] {
			wrong++
		}
	}
	rows.add("random queries that differ from a scan", "", "", fmt.Sprintf("%d of %d", wrong, len(words)), "0")
	if wrong > 0 {
		return fmt.Errorf("search: %d of %d queries find something else than a scan", wrong, len(words))
	}
	return nil
}

// han keeps Chinese characters; anything else parts them.
func han(r rune) rune {
	if r < 0x4E00 || r > 0x9FFF {
		return ' '
	}
	return r
}

// peakMB is the most memory that this process has had, in MB; 0 where the system
// does not say.
func peakMB() int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return n / 1024
		}
	}
	return 0
}
