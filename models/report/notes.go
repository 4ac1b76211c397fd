package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// NoteKind says what a note on figures tells.
type NoteKind string

// The kinds of note.
const (
	Made      NoteKind = "made"      // the figures come from the workbench (年报工作台), not from a file
	Hand      NoteKind = "hand"      // a cell was entered by hand
	Explained NoteKind = "explained" // a warning of a rule, and why it may stand
	Original  NoteKind = "original"  // an old report, published as it once was, right or wrong
	Imported  NoteKind = "imported"  // an old report from a file: its warnings stand as they once did
)

// Note is what people said about figures while they made them. Notes are signed
// with the figures, so that reviewers sign the reasons too.
type Note struct {
	Kind    NoteKind
	Cell    string // of Hand
	Counted string // of Hand: what the sources counted, canonical decimal, "" when they counted nothing
	Rule    string // of Explained
	At      string // of Explained: the place of the finding
	Text    string // the reason
}

// maxNote is the longest reason, in runes.
const maxNote = 1000

func (n Note) valid(f *Format) bool {
	if n.Text != strings.TrimSpace(n.Text) || utf8.RuneCountInString(n.Text) > maxNote || !utf8.ValidString(n.Text+n.Rule+n.At) {
		return false
	}
	plain := n.Cell == "" && n.Counted == "" && n.Rule == "" && n.At == ""
	switch n.Kind {
	case Made:
		return plain && n.Text == ""
	case Original, Imported:
		return plain && n.Text != ""
	case Hand:
		_, ok := f.CellOf(n.Cell)
		return ok && n.Rule == "" && n.At == "" && n.Text != "" && (n.Counted == "" || canonicalNumber.MatchString(n.Counted))
	case Explained:
		return n.Cell == "" && n.Counted == "" && n.Rule != "" && n.Text != ""
	}
	return false
}

// compareNotes is the order of notes in the canonical form.
func compareNotes(a, b Note) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.At, b.At))
}

// encode writes the notes in their canonical order.
func encodeNotes(notes []Note) string {
	var parts []string
	for _, n := range slices.SortedFunc(slices.Values(notes), compareNotes) {
		var w strings.Builder
		w.WriteString(`{"kind":` + quote(string(n.Kind)))
		for _, f := range [][2]string{{"cell", n.Cell}, {"counted", n.Counted}, {"rule", n.Rule}, {"at", n.At}, {"text", n.Text}} {
			if f[1] != "" {
				w.WriteString(`,` + quote(f[0]) + `:` + quote(f[1]))
			}
		}
		parts = append(parts, w.String()+"}")
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// Has reports whether the figures carry a note of a kind.
func (f Figures) Has(kind NoteKind) bool {
	return slices.ContainsFunc(f.Notes, func(n Note) bool { return n.Kind == kind })
}

// Said returns what was said about a rule at a place, "" for nothing. Of a report
// that was public elsewhere one sentence is said about every warning.
func (f Figures) Said(rule, at string) string {
	for _, n := range f.Notes {
		if n.Kind == Explained && n.Rule == rule && n.At == at || n.Kind == Imported || n.Kind == Original {
			return n.Text
		}
	}
	return ""
}
