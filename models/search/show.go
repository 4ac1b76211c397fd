package search

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// excerptSize is the length of an excerpt, in characters.
const excerptSize = 110

// show reads the texts of a page of rows and marks what was looked for.
func (x *Index) show(ctx context.Context, rows []uint32, gs []group, res *Result) error {
	var ps []phrase
	for _, g := range gs {
		ps = append(ps, g.phrases...)
	}
	for _, at := range rows {
		var b []byte
		var id uint64
		var title, number, kind string
		err := x.db.Each(ctx, func(scan func(...any) error) error { return scan(&b, &id, &title, &number, &kind) },
			"SELECT t.text, d.id, d.title, d.number, d.kind FROM docs d JOIN texts t ON t.at = d.at WHERE d.at = ?", at)
		if err != nil {
			return fmt.Errorf("search: text: %w", err)
		}
		if b == nil { // replaced since
			continue
		}
		s, err := unpack(b)
		if err != nil {
			return fmt.Errorf("search: text: %w", err)
		}
		h := hit(title, number, &s, ps)
		h.ID, h.Type = id, Type(kind)
		res.Hits = append(res.Hits, h)
	}
	return nil
}

// hit shows where the words stand in a document.
func hit(title, number string, s *stored, ps []phrase) Hit {
	h := Hit{Title: Mark(title, spans(title, ps, 0)), Files: len(s.Files)}
	if number != "" {
		h.Number = Mark(number, spans(number, ps, 0))
	}
	if found := spans(s.Text, ps, 40); len(found) > 0 {
		h.Excerpt = excerpt(s.Text, found)
		return h
	}
	marked := len(h.Title) > 1 || len(h.Title) == 1 && h.Title[0].Mark
	for i := range s.Files {
		if f, text := inside(&s.Files[i], ps); f != nil {
			h.File = f
			if text != nil {
				h.Excerpt = text
			}
			if !marked || text != nil {
				return h
			}
		}
	}
	if h.Excerpt == nil {
		h.Excerpt = excerpt(s.Text, nil)
	}
	return h
}

// inside looks for the words in one attachment: in its name, then in its text.
func inside(a *Attachment, ps []phrase) (*FileHit, []Segment) {
	name := spans(a.Name, ps, 0)
	f := &FileHit{Key: a.Key, Name: Mark(a.Name, name), Type: a.Type, Size: a.Size}
	for _, part := range a.Parts {
		if !mayHold(part.Text, ps) {
			continue
		}
		if found := spans(part.Text, ps, 40); len(found) > 0 {
			f.Place = part.Place
			return f, excerpt(part.Text, found)
		}
	}
	if len(name) > 0 {
		return f, nil
	}
	return nil, nil
}

// mayHold is quick and sometimes wrongly true: a long text is walked through
// only when its bytes hold the characters that are looked for.
func mayHold(text string, ps []phrase) bool {
	for _, p := range ps {
		all := true
		for _, u := range p {
			all = all && (!u.char || strings.Contains(text, u.text))
		}
		if all {
			return true
		}
	}
	return false
}

// Mark splits a text at the places that were found.
func Mark(text string, found []span) (out []Segment) {
	last := 0
	for _, f := range found {
		if f.at > last {
			out = append(out, Segment{Text: text[last:f.at]})
		}
		out = append(out, Segment{Text: text[f.at:f.end], Mark: true})
		last = f.end
	}
	if last < len(text) {
		out = append(out, Segment{Text: text[last:]})
	}
	return out
}

// excerpt cuts the stretch around the place where most was found, on one line.
func excerpt(text string, found []span) []Segment {
	from := densest(text, found)
	to := from
	for n := 0; n < excerptSize && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	var inside []span
	for _, f := range found {
		if f.at >= from && f.end <= to {
			inside = append(inside, span{f.at - from, f.end - from})
		}
	}
	out := Mark(text[from:to], inside)
	for i := range out {
		out[i].Text = strings.Map(oneLine, out[i].Text)
	}
	if from > 0 {
		out = append([]Segment{{Text: "…"}}, out...)
	}
	if to < len(text) {
		out = append(out, Segment{Text: "…"})
	}
	return out
}

func oneLine(r rune) rune {
	if r == '\n' || r == '\t' || r == '\r' {
		return ' '
	}
	return r
}

// densest is where an excerpt begins: some characters before the place that has
// the most finds within reach.
func densest(text string, found []span) int {
	if len(found) == 0 {
		return 0
	}
	best, most := 0, 0
	for i := range found {
		n := 0
		for j := i; j < len(found) && found[j].end < found[i].at+3*(excerptSize-30); j++ {
			n++
		}
		if n > most {
			best, most = i, n
		}
	}
	at := found[best].at
	for n := 0; n < 24 && at > 0; n++ {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if r == '\n' || (r == '。' || r == '；') && n > 3 {
			break
		}
		at -= size
	}
	return at
}
