package search

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// m is a piece of a request.
type m = map[string]any

// What a find is worth to an engine, in the order of worth. A float of 24 bits
// must hold their sum.
const (
	remoteExact  = 1 << 18
	remotePart   = 1 << 17
	remoteTitle  = 1 << 15
	remoteTyped  = 1 << 14
	remoteText   = 1 << 13
	remoteOne    = 1 << 4 // for each word in the title
	remoteHolds  = 1 << 3
	remoteRules  = 1 << 2
	remoteExpand = 100_000 // tokens that begin with one character
)

// phraseIn asks for a phrase in a field, by the tokens that Index would look for.
func phraseIn(field string, p phrase) m {
	var tokens []string
	open := false
	for i, u := range p {
		switch {
		case !u.char:
			tokens = append(tokens, u.text)
		case i+1 < len(p) && p[i+1].char:
			tokens = append(tokens, u.text+p[i+1].text)
		case i+1 < len(p):
			tokens = append(tokens, u.text)
		case i > 0 && p[i-1].char: // the pair before says it
		default:
			tokens, open = append(tokens, u.text), true
		}
	}
	switch {
	case open && len(tokens) == 1:
		return m{"prefix": m{field: m{"value": tokens[0]}}}
	case open:
		return m{"match_phrase_prefix": m{field: m{"query": strings.Join(tokens, " "), "max_expansions": remoteExpand}}}
	}
	return m{"match_phrase": m{field: m{"query": strings.Join(tokens, " ")}}}
}

// any1 asks for one of some queries.
func any1(qs []m) m { return m{"bool": m{"should": qs, "minimum_should_match": 1}} }

func all(qs []m) m { return m{"bool": m{"filter": qs}} }

func worthOf(boost int, q m) m { return m{"constant_score": m{"filter": q, "boost": boost}} }

// wordIn asks for a word, or what means the same, in one of some fields.
func wordIn(g group, typed bool, fields ...string) m {
	ps := g.phrases
	if typed {
		ps = ps[:1]
	}
	var qs []m
	for _, p := range ps {
		for _, f := range fields {
			qs = append(qs, phraseIn(f, p))
		}
	}
	return any1(qs)
}

// remoteQuery asks for what holds every word, or has the number that is meant.
func remoteQuery(gs []group, words string) m {
	var every, titles, typed, texts, score []m
	for _, g := range gs {
		every = append(every, wordIn(g, false, "title", "text", "files"))
		titles = append(titles, wordIn(g, false, "title"))
		typed = append(typed, wordIn(g, true, "title"))
		texts = append(texts, wordIn(g, false, "title", "text"))
	}
	score = append(score, worthOf(remoteTitle, all(titles)), worthOf(remoteTyped, all(typed)), worthOf(remoteText, all(texts)))
	for _, t := range titles {
		score = append(score, worthOf(remoteOne, t))
	}
	score = append(score, worthOf(remoteHolds, m{"bool": m{"must_not": []m{{"term": m{"validity": Over}}}}}))
	score = append(score, worthOf(remoteRules, all(append([]m{{"term": m{"kind": Policy}}}, titles...))))
	qs := []m{{"bool": m{"filter": every, "should": score}}}
	if form := numberForm(words); form != "" {
		qs = append(qs, worthOf(remoteExact, any1([]m{{"term": m{"number": form}}, {"term": m{"serial": form}}})))
		qs = append(qs, partly(words)...)
	}
	return any1(qs)
}

// partly asks for the documents whose number a query is a part of.
func partly(words string) []m {
	part := numberPart(words)
	if part == "" {
		return nil
	}
	if bare := strings.TrimPrefix(part, "|"); bare[0] >= 0x80 { // see partOf
		part = bare
	}
	part = "*" + part + "*"
	return []m{worthOf(remotePart, any1([]m{{"wildcard": m{"number": m{"value": part}}}, {"wildcard": m{"serial": m{"value": part}}}}))}
}

// remoteFilters are the filters of a query by the facet to which they belong.
func remoteFilters(q *Query) map[string]m {
	f := map[string]m{}
	if len(q.Columns) > 0 {
		f["column"] = m{"terms": m{"column": q.Columns}}
	}
	if q.Type != "" {
		f["kind"] = m{"term": m{"kind": q.Type}}
	}
	if q.Year != 0 {
		f["year"] = m{"term": m{"year": q.Year}}
	}
	if q.Validity != NoValidity {
		f["validity"] = m{"term": m{"validity": q.Validity}}
	}
	if q.Format != "" {
		f["formats"] = m{"term": m{"formats": q.Format}}
	}
	return f
}

// remoteFacets are the fields that facets count.
var remoteFacets = []string{"column", "kind", "year", "validity", "formats"}

func remoteRequest(gs []group, words string, q *Query, by Sort) m {
	filters := remoteFilters(q)
	but := func(name string) []m {
		fs := []m{}
		for _, f := range remoteFacets {
			if filters[f] != nil && f != name {
				fs = append(fs, filters[f])
			}
		}
		return fs
	}
	aggs := m{}
	for _, f := range remoteFacets {
		aggs[f] = m{"filter": all(but(f)), "aggs": m{"by": m{"terms": m{"field": f, "size": 10_000}}}}
	}
	from, size := paged(q)
	sort := []m{{"published": m{"order": "desc"}}, {"id": m{"order": "desc"}}}
	if by == Relevance {
		sort = append([]m{{"_score": m{"order": "desc"}}}, sort...)
	}
	return m{"from": from, "size": size, "track_total_hits": true, "_source": []string{"id", "kind", "shown"}, "sort": sort,
		"query": remoteQuery(gs, words), "post_filter": all(but("")), "aggs": aggs}
}

