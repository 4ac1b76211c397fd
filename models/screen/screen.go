// Package screen looks for what must not become public (机器检查): identity
// numbers, bank cards, mobile numbers and marks of secrecy. It finds what a
// machine can find; the people of the three levels answer for the rest.
//
// A finding never repeats what it found: its quote is masked.
package screen

import (
	"cmp"
	"slices"

	"gongkai/models/markup"
)

// Level says what a finding does.
type Level string

// The levels.
const (
	Must   Level = "must"   // 必改: blocks submission and publication
	Advice Level = "advice" // 建议: shown to writer and reviewers
)

// Part is a piece of a document that is looked at by itself.
type Part struct {
	Field string // form field: "title", "source", "body", "attachments"
	Block int    // number of the body's block, from 1; 0 elsewhere
	Name  string // of the attachment; "" elsewhere
	Text  string
}

// Finding is one thing found.
type Finding struct {
	Rule    string // "id-number", "bank-card", "phone", "secrecy-mark", "internal-mark", or of Wording
	Level   Level
	Field   string
	Block   int
	Name    string
	Quote   string // masked
	Message string // one Chinese sentence that says what to do
	From    string // what Wording would have replaced by To; "" when only a person can mend it
	To      string
}

// Body cuts a document's body into parts, one a block.
func Body(h markup.HTML) []Part { return Parts(markup.Blocks(h)) }

// Parts are the parts of a body that is cut into its blocks already.
func Parts(blocks []markup.Block) []Part {
	parts := make([]Part, len(blocks))
	for i, b := range blocks {
		parts[i] = Part{Field: "body", Block: i + 1, Text: b.Text}
	}
	return parts
}

// Scan looks through the parts. Findings come in the order of the parts, what
// blocks before what does not; the same thing twice in a part is said once.
func Scan(parts []Part) []Finding {
	var all []Finding
	for _, p := range parts {
		start := len(all)
		for _, rule := range rules {
			for _, quote := range rule.find(p.Text) {
				f := Finding{Rule: rule.id, Level: rule.level, Field: p.Field, Block: p.Block, Name: p.Name, Quote: quote, Message: rule.say}
				if !slices.Contains(all[start:], f) {
					all = append(all, f)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(weight(a.Level), weight(b.Level)) })
	return all
}

func weight(l Level) int {
	if l == Must {
		return 0
	}
	return 1
}

// Personal reports whether a text holds an identity number, a bank card or a mobile
// number.
func Personal(text string) bool {
	return len(identityNumbers(text))+len(bankCards(text))+len(mobiles(text)) > 0
}

// Blocking are the findings that block.
func Blocking(all []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f Finding) bool { return f.Level != Must })
}
