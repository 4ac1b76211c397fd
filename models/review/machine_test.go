package review

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest/spec"
)

var update = flag.Bool("update", false, "write docs/review.mmd")

// The people of the table. 1 is the author, 2 and 3 edited, 5 edited as head,
// 9 as officer, 6 signed level 2; 11 signed the live revision, 12 withdrew it.
const here, elsewhere = 1, 2

var crowd = map[string]identity.Actor{
	"author":        {ID: 1, SectionID: here, Roles: []identity.Role{identity.Author}},
	"coauthor":      {ID: 2, SectionID: here, Roles: []identity.Role{identity.Author}},
	"colleague":     {ID: 3, SectionID: here, Roles: []identity.Role{identity.Author}},
	"outsider":      {ID: 4, SectionID: elsewhere, Roles: []identity.Role{identity.Author}},
	"head":          {ID: 7, SectionID: here, Roles: []identity.Role{identity.Head}},
	"headwriter":    {ID: 5, SectionID: here, Roles: []identity.Role{identity.Author, identity.Head}},
	"signedhead":    {ID: 6, SectionID: here, Roles: []identity.Role{identity.Head, identity.Officer}},
	"deputy":        {ID: 8, SectionID: elsewhere, Roles: []identity.Role{identity.Author}, HeadOf: []uint64{here}},
	"officer":       {ID: 10, SectionID: elsewhere, Roles: []identity.Role{identity.Officer}},
	"officerwriter": {ID: 9, SectionID: here, Roles: []identity.Role{identity.Author, identity.Officer}},
	"publisher":     {ID: 13, SectionID: elsewhere, Roles: []identity.Role{identity.Publisher}},
	"withdrew":      {ID: 12, SectionID: elsewhere, Roles: []identity.Role{identity.Publisher}},
	"signer":        {ID: 11, SectionID: elsewhere},
	"director":      {ID: 14, SectionID: elsewhere, Roles: []identity.Role{identity.Director}},
	"sysadmin":      {ID: 15, Roles: []identity.Role{identity.SysAdmin}},
	"secadmin":      {ID: 16, Roles: []identity.Role{identity.SecAdmin}},
	"auditadmin":    {ID: 17, Roles: []identity.Role{identity.AuditAdmin}},
	"manipulated": {ID: 1, SectionID: here, HeadOf: []uint64{here}, Roles: []identity.Role{identity.Author, identity.Head, identity.Officer,
		identity.Publisher, identity.Director, identity.SysAdmin}},
	"triple":   {ID: 18, SectionID: here, Roles: []identity.Role{identity.Author, identity.Head, identity.Officer}},
	"stranger": {ID: 19, SectionID: elsewhere},
	"system":   {},
}

func factsOf(s State, w spec.World) *Facts {
	return &Facts{State: s, Live: w.Live, WasPublic: w.WasPublic, AuthorID: 1, SectionID: here, Editors: []uint64{1, 2, 5, 9},
		Hands: []uint64{1, 2, 5, 9, 6}, LiveSigners: []uint64{11}, NeedsIssue: w.NeedsIssue, Issued: w.Issued, Due: w.Due, WithdrawnBy: 12, Confirmed: w.Confirmed}
}

// worlds lists every combination of facts that can be.
func worlds() (ws []spec.World) {
	yes := []bool{false, true}
	for _, public := range []spec.World{{}, {WasPublic: true}, {WasPublic: true, Live: true}} {
		for _, due := range yes {
			for _, issue := range []spec.World{{}, {NeedsIssue: true}, {NeedsIssue: true, Issued: true}} {
				for _, confirmed := range yes {
					w := public
					w.Due, w.NeedsIssue, w.Issued, w.Confirmed = due, issue.NeedsIssue, issue.Issued, confirmed
					ws = append(ws, w)
				}
			}
		}
	}
	return ws
}

func verdict(to State, err error) string {
	switch fault.KindOf(err) {
	case fault.Conflict:
		return spec.Conflict
	case fault.Forbidden:
		return spec.Forbidden
	}
	if err != nil {
		return err.Error()
	}
	return string(to)
}

