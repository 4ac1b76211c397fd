package models_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// What is visible is what was signed: random sequences of acts on two documents
// against a small model. GONGKAI_SEQUENCES says how many for each database.

// A paper is the model of one document: who had a hand in its latest text, who
// signed it, and what the public reads.
type paper struct {
	id      uint64
	text    string          // the latest text
	live    string          // the text that is public, "" is none
	signed  []string        // who signed text, in the order of the levels
	wrote   map[string]bool // since the last full approval
	late    bool            // text is scheduled
	waiting bool            // signed by three, its time has not come
	case_   uint64          // case of the live text when it was last looked at
}

// An act is one thing that somebody tries.
type act struct {
	do    string
	doc   int
	who   string
	stale bool // with another version than the present one
}

func (a act) String() string {
	s := fmt.Sprintf("%s(%d) by %s", a.do, a.doc, a.who)
	if a.stale {
		s += ", stale"
	}
	return s
}

// accept moves the model by an act that the program let through, and says what
// is wrong with having let it through.
func (p *paper) accept(a act, title string) string {
	if a.stale {
		return "a stale act was accepted"
	}
	fits := map[string]int{"section": 1, "confidentiality": 2, "forged": 2, "sendback": 2}
	if n, ok := fits[a.do]; ok && len(p.signed) != n || ok && a.do != "sendback" && (p.wrote[a.who] || slices.Contains(p.signed, a.who)) {
		return fmt.Sprintf("signed already by %v, written by %v", p.signed, p.wrote)
	}
	switch a.do {
	case "edit", "schedule":
		p.text, p.signed, p.waiting, p.late, p.wrote[a.who] = title, nil, false, a.do == "schedule", true
	case "submit":
		p.signed = []string{a.who}
	case "section":
		p.signed = append(p.signed, a.who)
	case "confidentiality", "forged":
		p.signed, p.wrote, p.waiting = append(p.signed, a.who), map[string]bool{"budget.author": true}, p.late
		if a.do == "forged" && !p.late { // the stored text was another one at that moment
			p.signed = nil
		} else if !p.late {
			p.live = p.text
		}
	case "sendback":
		p.signed = p.signed[:1]
	case "return", "recall":
		p.signed, p.waiting = nil, false
	case "correct":
		p.signed, p.late, p.wrote[a.who] = nil, false, true
	case "discard":
		p.text, p.signed, p.wrote = p.live, nil, map[string]bool{"budget.author": true}
	case "withdraw":
		p.live, p.signed, p.waiting = "", nil, false
	}
	return ""
}

var usual = map[string][]string{
	"edit": {"budget.author", "budget.author2", "budget.both", "budget.multi"}, "schedule": {"budget.author", "budget.author2"},
	"submit": {"budget.author", "budget.author", "budget.author2", "budget.both"}, "section": {"budget.head", "budget.both", "budget.multi"},
	"confidentiality": {"office.secrecy", "office.secrecy2", "budget.multi"}, "forged": {"office.secrecy"}, "sendback": {"office.secrecy", "budget.multi"},
	"return": {"budget.head", "budget.both"}, "recall": {"budget.author", "office.publisher"}, "correct": {"budget.author"}, "discard": {"budget.author"},
	"withdraw": {"office.publisher", "budget.head", "office.secrecy"}, "confirm": {"office.publisher", "office.secrecy2"}, "tick": {"budget.author"},
}

// invent makes up the next act: mostly the one that leads on, or few sequences
// would ever reach level 3.
func invent(r *rand.Rand, ps []*paper) act {
	all := strings.Fields("submit section confidentiality edit edit schedule tick correct withdraw forged sendback return recall discard confirm")
	a := act{do: all[r.IntN(len(all))], doc: r.IntN(2), stale: r.IntN(12) == 0}
	if p := ps[a.doc]; r.IntN(3) > 0 {
		onward := [][]string{{"submit", "submit", "correct"}, {"section"}, {"confidentiality", "confidentiality", "forged"}, {"correct", "tick", "withdraw"}}
		next := onward[len(p.signed)]
		a.do = next[r.IntN(len(next))]
	}
	a.who = usual[a.do][r.IntN(len(usual[a.do]))]
	if r.IntN(10) == 0 {
		a.who = modeltest.Cast()[r.IntN(len(modeltest.Cast()))]
	}
	return a
}

