package models_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/modeltest/spec"
	"gongkai/models/review"
)

// An ask is one thing that a form of the desk can ask of a document, through
// the verb that the form uses.
type ask struct {
	name   string
	action review.Action
	at     review.State // the level whose form it is; "" is any state
	run    func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error
}

func section(f review.SectionForm) func(context.Context, *modeltest.Bureau, uint64, int, identity.Actor) error {
	return func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Review.DecideSection(ctx, content.Ref(id), seen, f, by)
	}
}

func confidentiality(f review.ConfidentialityForm) func(context.Context, *modeltest.Bureau, uint64, int, identity.Actor) error {
	return func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Review.DecideConfidentiality(ctx, content.Ref(id), seen, f, by)
	}
}

var asks = []ask{
	{"edit", review.Edit, "", func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Content.Edit(ctx, id, seen, modeltest.Article("改过"), by)
	}},
	{"submit", review.Submit, "", func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Content.Submit(ctx, id, seen, true, by)
	}},
	{"correct", review.Correct, "", func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Content.Correct(ctx, id, seen, content.Change{Kind: content.Minor}, by)
	}},
	{"withdraw", review.Withdraw, "", func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Content.Withdraw(ctx, id, seen, content.Withdrawal{Reason: "mistake"}, by)
	}},
	{"approve at section", review.Approve, review.Section, section(review.SectionForm{Approve: true, Checks: review.Points})},
	{"return at section", review.Return, review.Section, section(review.SectionForm{Note: "请补充依据。"})},
	{"approve at confidentiality", review.Approve, review.Confidentiality, confidentiality(modeltest.Clean())},
	{"return at confidentiality", review.Return, review.Confidentiality, confidentiality(review.ConfidentialityForm{Note: "含有身份证号码。"})},
	{"send back", review.SendBack, review.Confidentiality, confidentiality(review.ConfidentialityForm{ToSection: true, Note: "请科室再核。"})},
	{"recall", review.Recall, "", func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Review.Recall(ctx, content.Ref(id), seen, by)
	}},
	{"discard", review.Discard, "", func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Review.Discard(ctx, content.Ref(id), seen, by)
	}},
	{"confirm", review.Confirm, "", confirm(true)},
	{"refuse", review.Refuse, "", confirm(false)},
	{"issue", review.Issue, "", issue(true)},
	{"decline", review.Decline, "", issue(false)},
}

func confirm(yes bool) func(context.Context, *modeltest.Bureau, uint64, int, identity.Actor) error {
	return func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Review.Confirm(ctx, content.Ref(id), seen, yes, "", by)
	}
}

func issue(yes bool) func(context.Context, *modeltest.Bureau, uint64, int, identity.Actor) error {
	return func(ctx context.Context, b *modeltest.Bureau, id uint64, seen int, by identity.Actor) error {
		return b.Review.Issue(ctx, content.Ref(id), seen, yes, "请再斟酌。", by)
	}
}

// A situation is a document in one state with one history. budget.author wrote
// all of them.
type situation struct {
	name     string
	state    review.State
	world    spec.World
	editors  string // edited since the last full approval, beside the author
	signed   string // who signed level 2 of the open round
	withdrew string
	build    func(b *modeltest.Bureau, id uint64)
	form     func(b *modeltest.Bureau) content.Form // nil: an article to be published at once
}

var (
	fresh   = spec.World{Due: true}
	public  = spec.World{Due: true, Live: true, WasPublic: true}
	gone    = spec.World{Due: true, WasPublic: true}
	waiting = spec.World{}
)

// correction publishes, opens a correction and lets a co-author edit it.
func correction(b *modeltest.Bureau, id uint64) {
	b.Pass(id)
	b.Correct(id)
	b.Edit(id, "更正稿", "budget.author2")
}

func shared(b *modeltest.Bureau, id uint64) { b.Edit(id, "合写稿", "budget.author2") }

func scheduled(b *modeltest.Bureau) content.Form { return b.Later("定时稿", 12*time.Hour) }

func weighty(*modeltest.Bureau) content.Form {
	f := modeltest.Article("重大事项")
	f.Column = "zdsx"
	return f
}

