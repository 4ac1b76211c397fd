package register

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/roll"
)

// Query narrows a register for its readers. Zero fields do not narrow.
type Query struct {
	Year    int    // rows that belong to it, or end in it
	Words   string // in title, number, note
	Removed bool   // those that count no more, instead of those that do
	Page    int    // from 1
	Size    int    // 0 is all
}

// Listed is one row of a list.
type Listed struct {
	Row
	Auto  bool   // comes from a published document; it is changed there
	Title string // what it is called
	Says  string // its state in a few words
	Over  bool   // a document or an item that is over
}

// List returns a page of a register, the newest first by the day they count by, and
// how many rows there are.
func (s *Service) List(ctx context.Context, kind string, q Query, by identity.Actor) (rows []Listed, total int, err error) {
	k, err := kindOf(kind)
	if err != nil {
		return nil, 0, err
	}
	if !Reads(by) && by.ID != 0 {
		return nil, 0, absent()
	}
	b := book{}
	if q.Removed {
		var gone []Row
		if err := s.store.DB(ctx).Where("removed = ? AND kind = ?", true, k.ID).Order("id").Find(&gone).Error; err != nil {
			return nil, 0, fmt.Errorf("register: removed rows: %w", err)
		}
		for _, r := range gone {
			b.rows = append(b.rows, entry{Row: r})
		}
	} else if b, err = s.book(ctx, k.ID); err != nil {
		return nil, 0, err
	}
	fits := q.narrowed(b.rows)
	slices.SortStableFunc(fits, func(a, b *entry) int { return cmp.Or(cmp.Compare(b.OpenedOn, a.OpenedOn), cmp.Compare(b.ID, a.ID)) })
	total = len(fits)
	if q.Size > 0 {
		from := min(max(0, q.Page-1)*q.Size, total)
		fits = fits[from:min(from+q.Size, total)]
	}
	p := yearOf(q.Year)
	if q.Year == 0 {
		p = period{to: calendar.Day(s.store.Now(ctx))} // as it is today
	}
	for _, e := range fits {
		rows = append(rows, Listed{Row: e.Row, Auto: e.Auto, Title: e.Title(), Says: e.says(p), Over: e.over(p)})
	}
	return rows, total, nil
}

// narrowed are the rows that a query lets through.
func (q Query) narrowed(rows []entry) (fits []*entry) {
	p, words := yearOf(q.Year), strings.Fields(foldedWords(q.Words))
	for i := range rows {
		e := &rows[i]
		text := foldedWords(e.Name + " " + e.Number + " " + e.About + " " + e.Note)
		if (q.Year == 0 || e.concerns(p)) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			fits = append(fits, e)
		}
	}
	return fits
}

// foldedWords makes spellings equal and keeps the spaces between words.
func foldedWords(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i := range words {
		words[i] = folded(words[i])
	}
	return strings.Join(words, " ")
}

// Values are the cells of a row as a form shows them, by key of field.
func (s *Service) Values(ctx context.Context, k *Kind, r *Row) (map[string]string, error) {
	names, err := s.people.SectionNames(ctx)
	if err != nil {
		return nil, err
	}
	return valuesOf(k, r, names), nil
}

func valuesOf(k *Kind, r *Row, names map[uint64]string) map[string]string {
	all := map[string]string{}
	for i := range k.Fields {
		f := &k.Fields[i]
		v := f.get(r)
		if f.Key == "section" && r.SectionID != nil {
			v = names[*r.SectionID]
		}
		all[f.Key] = f.TitleOf(v)
	}
	return all
}

// Show is a field of a row as people read it: titles of choices, thousands apart.
func (k *Kind) Show(r *Row, f *Field, sections map[uint64]string) string {
	if f.Key == "amount" {
		return f.Column.Show(yuan(r.AmountFen))
	}
	return valuesOf(k, r, sections)[f.Key]
}

// Export writes a register, or a year of it, as a list: its CSV and XLSX methods
// make the files, and Read takes them back.
func (s *Service) Export(ctx context.Context, kind string, q Query, by identity.Actor) (*roll.Roll, error) {
	k, err := kindOf(kind)
	if err != nil {
		return nil, err
	}
	q.Size, q.Page = 0, 1
	rows, _, err := s.List(ctx, kind, q, by)
	if err != nil {
		return nil, err
	}
	names, err := s.people.SectionNames(ctx)
	if err != nil {
		return nil, err
	}
	list := roll.New(k.sheet)
	for i := range rows {
		v, cells := valuesOf(k, &rows[i].Row, names), make([]string, len(k.Fields))
		for j, f := range k.Fields {
			cells[j] = v[f.Key]
		}
		list.Rows = append(list.Rows, cells)
	}
	return list, nil
}

// Document returns the public document that a row stands for, nil for none.
func (s *Service) Document(ctx context.Context, r *Row) (*content.Item, error) {
	if r.DocumentID == nil {
		return nil, nil
	}
	t, err := s.content.Follow(ctx, content.Ref(*r.DocumentID).String())
	return t.Item, err
}
