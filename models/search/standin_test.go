package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
)

// standin is the part of Elasticsearch's REST interface that Remote uses, in
// memory, and as strict: what is unknown or malformed is refused, what is not
// refreshed is not found.
type standin struct {
	mu      sync.Mutex
	indices map[string]*standIndex
	calls   int
	trouble []int // statuses of the next answers; 0 goes away
}

type standIndex struct {
	types    map[string]string // of fields
	docs     map[string]standDoc
	gone     map[string]uint64 // versions of what was deleted
	searched map[string]standSeen
	clauses  map[string]*standQuery // read before
}

// standSeen is a document as searches see it.
type standSeen struct {
	doc   map[string]json.RawMessage
	terms map[string][]string
}

type standDoc struct {
	version uint64
	source  json.RawMessage
}

func newStandin() *standin { return &standin{indices: map[string]*standIndex{}} }

type standError struct {
	status int
	what   string
}

func (e *standError) Error() string { return e.what }

func bad(format string, args ...any) error {
	return &standError{400, fmt.Sprintf(format, args...)}
}

// call is a Caller.
func (s *standin) call(ctx context.Context, method, target, kind string, body []byte) (int, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if err := ctx.Err(); err != nil {
		return 0, nil, err
	}
	if len(s.trouble) > 0 {
		status := s.trouble[0]
		s.trouble = s.trouble[1:]
		switch {
		case status == 0:
			return 0, nil, fmt.Errorf("connection refused")
		case status != 200:
			return status, []byte(`{"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429}`), nil
		}
	}
	out, err := s.serve(method, target, kind, body)
	if err != nil {
		status := 500
		if e, ok := err.(*standError); ok {
			status = e.status
		}
		b, _ := json.Marshal(m{"error": m{"type": "stand_in", "reason": err.Error()}, "status": status})
		return status, b, nil
	}
	b, err := json.Marshal(out)
	return 200, b, err
}

func (s *standin) serve(method, target, kind string, body []byte) (any, error) {
	u, err := url.Parse(target)
	if err != nil || !strings.HasPrefix(target, "/") {
		return nil, bad("address %q", target)
	}
	name, rest, _ := strings.Cut(u.Path[1:], "/")
	if name == "" || name != strings.ToLower(name) || strings.ContainsAny(name[:1], "_-+") {
		return nil, bad("invalid_index_name_exception %q", name)
	}
	for k := range u.Query() {
		if k != "refresh" || rest != "_bulk" {
			return nil, bad("unrecognized parameter [%s]", k)
		}
	}
	if want := map[bool]string{true: "application/x-ndjson", false: "application/json"}[rest == "_bulk"]; len(body) > 0 && kind != want {
		return nil, &standError{406, "Content-Type header [" + kind + "] is not supported"}
	}
	x := s.indices[name]
	if x == nil && method+rest != "PUT" {
		return nil, &standError{404, "no such index [" + name + "]"}
	}
	switch method + " " + rest {
	case "PUT ":
		if x != nil {
			return nil, bad("resource_already_exists_exception")
		}
		x, err := newStandIndex(body)
		if err == nil {
			s.indices[name] = x
		}
		return m{"acknowledged": true}, err
	case "HEAD ":
		return m{}, nil
	case "DELETE ":
		delete(s.indices, name)
		return m{"acknowledged": true}, nil
	case "POST _refresh":
		x.refresh()
		return m{}, nil
	case "POST _bulk":
		return x.bulk(body, u.Query().Get("refresh") == "true")
	case "POST _search":
		return x.search(body)
	case "GET _stats/store":
		return m{"_all": m{"primaries": m{"store": m{"size_in_bytes": 1 + len(x.docs)}}}}, nil
	}
	if id, ok := strings.CutPrefix(rest, "_doc/"); ok && method == "GET" {
		if d, ok := x.docs[id]; ok {
			return m{"_id": id, "found": true, "_version": d.version, "_source": d.source}, nil
		}
		return nil, &standError{404, "not found"}
	}
	return nil, &standError{405, "Incorrect HTTP method for " + method + " " + rest}
}

// strictly reads JSON and refuses fields that nobody knows.
func strictly(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return bad("parsing_exception: %v", err)
	}
	if d.More() {
		return bad("parsing_exception: more than one value")
	}
	return nil
}