// Every state × action × kind of person × world gets what the specification
// says, and nothing of either is forgotten.
func TestMachineAgreesWithTheSpecification(t *testing.T) {
	count := map[string]int{}
	for _, s := range States() {
		for _, do := range Actions() {
			for _, kind := range spec.Kinds {
				for _, w := range worlds() {
					got := verdict(next(factsOf(s, w), do, crowd[kind]))
					want := spec.Expect(string(s), string(do), w, kind)
					if got != want {
						t.Errorf("%s %s by %s in %+v: %s, want %s", s, do, kind, w, got, want)
					}
					count[want]++
				}
			}
		}
	}
	total := 0
	for _, n := range count {
		total += n
	}
	if want := 9 * 15 * 21 * 36; total != want {
		t.Errorf("%d cells were compared, want %d", total, want)
	}
	if count[spec.Conflict] == 0 || count[spec.Forbidden] == 0 {
		t.Errorf("no refusals: %v", count)
	}
}

// The vocabulary of program and specification is the same, word for word, and
// the table has as many allowed moves as were counted by hand.
func TestMachineVocabularyIsCounted(t *testing.T) {
	var states, actions []string
	for _, s := range States() {
		states = append(states, string(s))
		if s.Title() == "" {
			t.Errorf("state %s has no Chinese name", s)
		}
	}
	for _, a := range Actions() {
		actions = append(actions, string(a))
		if a.Title() == "" {
			t.Errorf("action %s has no Chinese name", a)
		}
	}
	if !slices.Equal(states, spec.States) || !slices.Equal(actions, spec.Actions) {
		t.Errorf("states %v, actions %v", states, actions)
	}
	if len(crowd) != len(spec.Kinds) {
		t.Errorf("%d people for %d kinds", len(crowd), len(spec.Kinds))
	}
	s, a, k := spec.Words()
	for _, x := range []struct{ words, known []string }{{s, spec.States}, {a, spec.Actions}, {k, spec.Kinds}} {
		for _, w := range x.words {
			if !slices.Contains(x.known, w) {
				t.Errorf("%q is in the table but not in %v", w, x.known)
			}
		}
	}
	if n := spec.Triples(); n != 117 {
		t.Errorf("the table allows %d state-action-kind triples, counted by hand 117", n)
	}
}

// The author has left: colleagues with the author role are the author now;
// nobody else is.
func TestMachineAuthorGoneColleaguesTakeOver(t *testing.T) {
	for _, s := range States() {
		for _, do := range Actions() {
			for _, kind := range []string{"coauthor", "colleague", "headwriter", "officerwriter", "triple"} {
				w := spec.World{WasPublic: true, Live: true}
				f := factsOf(s, w)
				f.AuthorGone = true
				if got, want := verdict(next(f, do, crowd[kind])), spec.Expect(string(s), string(do), w, kind, "author"); got != want {
					t.Errorf("%s %s by %s: %s, want %s", s, do, kind, got, want)
				}
			}
			f := factsOf(s, spec.World{})
			f.AuthorGone = true
			if got, want := verdict(next(f, do, crowd["outsider"])), spec.Expect(string(s), string(do), spec.World{}, "outsider"); got != want {
				t.Errorf("%s %s by an outsider: %s, want %s", s, do, got, want)
			}
		}
	}
}

// An author whose section changed, or whose role was taken, is no author.
func TestMachineAuthorWithoutRoleIsNobody(t *testing.T) {
	for _, a := range []identity.Actor{
		{ID: 1, SectionID: here},
		{ID: 1, SectionID: elsewhere, Roles: []identity.Role{identity.Author}},
		{ID: 2, SectionID: elsewhere, Roles: []identity.Role{identity.Author}},
	} {
		for _, s := range States() {
			for _, do := range Actions() {
				w := spec.World{WasPublic: true, Live: true, NeedsIssue: true}
				if got, want := verdict(next(factsOf(s, w), do, a)), spec.Expect(string(s), string(do), w, "outsider"); got != want {
					t.Errorf("%s %s: %s, want %s", s, do, got, want)
				}
			}
		}
	}
}

