// Package spec is the review's transition table written a second time, from the
// bureau's rules and not from the program: states, actions and kinds of people
// are plain words, and nothing of the program is imported. Tests hold the
// program against it, once as pure functions and once through the real verbs.
package spec

import (
	"slices"
	"strings"
)

// States are the states of a subject.
var States = strings.Fields("draft section confidentiality returned approved held published withdrawn discarded")

// Actions are what can be asked of a subject.
var Actions = strings.Fields("edit submit discard approve return sendback recall publish hold issue decline correct withdraw confirm refuse")

// Kinds are the kinds of people that the rules tell apart. A person may be of
// several kinds and may do what any of them may.
//
//   - author: wrote the subject and is an author of its section
//   - coauthor: an author of the section who edited since the last full approval
//   - colleague: another author of the section
//   - outsider: an author of another section
//   - head: head of the section, without a hand in the text
//   - headwriter: head and author of the section who edited
//   - signedhead: head of the section and officer who has signed level 2
//   - deputy: stands in for the head by a dated delegation
//   - officer: confidentiality officer without a hand in the text
//   - officerwriter: officer and author of the section who edited
//   - publisher, withdrew: a publisher; the publisher who withdrew the subject
//   - signer: signed the live revision, holds no other right
//   - director: deputy director
//   - sysadmin, secadmin, auditadmin: the administrators
//   - manipulated: an administrator whose row was given every content role
//   - triple: author, head and officer in one, without a hand in the text
//   - stranger: somebody of another section without roles
//   - system: the program itself
var Kinds = strings.Fields("author coauthor colleague outsider head headwriter signedhead deputy officer officerwriter " +
	"publisher withdrew signer director sysadmin secadmin auditadmin manipulated triple stranger system")

// World is what the rules ask of a subject beside its state.
type World struct{ Live, WasPublic, Due, NeedsIssue, Issued, Confirmed bool }

type line struct{ states, action, kinds, to, when string }

const (
	writing  = "author coauthor headwriter officerwriter"
	heads    = "head deputy triple"
	officers = "officer triple"
	doubling = "publisher head headwriter signedhead deputy officer officerwriter triple"
)

var lines = []line{
	{"draft returned", "submit", writing, "section", ""},
	{"draft", "edit", writing + " colleague triple", "draft", ""},
	{"returned", "edit", writing + " colleague triple", "returned", ""},
	{"section confidentiality approved held", "edit", writing + " colleague triple", "draft", ""},
	{"draft", "discard", "author", "discarded", "never public"},
	{"draft returned", "discard", "author", "published", "live"},
	{"section", "approve", heads, "confidentiality", ""},
	{"section", "return", heads, "returned", ""},
	{"confidentiality", "approve", officers, "approved", ""},
	{"confidentiality", "return", officers, "returned", ""},
	{"confidentiality", "sendback", officers, "section", ""},
	{"section confidentiality", "recall", "author", "draft", ""},
	{"approved held", "recall", "author publisher withdrew", "draft", ""},
	{"approved", "publish", "system", "published", "due"},
	{"approved", "hold", "system", "held", ""},
	{"approved", "issue", "director", "approved", "unissued"},
	{"approved", "decline", "director", "approved", "unissued"},
	{"published withdrawn", "correct", "author", "draft", ""},
	{"draft section confidentiality returned approved held published", "withdraw", "publisher withdrew signer system", "withdrawn", "live"},
	{"withdrawn", "confirm", doubling, "withdrawn", "unconfirmed"},
	{"withdrawn", "refuse", doubling, "draft", "unconfirmed"},
}

func (w World) holds(when string) bool {
	switch when {
	case "never public":
		return !w.WasPublic
	case "live":
		return w.Live
	case "due":
		return w.Due && (!w.NeedsIssue || w.Issued)
	case "unissued":
		return w.NeedsIssue && !w.Issued
	case "unconfirmed":
		return !w.Confirmed
	}
	return true
}

// The verdicts beside a state, which says where an allowed move leads.
const (
	Conflict  = "conflict"  // nobody may do this now
	Forbidden = "forbidden" // this person may not
	NotFound  = "not found" // this person may not know that it exists
)

// Expect says what must come of an action: the state it leads to, Conflict or
// Forbidden. kinds are all the kinds that the person is of.
func Expect(state, action string, w World, kinds ...string) string {
	verdict := Conflict
	for _, l := range lines {
		if !has(l.states, state) || l.action != action || !w.holds(l.when) {
			continue
		}
		verdict = Forbidden
		for _, k := range kinds {
			if has(l.kinds, k) {
				return l.to
			}
		}
	}
	return verdict
}

// Reads reports whether somebody of these kinds may read a subject that is not
// public. own says that the person belongs to its section; submitted, that it
// was sent for review once.
func Reads(state string, submitted, own bool, kinds ...string) bool {
	if state == "discarded" {
		return false
	}
	is := func(words string) bool {
		return slices.ContainsFunc(kinds, func(k string) bool { return has(words, k) })
	}
	return own || is("deputy publisher withdrew") || is("officer officerwriter signedhead triple") && submitted ||
		is("director") && has("approved held published withdrawn", state)
}

// Triples counts the moves that the table allows: state, action and kind.
func Triples() (n int) {
	for _, l := range lines {
		n += len(strings.Fields(l.states)) * len(strings.Fields(l.kinds))
	}
	return n
}

// Words lists every word of one column of the table, for the test that no word
// of it is misspelt.
func Words() (states, actions, kinds []string) {
	for _, l := range lines {
		states = append(append(states, strings.Fields(l.states)...), l.to)
		actions = append(actions, l.action)
		kinds = append(kinds, strings.Fields(l.kinds)...)
	}
	return states, actions, kinds
}

func has(words, word string) bool { return slices.Contains(strings.Fields(words), word) }