func newStandIndex(body []byte) (*standIndex, error) {
	var r struct {
		Settings struct {
			Index struct {
				Refresh string `json:"refresh_interval"`
			} `json:"index"`
		} `json:"settings"`
		Mappings struct {
			Dynamic    string `json:"dynamic"`
			Properties map[string]struct {
				Type     string `json:"type"`
				Analyzer string `json:"analyzer"`
				Norms    *bool  `json:"norms"`
				Enabled  *bool  `json:"enabled"`
			} `json:"properties"`
		} `json:"mappings"`
	}
	if err := strictly(body, &r); err != nil {
		return nil, err
	}
	x := &standIndex{types: map[string]string{}, docs: map[string]standDoc{}, gone: map[string]uint64{}, searched: map[string]standSeen{}, clauses: map[string]*standQuery{}}
	for name, p := range r.Mappings.Properties {
		if !slices.Contains([]string{"text", "keyword", "long", "object"}, p.Type) || p.Type == "text" != (p.Analyzer == "whitespace") || p.Type == "object" != (p.Enabled != nil && !*p.Enabled) {
			return nil, bad("mapper_parsing_exception [%s]", name)
		}
		x.types[name] = p.Type
	}
	if r.Mappings.Dynamic != "strict" {
		return nil, bad("this stand-in guesses no fields")
	}
	return x, nil
}

func (x *standIndex) refresh() {
	x.searched = map[string]standSeen{}
	for id, d := range x.docs {
		see := standSeen{terms: map[string][]string{}}
		_ = json.Unmarshal(d.source, &see.doc) // bulk read it
		for f, kind := range x.types {
			switch kind {
			case "keyword":
				see.terms[f], _ = words(see.doc[f])
			case "text": // the whitespace analyzer
				var text string
				_ = json.Unmarshal(see.doc[f], &text)
				see.terms[f] = strings.Fields(text)
			}
		}
		x.searched[id] = see
	}
}

func (x *standIndex) bulk(body []byte, refresh bool) (any, error) {
	if len(body) == 0 || body[len(body)-1] != '\n' {
		return nil, bad("The bulk request must be terminated by a newline [\\n]")
	}
	lines := bytes.Split(body[:len(body)-1], []byte("\n"))
	items, failed := []m{}, false
	for i := 0; i < len(lines); i++ {
		var line map[string]struct {
			ID      string `json:"_id"`
			Version uint64 `json:"version"`
			Type    string `json:"version_type"`
		}
		if err := strictly(lines[i], &line); err != nil {
			return nil, err
		}
		for do, at := range line {
			if len(line) != 1 || at.ID == "" || at.Type != "external_gte" || at.Version == 0 {
				return nil, bad("Malformed action/metadata line [%d]", i+1)
			}
			status, item := 200, m{"_id": at.ID}
			known := max(x.docs[at.ID].version, x.gone[at.ID])
			switch {
			case do != "index" && do != "delete":
				return nil, bad("Malformed action/metadata line [%d]", i+1)
			case do == "index":
				if i++; i >= len(lines) {
					return nil, bad("no document")
				}
				if err := x.valid(lines[i]); err != nil {
					status, item["error"] = 400, m{"type": "strict_dynamic_mapping_exception", "reason": err.Error()}
				} else if known > at.Version {
					status, item["error"] = 409, m{"type": "version_conflict_engine_exception"}
				} else {
					x.docs[at.ID] = standDoc{at.Version, bytes.Clone(lines[i])}
				}
			case known > at.Version:
				status, item["error"] = 409, m{"type": "version_conflict_engine_exception"}
			default:
				if _, ok := x.docs[at.ID]; !ok {
					status = 404
				}
				delete(x.docs, at.ID)
				x.gone[at.ID] = at.Version
			}
			item["status"] = status
			failed = failed || item["error"] != nil
			items = append(items, m{do: item})
		}
	}
	if refresh {
		x.refresh()
	}
	return m{"took": 1, "errors": failed, "items": items}, nil
}