// Everybody who has a hand in the text is kept from levels 2 and 3, whichever
// roles they hold.
func TestMachineHandsKeepFromSigning(t *testing.T) {
	for _, kind := range []string{"triple", "head", "officer"} {
		by := crowd[kind]
		for _, s := range []State{Section, Confidentiality} {
			for _, do := range []Action{Approve, Return, SendBack} {
				f := factsOf(s, spec.World{})
				f.Hands = append(f.Hands, by.ID)
				if _, err := next(f, do, by); err == nil {
					t.Errorf("%s with a hand in the text may %s at %s", kind, do, s)
				}
			}
		}
	}
}

// Nothing becomes published but by the system from approved; a discarded
// correction only falls back to what is public already.
func TestOnlyTheSystemPublishes(t *testing.T) {
	for _, r := range rules {
		if r.To != Published {
			continue
		}
		byItself := r.From == Approved && r.Do == Publish && r.By == system && r.When == due
		fallsBack := r.Do == Discard && r.When == live
		if !byItself && !fallsBack {
			t.Errorf("%v leads to published", r)
		}
	}
	for _, r := range rules {
		if r.To == Approved && r.From != Approved && (r.From != Confidentiality || r.By != officers) {
			t.Errorf("%v leads to approved", r)
		}
		if r.By == system && r.From != Approved && !(r.Do == Withdraw && r.When == live) { // the operator's take-down
			t.Errorf("the system may %v", r)
		}
	}
}

// With one level taken out no path leads from draft to published.
func TestEveryPathToPublishedPassesAllLevels(t *testing.T) {
	reach := func(without State) bool {
		seen, todo := map[State]bool{}, []State{Draft}
		for len(todo) > 0 {
			s := todo[0]
			todo = todo[1:]
			if seen[s] || s == without {
				continue
			}
			seen[s] = true
			for _, r := range rules {
				if r.From == s && !(r.Do == Discard && r.When == live) {
					todo = append(todo, r.To)
				}
			}
		}
		return seen[Published]
	}
	if !reach("") {
		t.Fatal("published cannot be reached at all")
	}
	for _, s := range []State{Section, Confidentiality, Approved} {
		if reach(s) {
			t.Errorf("published can be reached without %s", s)
		}
	}
}

// Every refusal is a sentence for people.
func TestRefusalsAreSentences(t *testing.T) {
	for _, s := range States() {
		for _, do := range Actions() {
			for kind, by := range crowd {
				_, err := next(factsOf(s, spec.World{}), do, by)
				if err != nil && !strings.HasSuffix(fault.MessageOf(err), "。") {
					t.Errorf("%s %s by %s: %q", s, do, kind, fault.MessageOf(err))
				}
			}
		}
	}
}

// docs/review.mmd is the table as a picture.
func TestDiagramIsFresh(t *testing.T) {
	const file = "../../docs/review.mmd"
	want := diagram()
	if *update {
		if err := os.MkdirAll("../../docs", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != want {
		t.Fatalf("%s is not fresh (%v): run go test ./models/review -update", file, err)
	}
}

func diagram() string {
	var b strings.Builder
	b.WriteString("%% Written by go test ./models/review -update from the table in models/review/machine.go.\nstateDiagram-v2\n")
	for _, s := range States() {
		fmt.Fprintf(&b, "    %s : %s %s\n", s, s.Title(), s)
	}
	b.WriteString("    [*] --> draft : create\n")
	for _, r := range rules {
		when := ""
		if r.When != always {
			when = ", when " + string(r.When)
		}
		fmt.Fprintf(&b, "    %s --> %s : %s (%s%s)\n", r.From, r.To, r.Do, r.By, when)
	}
	b.WriteString("    discarded --> [*]\n")
	return b.String()
}
