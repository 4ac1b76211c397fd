package register

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"gongkai/models/content"
)

// entry is a row of a register as it counts: typed, or taken from a published
// document.
type entry struct {
	Row
	Auto       bool // nobody typed it
	OverBySite bool // its end was not typed, a published document says it
}

// book is one register with what counts in it.
type book struct {
	rows []entry
	none bool // somebody said that there is nothing to enter
}

// known reports whether the register is kept: nothing in it is zero only then.
func (b book) known() bool { return len(b.rows) > 0 || b.none }

type books map[string]book

// countedColumns are what counting reads of a row. Days and sums come from nothing
// else.
const countedColumns = "id, kind, sort, name, number, opened_on, public_on, closed_on, expires_on, applicant, result, amount_fen, n, flag, about, document_id"

// books reads every register.
func (s *Service) books(ctx context.Context) (books, error) {
	var rows []Row
	if err := s.store.DB(ctx).Select(countedColumns).Where("removed = ? AND kind <> ?", false, Channel).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("register: rows: %w", err)
	}
	none, err := s.none(ctx)
	if err != nil {
		return nil, err
	}
	all := books{}
	for _, k := range kinds {
		all[k.ID] = book{none: none[k.ID]}
	}
	for i := range rows {
		b := all[rows[i].Kind]
		b.rows = append(b.rows, entry{Row: rows[i]})
		all[rows[i].Kind] = b
	}
	all[Document], err = s.withPublished(ctx, all[Document])
	return all, err
}

// book reads one register.
func (s *Service) book(ctx context.Context, kind string) (b book, err error) {
	var rows []Row
	if err := s.store.DB(ctx).Where("removed = ? AND kind = ?", false, kind).Order("id").Find(&rows).Error; err != nil {
		return b, fmt.Errorf("register: rows of %s: %w", kind, err)
	}
	none, err := s.none(ctx)
	if err != nil {
		return b, err
	}
	b.none = none[kind]
	for i := range rows {
		b.rows = append(b.rows, entry{Row: rows[i]})
	}
	if kind == Document {
		return s.withPublished(ctx, b)
	}
	return b, nil
}

// none says of which registers somebody declared that there is nothing to enter.
func (s *Service) none(ctx context.Context) (map[string]bool, error) {
	var ids []string
	if err := s.store.DB(ctx).Model(&mark{}).Where("says = ?", markNone).Pluck("kind", &ids).Error; err != nil {
		return nil, fmt.Errorf("register: marks: %w", err)
	}
	all := map[string]bool{}
	for _, id := range ids {
		all[id] = true
	}
	return all, nil
}

// withPublished adds the normative documents that are public. One that a typed row
// names, by its number here or by its 文号, fills what that row leaves open and
// counts once.
func (s *Service) withPublished(ctx context.Context, b book) (book, error) {
	kept, err := s.content.Kept(ctx)
	if err != nil {
		return b, err
	}
	b.rows = joined(b.rows, kept)
	return b, nil
}

func joined(rows []entry, kept []content.Kept) []entry {
	byID, byNumber := map[uint64]int{}, map[string]int{}
	for i := range rows {
		if id := rows[i].DocumentID; id != nil {
			byID[*id] = i
		}
		if n := folded(rows[i].Number); n != "" {
			byNumber[n] = i
		}
	}
	for _, k := range kept {
		at, ok := byID[k.DocumentID]
		if !ok {
			at, ok = byNumber[folded(k.Number)]
		}
		if ok {
			rows[at].complete(k)
			continue
		}
		rows = append(rows, published(k))
	}
	return rows
}

// folded makes spellings of one number equal.
func folded(number string) string {
	return strings.NewReplacer("[", "〔", "]", "〕", "（", "〔", "）", "〕", "(", "〔", ")", "〕", "【", "〔", "】", "〕", " ", "").Replace(number)
}

// published is a public document as a row of the register.
func published(k content.Kept) entry {
	id := k.DocumentID
	e := entry{Auto: true, Row: Row{Kind: Document, Sort: "normdocs", Name: k.Title, Number: k.Number, OpenedOn: cmp.Or(k.FormedOn, k.PublishedOn), PublicOn: k.PublishedOn,
		ClosedOn: k.OverOn, ExpiresOn: k.ExpiresOn, DocumentID: &id, N: 1, Flag: true}}
	if k.SectionID != 0 {
		e.SectionID = &k.SectionID
	}
	return e
}

// complete fills what a typed row leaves open.
func (e *entry) complete(k content.Kept) {
	id := k.DocumentID
	e.DocumentID = &id
	e.OpenedOn = cmp.Or(e.OpenedOn, k.FormedOn, k.PublishedOn)
	e.PublicOn = cmp.Or(e.PublicOn, k.PublishedOn)
	e.OverBySite = e.ClosedOn == ""
	e.ClosedOn = cmp.Or(e.ClosedOn, k.OverOn)
	e.ExpiresOn = cmp.Or(e.ExpiresOn, k.ExpiresOn)
	e.Number = cmp.Or(e.Number, k.Number)
}