func situations() []situation {
	const co, head, multi = "budget.author2", "budget.head", "budget.multi"
	return []situation{
		{"draft", review.Draft, fresh, co, "", "", shared, nil},
		{"draft of a correction", review.Draft, public, co, "", "", correction, nil},
		{"draft after withdrawal", review.Draft, gone, "", "", "", func(b *modeltest.Bureau, id uint64) { b.Pass(id); b.Withdraw(id, "office.publisher"); b.Correct(id) }, nil},
		{"section", review.Section, fresh, co, "", "", func(b *modeltest.Bureau, id uint64) { shared(b, id); b.Submit(id) }, nil},
		{"section of a correction", review.Section, public, co, "", "", func(b *modeltest.Bureau, id uint64) { correction(b, id); b.Submit(id) }, nil},
		{"section, a head wrote", review.Section, fresh, "budget.both", "", "", func(b *modeltest.Bureau, id uint64) { b.Edit(id, "负责人改过", "budget.both"); b.Submit(id) }, nil},
		{"section, sent back", review.Section, fresh, co, "", "", func(b *modeltest.Bureau, id uint64) { shared(b, id); b.Submit(id); b.PassSection(id); sendBack(b, id) }, nil},
		{"confidentiality", review.Confidentiality, fresh, co, head, "", func(b *modeltest.Bureau, id uint64) { shared(b, id); b.Submit(id); b.PassSection(id) }, nil},
		{"confidentiality, an officer wrote", review.Confidentiality, fresh, multi, head, "", func(b *modeltest.Bureau, id uint64) {
			b.Edit(id, "审查员改过", multi)
			b.Submit(id)
			b.PassSection(id)
		}, nil},
		{"confidentiality, an officer signed level 2", review.Confidentiality, fresh, "", multi, "", func(b *modeltest.Bureau, id uint64) { b.Submit(id); sectionBy(b, id, multi) }, nil},
		{"confidentiality of a correction", review.Confidentiality, public, co, head, "", func(b *modeltest.Bureau, id uint64) { correction(b, id); b.Submit(id); b.PassSection(id) }, nil},
		{"returned", review.Returned, fresh, co, "", "", func(b *modeltest.Bureau, id uint64) { shared(b, id); b.Submit(id); b.Return(id) }, nil},
		{"returned correction", review.Returned, public, co, "", "", func(b *modeltest.Bureau, id uint64) { correction(b, id); b.Submit(id); b.Return(id) }, nil},
		{"approved, scheduled", review.Approved, waiting, "", head, "", func(b *modeltest.Bureau, id uint64) { b.Pass(id) }, scheduled},
		{"approved, waits for 签发", review.Approved, spec.World{Due: true, NeedsIssue: true}, "", head, "", func(b *modeltest.Bureau, id uint64) { b.Pass(id) }, weighty},
		{"approved correction", review.Approved, spec.World{Live: true, WasPublic: true}, "", head, "", lateCorrection, nil},
		{"published", review.Published, public, "", "", "", func(b *modeltest.Bureau, id uint64) { shared(b, id); b.Pass(id) }, nil},
		{"withdrawn", review.Withdrawn, gone, "", "", "office.publisher", func(b *modeltest.Bureau, id uint64) { b.Pass(id); b.Withdraw(id, "office.publisher") }, nil},
		{"withdrawn by a signer", review.Withdrawn, gone, "", "", head, func(b *modeltest.Bureau, id uint64) { b.Pass(id); b.Withdraw(id, head) }, nil},
		{"withdrawn, confirmed", review.Withdrawn, spec.World{Due: true, WasPublic: true, Confirmed: true}, "", "", "office.publisher", func(b *modeltest.Bureau, id uint64) {
			b.Pass(id)
			b.Withdraw(id, "office.publisher")
			modeltest.Must(b.T, b.Review.Confirm(b.T.Context(), content.Ref(id), b.Version(id), true, "", b.Who("office.secrecy")))
		}, nil},
		{"held correction", review.Held, public, "", head, "", func(b *modeltest.Bureau, id uint64) { lateCorrection(b, id); b.Hold(id) }, nil},
		{"held", review.Held, fresh, "", head, "", func(b *modeltest.Bureau, id uint64) { b.Pass(id); b.Hold(id) }, scheduled},
		{"discarded", review.Discarded, fresh, co, "", "", func(b *modeltest.Bureau, id uint64) {
			shared(b, id)
			modeltest.Must(b.T, b.Review.Discard(b.T.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
		}, nil},
	}
}

func lateCorrection(b *modeltest.Bureau, id uint64) {
	b.Pass(id)
	b.Correct(id)
	modeltest.Must(b.T, b.Content.Edit(b.T.Context(), id, b.Version(id), b.Later("定时的更正稿", 12*time.Hour), b.Who("budget.author")))
	b.Pass(id)
}

func sendBack(b *modeltest.Bureau, id uint64) {
	b.T.Helper()
	modeltest.Must(b.T, b.Review.DecideConfidentiality(b.T.Context(), content.Ref(id), b.Version(id),
		review.ConfidentialityForm{ToSection: true, Note: "请科室再核。"}, b.Who("office.secrecy")))
}

func sectionBy(b *modeltest.Bureau, id uint64, who string) {
	b.T.Helper()
	modeltest.Must(b.T, b.Review.DecideSection(b.T.Context(), content.Ref(id), b.Version(id),
		review.SectionForm{Approve: true, Checks: review.Points}, b.Who(who)))
}

// kinds says which kinds of the specification a person is of in a situation.
func (s *situation) kinds(b *modeltest.Bureau, who string) (kinds []string, own bool) {
	by := b.Who(who)
	own = by.SectionID == b.Sections["预算科"]
	wrote := who == "budget.author" || s.editors == who
	hand := wrote || s.signed == who
	add := func(k string) { kinds = append(kinds, k) }
	switch {
	case own && who == "budget.author":
		add("author")
	case own && by.Has(identity.Author) && wrote:
		add("coauthor")
	case own && by.Has(identity.Author):
		add("colleague")
	case by.Has(identity.Author):
		add("outsider")
	}
	level := func(kind string) {
		if hand {
			kind = "signedhead"
		}
		if s.withdrew != who {
			add(kind)
		}
	}
	if own && by.Has(identity.Head) {
		level("head")
	}
	if by.Has(identity.Officer) {
		level("officer")
	}
	if by.Has(identity.Publisher) && s.withdrew == who {
		add("withdrew")
	} else if by.Has(identity.Publisher) {
		add("publisher")
	}
	if by.Has(identity.Director) {
		add("director")
	}
	if s.world.Live && slices.Contains([]string{"budget.author", "budget.head", "office.secrecy"}, who) {
		add("signer")
	}
	return kinds, own
}

// expect says what must come of an ask.
func (s *situation) expect(b *modeltest.Bureau, who string, a ask) string {
	kinds, own := s.kinds(b, who)
	submitted := s.name != "draft" && s.name != "discarded"
	switch {
	case s.state == review.Discarded:
		return spec.NotFound
	case b.Who(who).Admin():
		return spec.Forbidden
	case !spec.Reads(string(s.state), submitted, own, kinds...):
		return spec.NotFound
	case a.at != "" && a.at != s.state:
		return spec.Conflict
	}
	return spec.Expect(string(s.state), string(a.action), s.world, kinds...)
}

// Every person × situation × ask through the real verbs gives what the
// specification says; Allowed promises exactly what the verbs then do; a
// refusal changes nothing.
func TestReviewMatrix(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		count := map[string]int{}
		ss := situations()
		for i := range ss {
			s := &ss[i]
			form := modeltest.Article(s.name)
			if s.form != nil {
				form = s.form(b)
			}
			id := b.In(form)
			s.build(b, id)
			for _, who := range modeltest.Cast() {
				matrixRow(t, b, s, id, who, count)
			}
		}
		cells := len(ss) * len(modeltest.Cast()) * len(asks)
		if got := count["allowed"] + count[spec.Conflict] + count[spec.Forbidden] + count[spec.NotFound]; got != cells || cells != 23*16*15 {
			t.Errorf("%d cells were tried of %d: %v", got, cells, count)
		}
		b.Whole()
	})
}