// valid refuses a document that the mapping does not fit.
func (x *standIndex) valid(doc []byte) error {
	var d map[string]json.RawMessage
	if err := json.Unmarshal(doc, &d); err != nil {
		return err
	}
	for name, v := range d {
		var err error
		switch x.types[name] {
		case "text":
			err = json.Unmarshal(v, new(string))
		case "keyword":
			_, err = words(v)
		case "long":
			err = json.Unmarshal(v, new(int64))
		case "object":
		default:
			err = fmt.Errorf("mapping set to strict, dynamic introduction of [%s]", name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func words(v json.RawMessage) (all []string, err error) {
	if len(v) == 0 {
		return nil, nil
	}
	if v[0] == '[' {
		err = json.Unmarshal(v, &all)
	} else {
		all = []string{""}
		err = json.Unmarshal(v, &all[0])
	}
	for _, w := range all {
		if len(w) > 32766 {
			return nil, fmt.Errorf("immense term")
		}
	}
	return all, err
}

type standRequest struct {
	From   int      `json:"from"`
	Size   *int     `json:"size"`
	Track  bool     `json:"track_total_hits"`
	Source []string `json:"_source"`
	Sort   []map[string]struct {
		Order string `json:"order"`
	} `json:"sort"`
	Query json.RawMessage `json:"query"`
	Post  json.RawMessage `json:"post_filter"`
	Aggs  map[string]struct {
		Filter json.RawMessage `json:"filter"`
		Sum    *struct {
			Field string `json:"field"`
		} `json:"sum"`
		Aggs map[string]struct {
			Terms struct {
				Field string `json:"field"`
				Size  int    `json:"size"`
			} `json:"terms"`
		} `json:"aggs"`
	} `json:"aggs"`
}

type standHit struct {
	id    string
	score float32
	standSeen
}

func (x *standIndex) search(body []byte) (any, error) {
	var r standRequest
	if err := strictly(body, &r); err != nil {
		return nil, err
	}
	size := 10
	if r.Size != nil {
		size = *r.Size
	}
	if r.From < 0 || size < 0 || r.From+size > 10_000 {
		return nil, bad("Result window is too large")
	}
	var found, kept []standHit
	for id, d := range x.searched {
		h := standHit{id: id, standSeen: d}
		ok, score, err := x.matches(r.Query, &d)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		h.score = score
		found = append(found, h)
		if ok, _, err = x.matches(r.Post, &d); err != nil {
			return nil, err
		} else if ok {
			kept = append(kept, h)
		}
	}
	aggs := m{}
	for name, a := range r.Aggs {
		if a.Sum != nil {
			sum := 0.0
			for _, h := range found {
				sum += float64(long(h.doc[a.Sum.Field]))
			}
			aggs[name] = m{"value": sum}
			continue
		}
		counts := map[string]int{}
		for _, h := range found {
			ok, _, err := x.matches(a.Filter, &h.standSeen)
			if err != nil {
				return nil, err
			}
			by := a.Aggs["by"].Terms
			if t := x.types[by.Field]; by.Size == 0 || t != "keyword" && t != "long" {
				return nil, bad("aggregation on [%s]", by.Field)
			}
			if ok {
				for _, k := range keys(h.doc[by.Field]) {
					counts[k]++
				}
			}
		}
		buckets := []m{}
		for _, k := range slices.Sorted(maps.Keys(counts)) {
			buckets = append(buckets, m{"key": json.RawMessage(k), "doc_count": counts[k]})
		}
		aggs[name] = m{"doc_count": len(found), "by": m{"buckets": buckets}}
	}
	hits, err := x.ordered(&r, kept, size)
	if err != nil {
		return nil, err
	}
	total := m{"value": len(kept), "relation": "eq"}
	if !r.Track && len(kept) > 10_000 {
		total = m{"value": 10_000, "relation": "gte"}
	}
	return m{"took": 1, "timed_out": false, "hits": m{"total": total, "hits": hits}, "aggregations": aggs}, nil
}

// keys are the values of a field as JSON.
func keys(v json.RawMessage) []string {
	if len(v) == 0 || string(v) == "null" {
		return nil
	}
	if v[0] != '[' {
		return []string{string(v)}
	}
	var all []json.RawMessage
	_ = json.Unmarshal(v, &all)
	var out []string
	for _, k := range all {
		out = append(out, string(k))
	}
	return out
}

func long(v json.RawMessage) (n int64) {
	_ = json.Unmarshal(v, &n)
	return n
}

func (x *standIndex) ordered(r *standRequest, kept []standHit, size int) ([]m, error) {
	for _, s := range r.Sort {
		for f, by := range s {
			if by.Order != "desc" || f != "_score" && x.types[f] != "long" {
				return nil, bad("No mapping found for [%s] in order to sort on", f)
			}
		}
	}
	slices.SortFunc(kept, func(a, b standHit) int {
		for _, s := range r.Sort {
			for f := range s {
				c := cmp.Compare(long(b.doc[f]), long(a.doc[f]))
				if f == "_score" {
					c = cmp.Compare(b.score, a.score)
				}
				if c != 0 {
					return c
				}
			}
		}
		return cmp.Compare(a.id, b.id)
	})
	hits := []m{}
	for _, h := range kept[min(r.From, len(kept)):min(r.From+size, len(kept))] {
		source := m{}
		for _, f := range r.Source {
			top, _, _ := strings.Cut(f, ".")
			source[top] = h.doc[top]
		}
		hits = append(hits, m{"_id": h.id, "_score": h.score, "_source": source})
	}
	return hits, nil
}

// standQuery is one clause; exactly one field of it is set.
type standQuery struct {
	Bool *struct {
		Filter  []json.RawMessage `json:"filter"`
		Should  []json.RawMessage `json:"should"`
		MustNot []json.RawMessage `json:"must_not"`
		Least   *int              `json:"minimum_should_match"`
	} `json:"bool"`
	Constant *struct {
		Filter json.RawMessage `json:"filter"`
		Boost  float32         `json:"boost"`
	} `json:"constant_score"`
	Term   map[string]json.RawMessage   `json:"term"`
	Terms  map[string][]json.RawMessage `json:"terms"`
	Exists *struct {
		Field string `json:"field"`
	} `json:"exists"`
	Prefix   map[string]standValue `json:"prefix"`
	Wildcard map[string]standValue `json:"wildcard"`
	Phrase   map[string]struct {
		Query string `json:"query"`
	} `json:"match_phrase"`
	Open map[string]struct {
		Query string `json:"query"`
		Most  int    `json:"max_expansions"`
	} `json:"match_phrase_prefix"`
}

type standValue struct {
	Value string `json:"value"`
}

// matches says whether a document fits a clause, and its score.
func (x *standIndex) matches(query json.RawMessage, doc *standSeen) (bool, float32, error) {
	if len(query) == 0 {
		return true, 1, nil
	}
	q := x.clauses[string(query)]
	if q == nil {
		q = &standQuery{}
		if err := strictly(query, q); err != nil {
			return false, 0, err
		}
		x.clauses[string(query)] = q
	}
	switch {
	case q.Bool != nil:
		return x.bools(q, doc)
	case q.Constant != nil:
		ok, _, err := x.matches(q.Constant.Filter, doc)
		return ok, q.Constant.Boost, err
	case q.Exists != nil:
		return len(doc.doc[q.Exists.Field]) > 0, 1, nil
	}
	for f, v := range q.Term {
		return x.types[f] != "text" && slices.Contains(keys(doc.doc[f]), string(v)), 1, nil
	}
	for f, vs := range q.Terms {
		return slices.ContainsFunc(vs, func(v json.RawMessage) bool { return slices.Contains(keys(doc.doc[f]), string(v)) }), 1, nil
	}
	for f, v := range q.Prefix {
		return x.some(f, doc, func(w string) bool { return strings.HasPrefix(w, v.Value) }), 1, nil
	}
	for f, v := range q.Wildcard {
		return x.some(f, doc, func(w string) bool {
			ok, _ := path.Match(strings.NewReplacer("[", `\[`).Replace(v.Value), strings.ReplaceAll(w, "/", "\x01"))
			return ok
		}), 1, nil
	}
	for f, v := range q.Phrase {
		return x.phrase(f, doc, v.Query, false), 1, nil
	}
	for f, v := range q.Open {
		if v.Most < 1000 {
			return false, 0, bad("too few expansions")
		}
		return x.phrase(f, doc, v.Query, true), 1, nil
	}
	return false, 0, bad("parsing_exception: unknown query %s", query)
}

func (x *standIndex) bools(q *standQuery, doc *standSeen) (bool, float32, error) {
	least, hit, score := 0, 0, float32(0)
	if q.Bool.Least != nil {
		least = *q.Bool.Least
	} else if len(q.Bool.Filter) == 0 && len(q.Bool.MustNot) == 0 && len(q.Bool.Should) > 0 {
		least = 1
	}
	all := true
	for _, c := range q.Bool.Filter {
		ok, _, err := x.matches(c, doc)
		if err != nil {
			return false, 0, err
		}
		all = all && ok
	}
	for _, c := range q.Bool.MustNot {
		ok, _, err := x.matches(c, doc)
		if err != nil {
			return false, 0, err
		}
		all = all && !ok
	}
	for _, c := range q.Bool.Should {
		ok, s, err := x.matches(c, doc)
		if err != nil {
			return false, 0, err
		}
		if ok {
			hit++
			score += s
		}
	}
	return all && hit >= least, score, nil
}

// some asks the terms of a field.
func (x *standIndex) some(f string, doc *standSeen, is func(string) bool) bool {
	return slices.ContainsFunc(doc.terms[f], is)
}

func (x *standIndex) phrase(f string, doc *standSeen, query string, open bool) bool {
	want, have := strings.Fields(query), doc.terms[f]
	if x.types[f] != "text" || len(want) == 0 {
		return false
	}
	for at := 0; at+len(want) <= len(have); at++ {
		same := true
		for i, w := range want {
			h := have[at+i]
			same = same && (h == w || open && i == len(want)-1 && strings.HasPrefix(h, w))
		}
		if same {
			return true
		}
	}
	return false
}