// answer is what an engine says to a search.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Hits     struct {
		Total struct {
			Value int `json:"value"`
		} `json:"total"`
		Hits []struct {
			Source struct {
				ID    uint64 `json:"id"`
				Kind  Type   `json:"kind"`
				Name  string `json:"name"`
				Shown shown  `json:"shown"`
			} `json:"_source"`
		} `json:"hits"`
	} `json:"hits"`
	Aggs map[string]struct {
		Value float64 `json:"value"`
		By    struct {
			Buckets []struct {
				Key   json.RawMessage `json:"key"`
				Count int             `json:"doc_count"`
			} `json:"buckets"`
		} `json:"by"`
	} `json:"aggregations"`
}

// Search implements Engine.
func (r *Remote) Search(ctx context.Context, q Query) (*Result, error) {
	began := time.Now()
	words := cut(q.Words)
	gs, also := groups(words, q.Synonyms)
	res := &Result{Also: also, Sorted: Relevance, Facets: newFacets()}
	if len(gs) == 0 {
		res.Took = time.Since(began)
		return res, nil
	}
	index := r.index.Load()
	if index == nil || !r.ready.Load() {
		return nil, ErrAway
	}
	ctx, cancel := context.WithTimeout(ctx, RemoteLimit)
	defer cancel()
	if q.Sort == Newest {
		res.Sorted = Newest
	}
	a, err := r.search(ctx, *index, remoteRequest(gs, words, &q, res.Sorted))
	if err == nil && q.Sort == Auto && a.Hits.Total.Value > many {
		res.Sorted = Newest
		a, err = r.search(ctx, *index, remoteRequest(gs, words, &q, Newest))
	}
	if err != nil {
		if s := statusOf(err); s == 404 || s == 0 || s == 429 || s >= 500 { // until Follow has found it again
			r.ready.Store(false)
		}
		return nil, err
	}
	err = a.into(res, gs)
	res.Took = time.Since(began)
	return res, err
}

func (r *Remote) search(ctx context.Context, index string, request m) (a answer, err error) {
	err = r.ask(ctx, "POST", index+"/_search", request, &a)
	if err == nil && a.TimedOut {
		err = ErrAway
	}
	return a, err
}

// into reads an answer as a result.
func (a *answer) into(res *Result, gs []group) error {
	res.Total = a.Hits.Total.Value
	var ps []phrase
	for _, g := range gs {
		ps = append(ps, g.phrases...)
	}
	for i := range a.Hits.Hits {
		d := &a.Hits.Hits[i].Source
		h := hit(d.Shown.Title, d.Shown.Number, &d.Shown.stored, ps)
		h.ID, h.Type = d.ID, d.Kind
		res.Hits = append(res.Hits, h)
	}
	f := &res.Facets
	for name, read := range map[string]func(key []byte, n int) error{
		"column":   func(key []byte, n int) error { return counted(f.Columns, key, n) },
		"kind":     func(key []byte, n int) error { return counted(f.Types, key, n) },
		"year":     func(key []byte, n int) error { return counted(f.Years, key, n) },
		"validity": func(key []byte, n int) error { return counted(f.Validities, key, n) },
		"formats":  func(key []byte, n int) error { return counted(f.Formats, key, n) },
	} {
		for _, b := range a.Aggs[name].By.Buckets {
			if err := read(b.Key, b.Count); err != nil {
				return err
			}
		}
	}
	delete(f.Validities, NoValidity)
	delete(f.Years, 0)
	return nil
}

func counted[K comparable](into map[K]int, key []byte, n int) error {
	var k K
	if err := json.Unmarshal(key, &k); err != nil {
		return err
	}
	if n > 0 {
		into[k] = n
	}
	return nil
}

// Suggest implements Engine: the newest titles that hold what was typed, those
// that begin with it first.
func (r *Remote) Suggest(ctx context.Context, prefix string, n int) (list []Suggestion, err error) {
	prefix = strings.TrimSpace(cut(prefix))
	index := r.index.Load()
	if len(phrases(prefix)) == 0 || index == nil || !r.ready.Load() || n < 1 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, RemoteLimit)
	defer cancel()
	typed := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`).Replace(strings.ToLower(prefix))
	qs := append(partly(prefix), worthOf(2, m{"prefix": m{"name": m{"value": strings.ToLower(prefix)}}}), worthOf(1, m{"wildcard": m{"name": m{"value": "*" + typed + "*"}}}))
	a, err := r.search(ctx, *index, m{"size": min(2*n, 100), "_source": []string{"id", "shown.title"}, "query": any1(qs),
		"sort": []m{{"_score": m{"order": "desc"}}, {"published": m{"order": "desc"}}, {"id": m{"order": "desc"}}}})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range a.Hits.Hits {
		d := &a.Hits.Hits[i].Source
		if t := d.Shown.Title; !seen[t] && len(list) < n {
			seen[t] = true
			list = append(list, Suggestion{t, d.ID})
		}
	}
	return list, nil
}