// perform asks the program for an act.
func perform(b *modeltest.Bureau, p *paper, a act, title string) error {
	ctx, by, ref := b.T.Context(), b.Who(a.who), content.Ref(p.id)
	seen := int(b.Number(ctx, "SELECT version FROM review_tracks WHERE kind = 'document' AND subject_id = ?", p.id))
	if a.stale {
		seen--
	}
	switch a.do {
	case "edit":
		return b.Content.Edit(ctx, p.id, seen, modeltest.Article(title), by)
	case "schedule":
		return b.Content.Edit(ctx, p.id, seen, b.Later(title, time.Hour), by)
	case "submit":
		return b.Content.Submit(ctx, p.id, seen, true, by)
	case "section":
		return b.Review.DecideSection(ctx, ref, seen, review.SectionForm{Approve: true, Checks: review.Points}, by)
	case "confidentiality":
		return b.Review.DecideConfidentiality(ctx, ref, seen, modeltest.Clean(), by)
	case "forged":
		const forge = "UPDATE content_revisions SET source = ? WHERE id = (SELECT latest_id FROM content_documents WHERE id = ?)"
		b.Exec(forge, "偷换", p.id)
		err := b.Review.DecideConfidentiality(ctx, ref, seen, modeltest.Clean(), by)
		b.Exec(forge, modeltest.Article("").Source, p.id)
		return err
	case "sendback":
		return b.Review.DecideConfidentiality(ctx, ref, seen, review.ConfidentialityForm{ToSection: true, Note: "请科室再核。"}, by)
	case "return":
		return b.Review.DecideSection(ctx, ref, seen, review.SectionForm{Note: "请补充依据。"}, by)
	case "recall":
		return b.Review.Recall(ctx, ref, seen, by)
	case "correct":
		return b.Content.Correct(ctx, p.id, seen, content.Change{Kind: content.Minor}, by)
	case "discard":
		return b.Review.Discard(ctx, ref, seen, by)
	case "withdraw":
		return b.Content.Withdraw(ctx, p.id, seen, content.Withdrawal{Reason: "mistake"}, by)
	}
	return b.Review.Confirm(ctx, ref, seen, true, "", by)
}

// play runs n acts on two new documents and says which they were and what
// contradicts the model, or "". Afterwards nothing of it is public any more.
func play(b *modeltest.Bureau, n int, next func(i int, ps []*paper) act) (as []act, wrong string) {
	ps := []*paper{}
	for range 2 {
		ps = append(ps, &paper{id: b.Draft("初稿"), text: "初稿", wrote: map[string]bool{"budget.author": true}})
	}
	defer cleared(b, ps)
	for i := range n {
		a := next(i, ps)
		as = append(as, a)
		p, title := ps[a.doc], fmt.Sprintf("第%d步的稿", i)
		if a.do == "tick" {
			tick(b, ps)
		} else if err := perform(b, p, a, title); err == nil {
			if wrong := p.accept(a, title); wrong != "" {
				return as, fmt.Sprintf("step %d, %s: %s", i, a, wrong)
			}
		}
		if wrong := visible(b, ps); wrong != "" {
			return as, fmt.Sprintf("step %d, %s: %s", i, a, wrong)
		}
	}
	return as, ""
}

func again(b *modeltest.Bureau, as []act) string {
	_, wrong := play(b, len(as), func(i int, _ []*paper) act { return as[i] })
	return wrong
}

// cleared takes everything back that is public or will be.
func cleared(b *modeltest.Bureau, ps []*paper) {
	for _, p := range ps {
		if p.waiting {
			modeltest.Must(b.T, b.Review.Recall(b.T.Context(), content.Ref(p.id), b.Version(p.id), b.Who("office.publisher")))
		}
		if b.Public(p.id) {
			b.Withdraw(p.id, "office.publisher")
		}
	}
}

