// Package roll keeps structured lists (清单): 基层政务公开标准目录, 权责清单,
// 惠民惠农补贴公示, 专项资金, 预算执行.
//
// A list is part of a document. Its rows are stored as canonical JSON in the
// signed bytes of a revision, so nobody can change one cell without the three
// levels; pages, filters, totals and downloads are made of exactly those rows.
//
// Invariants: Encode of equal lists gives equal bytes, and Decode accepts nothing
// else than what Encode writes; a list that Read or FromRows found errors in is
// not to be stored; identity numbers, bank accounts and telephone numbers are
// masked before they come into a Roll, so that none is ever stored as it was.
// The package is pure: no database, no clock, no files.
package roll

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gongkai/models/fault"
)

// Limits of a list. A document must stay something that three people can read.
const (
	MaxRows  = 3000    // rows of a list
	MaxCell  = 1500    // characters of a cell
	MaxBytes = 2 << 20 // of the canonical form
)

// edition is the version of the canonical form that Encode writes.
const edition = 1

// Roll is one list. Rows have one text for each of Columns, in their order, in
// the canonical spelling of the column's type; "" is an empty cell.
type Roll struct {
	Kind    string
	Until   string // last day on which the rows are shown to the public, "2027-03-31"; "" is for good
	Columns []Head
	Rows    [][]string

	of *Kind // of a list that is no 清单 of a document, a register's; nil: the kind named
}

// kind is what the list's columns are, nil when it is unknown.
func (r *Roll) kind() *Kind {
	if r.of != nil {
		return r.of
	}
	return KindOf(r.Kind)
}

// Head names a column as it was when the list was signed.
type Head struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// stored is the canonical form. The order of its fields is part of it.
type stored struct {
	Edition int        `json:"edition"`
	Kind    string     `json:"kind"`
	Until   string     `json:"until"`
	Columns []Head     `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// New returns an empty list of a kind.
func New(k *Kind) *Roll {
	r := &Roll{Kind: k.ID, of: k}
	for _, c := range k.Columns {
		r.Columns = append(r.Columns, Head{Key: c.Key, Title: c.Name()})
	}
	return r
}

// Encode writes the canonical form: the same list, the same bytes.
func (r *Roll) Encode() (string, error) {
	s := stored{Edition: edition, Kind: r.Kind, Until: r.Until, Columns: r.Columns, Rows: r.Rows}
	if s.Columns == nil {
		s.Columns = []Head{}
	}
	if s.Rows == nil {
		s.Rows = [][]string{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return "", fmt.Errorf("roll: encode: %w", err)
	}
	if b.Len() > MaxBytes {
		return "", fault.New(fault.Invalid, "清单内容太多，请拆分成几份。")
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// Decode reads the canonical form. It returns an error for everything that
// Encode would not have written.
func Decode(text string) (*Roll, error) {
	if len(text) > MaxBytes {
		return nil, errors.New("roll: too long")
	}
	var s stored
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return nil, fmt.Errorf("roll: decode: %w", err)
	}
	r := &Roll{Kind: s.Kind, Until: s.Until, Columns: s.Columns, Rows: s.Rows}
	if s.Edition != edition {
		return nil, fmt.Errorf("roll: edition %d is unknown", s.Edition)
	}
	for i, row := range r.Rows {
		if len(row) != len(r.Columns) {
			return nil, fmt.Errorf("roll: row %d has %d cells", i+1, len(row))
		}
	}
	again, err := r.Encode()
	if err != nil || again != text {
		return nil, errors.New("roll: not the canonical form")
	}
	return r, nil
}

// Sum is the SHA-256 of the canonical form, in hexadecimal.
func (r *Roll) Sum() (string, error) {
	text, err := r.Encode()
	if err != nil {
		return "", err
	}
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:]), nil
}

// Shown reports whether the public may see the rows on a day ("2026-11-24").
func (r *Roll) Shown(day string) bool { return r.Until == "" || day <= r.Until }

// at is where a column stands, -1 for a list that has none of that key.
func (r *Roll) at(key string) int {
	return slices.IndexFunc(r.Columns, func(h Head) bool { return h.Key == key })
}

// Cell is the text of a row's column, "" where there is no such column.
func (r *Roll) Cell(row int, key string) string {
	if i := r.at(key); i >= 0 {
		return r.Rows[row][i]
	}
	return ""
}
