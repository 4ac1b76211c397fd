package search

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// lists are the postings that a query needs, by token and chunk.
type lists map[string][][]byte

// need is one token of a phrase and how far behind its beginning it stands.
type need struct {
	token string // ends in "*" when any token that begins so will do
	shift uint32
}

// needs are the tokens that prove a phrase: pairs of characters that follow each
// other, and whole words. The last pair may overlap the one before.
func needs(p phrase) (all []need) {
	for i := 0; i < len(p); {
		switch {
		case !p[i].char:
			all = append(all, need{p[i].text, uint32(i)})
			i++
		case i+1 < len(p) && p[i+1].char:
			all = append(all, need{p[i].text + p[i+1].text, uint32(i)})
			i += 2
		case i > 0 && p[i-1].char: // an odd one at the end of a run
			all = append(all, need{p[i-1].text + p[i].text, uint32(i - 1)})
			i++
		case i+1 < len(p): // alone before a word
			all = append(all, need{p[i].text, uint32(i)})
			i++
		default:
			all = append(all, need{p[i].text + "*", uint32(i)})
			i++
		}
	}
	return all
}

// fetch reads the postings of all tokens of a query.
func (x *Index) fetch(ctx context.Context, gs []group, chunks int) (lists, error) {
	l := lists{}
	for _, g := range gs {
		for _, p := range g.phrases {
			for _, n := range needs(p) {
				if _, ok := l[n.token]; ok {
					continue
				}
				byChunk, err := x.token(ctx, n.token, chunks)
				if err != nil {
					return nil, err
				}
				l[n.token] = byChunk
			}
		}
	}
	return l, nil
}

// token reads the postings of one token, or of all that begin with it.
func (x *Index) token(ctx context.Context, token string, chunks int) ([][]byte, error) {
	query := "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < ?) SELECT c.n, p.places FROM c CROSS JOIN postings p WHERE p.chunk = c.n AND p.token = ?"
	args := []any{chunks, token}
	head, open := strings.CutSuffix(token, "*")
	if open {
		query = strings.Replace(query, "p.token = ?", "p.token >= ? AND p.token < ?", 1)
		args = []any{chunks, head, head + "\U0010FFFF"}
	}
	many := make([][][]byte, chunks)
	if err := x.inBlocks(ctx, head, open, many); err != nil {
		return nil, fmt.Errorf("search: postings: %w", err)
	}
	err := x.db.Each(ctx, func(scan func(...any) error) error {
		var chunk int
		var places []byte
		if err := scan(&chunk, &places); err != nil {
			return err
		}
		if chunk >= 0 && chunk < chunks {
			many[chunk] = append(many[chunk], places)
		}
		return nil
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("search: postings: %w", err)
	}
	all := make([][]byte, chunks)
	for i, m := range many {
		switch len(m) {
		case 0:
		case 1:
			all[i] = m[0]
		default:
			if open {
				all[i] = merge(m)
			} else {
				all[i] = bytes.Join(m, []byte{0})
			}
		}
	}
	return all, nil
}

// all reports whether a chunk has postings of every word.
func (l lists) all(gs []group, chunk int) bool {
	for _, g := range gs {
		some := false
		for _, p := range g.phrases {
			some = some || l.has(p, chunk)
		}
		if !some {
			return false
		}
	}
	return true
}

func (l lists) has(p phrase, chunk int) bool {
	for _, n := range needs(p) {
		if len(l[n.token][chunk]) == 0 {
			return false
		}
	}
	return true
}

// look notes where a phrase stands in the documents of a chunk.
func (l lists) look(p phrase, chunk int, rows []row, said *[chunkSize]where, typed bool) {
	if !l.has(p, chunk) {
		return
	}
	ns := needs(p)
	cs := make([]*cursor, len(ns))
	for i, n := range ns {
		cs[i] = newCursor(l[n.token][chunk])
	}
	var a, b []uint32
	for {
		doc := align(cs)
		if doc >= len(rows) {
			return
		}
		if !rows[doc].dead {
			a = cs[0].read(a[:0], ns[0].shift)
			for i := 1; i < len(cs) && len(a) > 0; i++ {
				b = cs[i].read(b[:0], ns[i].shift)
				a = both(a, b)
			}
			note(&said[doc], a, &rows[doc], typed)
		}
		cs[0].step()
	}
}

// align moves the cursors to the next document that all of them have.
func align(cs []*cursor) int {
	doc := cs[0].doc
	for i := 0; i < len(cs) && doc < chunkSize; {
		for cs[i].doc < doc {
			cs[i].step()
		}
		if cs[i].doc > doc {
			doc, i = cs[i].doc, 0
			continue
		}
		i++
	}
	return doc
}

// note adds the places of a phrase to what is known of a document.
func note(w *where, places []uint32, r *row, typed bool) {
	for _, p := range places {
		switch {
		case p < r.titleEnd:
			w.fields |= inTitle
			w.typed = w.typed || typed
		case p < r.textEnd:
			w.fields |= inText
			w.times = min(w.times+1, 1<<15)
		default:
			w.fields |= inFile
		}
	}
}