var errUndo = errors.New("undo")

func matrixRow(t *testing.T, b *modeltest.Bureau, s *situation, id uint64, who string, count map[string]int) {
	by, seen := b.Who(who), 1
	var may []review.Action
	if s.state != review.Discarded {
		track := b.Track(id)
		seen = track.Version
		if track.State != s.state {
			t.Fatalf("%s: state %s", s.name, track.State)
		}
		var err error
		may, err = b.Review.Allowed(t.Context(), track, by)
		modeltest.Must(t, err)
		if by.Admin() && len(may) > 0 {
			t.Errorf("%s: Allowed offers %v to %s", s.name, may, who)
		}
	}
	const look = "SELECT version + 1000000 * (SELECT seq FROM ledger_heads WHERE id = 1) FROM review_tracks WHERE kind = 'document' AND subject_id = ?"
	before := b.Number(t.Context(), look, id)
	defer func() {
		if b.Number(t.Context(), look, id) != before {
			t.Fatalf("%s: an ask of %s was refused, but something was stored", s.name, who)
		}
	}()
	for _, a := range asks {
		want := s.expect(b, who, a)
		got, err := try(t, b, id, seen, by, a, want)
		if got != want && (want != string(review.Approved) || got != string(review.Published)) {
			t.Errorf("%s: %s by %s: %s (%v), want %s", s.name, a.name, who, got, err, want)
		}
		offered := slices.Contains(may, a.action) && (a.at == "" || a.at == s.state)
		if want != spec.NotFound && offered != (err == nil) {
			t.Errorf("%s: Allowed offers %s to %s: %v, but the verb says %v", s.name, a.name, who, offered, err)
		}
		if err == nil {
			got = "allowed"
		}
		count[got]++
	}
}

// try asks for real when a refusal is expected; what is expected to succeed is
// undone.
func try(t *testing.T, b *modeltest.Bureau, id uint64, seen int, by identity.Actor, a ask, want string) (got string, err error) {
	if slices.Contains([]string{spec.Conflict, spec.Forbidden, spec.NotFound}, want) {
		err = a.run(t.Context(), b, id, seen, by)
		return refused(err), err
	}
	undone := b.Store.Tx(t.Context(), func(ctx context.Context) error {
		if err = a.run(ctx, b, id, seen, by); err != nil {
			return err
		}
		modeltest.Must(t, b.Store.DB(ctx).Raw("SELECT state FROM review_tracks WHERE kind = 'document' AND subject_id = ?", id).Scan(&got).Error)
		return errUndo
	})
	if err != nil {
		return refused(err), err
	}
	if !errors.Is(undone, errUndo) {
		t.Fatal(undone)
	}
	return got, nil
}

func refused(err error) string {
	switch fault.KindOf(err) {
	case fault.Conflict:
		return spec.Conflict
	case fault.Forbidden:
		return spec.Forbidden
	case fault.NotFound:
		return spec.NotFound
	}
	if err == nil {
		return "allowed"
	}
	return "error"
}
