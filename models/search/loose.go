package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// A question is rarely written anywhere word for word. When nothing holds it as
// it stands, its pieces that titles are made of are looked for.

// asking are words of questions that say nothing of what is asked about.
var asking = strings.NewReplacer(func() (pairs []string) {
	for _, w := range strings.Fields("什么时候 为什么 能不能 有没有 是不是 怎么办 有哪些 请问 怎么 怎样 如何 什么 哪里 在哪 哪儿 哪个 哪些 多少 是否 何时 几时 可以 需要 我想 我要 想要 能够 的 了 吗 呢 吧 啊") {
		pairs = append(pairs, w, " ")
	}
	return pairs
}()...)

// maxDropped is how many pieces a search is tried without.
const maxDropped = 3

// loose searches for the pieces of a query that as a whole nobody wrote; strict
// is what was found for it, and the answer when the pieces find nothing either.
func (k *Keeper) loose(ctx context.Context, e Engine, q Query, strict *Result) (*Result, error) {
	if q.Columns != nil || q.Type != "" || q.Year != 0 || q.Validity != NoValidity || q.Format != "" || q.Page > 1 {
		whole, err := e.Search(ctx, Query{Words: q.Words, Synonyms: q.Synonyms, Size: 1})
		if err != nil || whole.Total > 0 {
			return strict, err
		}
	}
	pieces, share := k.pieces(asking.Replace(cut(q.Words)))
	if share < 50 || share < 100 && strict.Instead != "" { // rather a slip of the pen
		return strict, nil
	}
	for range maxDropped {
		if len(pieces) == 0 {
			return strict, nil
		}
		all := Query{Words: strings.Join(pieces, " "), Synonyms: q.Synonyms, Size: 1}
		res, err := e.Search(ctx, all)
		if err != nil {
			return nil, err
		}
		if res.Total > 0 {
			q.Words = all.Words
			if res, err = e.Search(ctx, q); err == nil {
				res.Loose = all.Words
			}
			return res, err
		}
		pieces = dropShortest(pieces)
	}
	return strict, nil
}

// pieces cuts a query into the longest stretches that stand in titles, at least
// two characters or one word. share is how much of it they are, in percent.
func (k *Keeper) pieces(words string) (all []string, share int) {
	var us []unit
	s := scanner{text: words}
	for u, ok := s.next(); ok; u, ok = s.next() {
		us = append(us, u)
	}
	var longest []int
	_ = k.with(func(x *Index) error { longest = x.stretches(us); return nil }) // without an index there are no pieces
	for i := 0; i < len(longest); {
		n := longest[i]
		if n > 1 || n == 1 && !us[i].char {
			share += n
			if p := phrase(us[i : i+n]).text(); !slices.Contains(all, p) && len(all) < maxWords {
				all = append(all, p)
			}
		}
		i += max(1, n)
	}
	return all, 100 * share / max(1, len(us))
}

// stretches says for each unit how many from it on stand together in a title.
func (x *Index) stretches(us []unit) []int {
	longest := make([]int, len(us))
	at := map[string][]int{}
	for i, u := range us {
		at[u.text] = append(at[u.text], i)
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	looked := 0
	var title []unit
	for i := len(x.titles) - 1; i >= 0 && looked < titlesLooked; i-- {
		if x.rows[i].dead {
			continue
		}
		looked++
		title = title[:0]
		s := scanner{text: x.titles[i]}
		for u, ok := s.next(); ok; u, ok = s.next() {
			title = append(title, u)
		}
		for from, u := range title {
			for _, i := range at[u.text] {
				n := 1
				for i+n < len(us) && from+n < len(title) && us[i+n].text == title[from+n].text && !us[i+n].apart && !title[from+n].apart {
					n++
				}
				longest[i] = max(longest[i], n)
			}
		}
	}
	return longest
}

// dropShortest leaves the shortest piece out, the last of those that are.
func dropShortest(pieces []string) []string {
	short := 0
	for i := range pieces {
		if cmp.Compare(len(pieces[i]), len(pieces[short])) <= 0 {
			short = i
		}
	}
	return slices.Delete(pieces, short, short+1)
}