func tick(b *modeltest.Bureau, ps []*paper) {
	b.Clock.Add(time.Hour)
	b.Due()
	for _, p := range ps {
		p.late = false // its time has passed
		if p.waiting {
			p.live, p.waiting = p.text, false
		}
	}
}

// visible compares what the public reads with the model.
func visible(b *modeltest.Bureau, ps []*paper) string {
	ctx := b.T.Context()
	newest, err := b.Content.Newest(ctx, nil, 9)
	modeltest.Must(b.T, err)
	live := 0
	for _, p := range ps {
		listed := slices.ContainsFunc(newest, func(i content.Item) bool { return i.DocumentID == p.id && i.Title == p.live })
		page, err := b.Content.Live(ctx, p.id)
		switch {
		case (err == nil) != (p.live != ""), err == nil && page.Title != p.live, listed != (p.live != ""):
			return fmt.Sprintf("document %d: public %v (listed %v), the model says %q", p.id, page, listed, p.live)
		case err != nil:
			continue
		}
		live++
		if page.CaseID != p.case_ {
			if wrong := signedBytes(b, page); wrong != "" {
				return wrong
			}
			p.case_ = page.CaseID
		}
	}
	if live != len(newest) {
		return fmt.Sprintf("%d documents are listed, the model says %d", len(newest), live)
	}
	return ""
}

// signedBytes demands three signatures of three people at three levels under
// the digest of what is stored now.
func signedBytes(b *modeltest.Bureau, p *content.Page) string {
	ctx := b.T.Context()
	c, err := b.Review.CaseByID(ctx, p.CaseID)
	modeltest.Must(b.T, err)
	gs, err := b.Review.Signatures(ctx, c)
	modeltest.Must(b.T, err)
	sum, err := b.Content.Sum(ctx, p.RevisionID)
	modeltest.Must(b.T, err)
	people, levels := map[uint64]bool{}, []int{}
	for _, g := range gs {
		people[g.PersonID] = true
		levels = append(levels, g.Level)
		if g.Sum != sum {
			return fmt.Sprintf("document %d: signature %d is for other bytes", p.DocumentID, g.ID)
		}
	}
	if len(people) != 3 || !slices.Equal(levels, []int{1, 2, 3}) || c.RevisionID != p.RevisionID || p.Sum != sum {
		return fmt.Sprintf("document %d: signatures %v", p.DocumentID, gs)
	}
	return ""
}

// shorter drops acts as long as the sequence still contradicts the model.
func shorter(b *modeltest.Bureau, as []act) []act {
	for i := len(as) - 1; i >= 0; i-- {
		if without := slices.Delete(slices.Clone(as), i, i+1); again(b, without) != "" {
			as = without
		}
	}
	return as
}

func TestSequencesVisibleIsSigned(t *testing.T) {
	n := 500
	if v, err := strconv.Atoi(os.Getenv("GONGKAI_SEQUENCES")); err == nil {
		n = v
	}
	for half := range 2 {
		t.Run(fmt.Sprintf("half %d", half+1), func(t *testing.T) {
			t.Parallel()
			modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
				t.Parallel()
				sequences(t, b, half, n)
			})
		})
	}
}

// sequences plays every second of n sequences.
func sequences(t *testing.T, b *modeltest.Bureau, first, n int) {
	for i := first; i < n; i += 2 {
		r := rand.New(rand.NewPCG(2026, uint64(i)))
		as, wrong := play(b, 10, func(_ int, ps []*paper) act { return invent(r, ps) })
		if wrong != "" {
			as = shorter(b, as)
			t.Fatalf("sequence %d: %s\nshortened:\n%v\n%s", i, wrong, as, again(b, as))
		}
	}
	public := b.Number(t.Context(), "SELECT COUNT(*) FROM review_steps WHERE act = 'publish'")
	held := b.Number(t.Context(), "SELECT COUNT(*) FROM review_steps WHERE act = 'hold'")
	if n >= 100 && (public < int64(n/10) || held == 0) {
		t.Errorf("%d publications and %d held in %d sequences: they prove little", public, held, n/2)
	}
	t.Logf("%d publications, %d held", public, held)
	b.Whole()
}
