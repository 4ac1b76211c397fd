package modeltest

import (
	"context"
	"testing"
	"time"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
)

// Want fails the test unless err is a fault of the given kind.
func Want(t *testing.T, err error, k fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != k {
		t.Fatalf("got %v (kind %d), want a fault of kind %d", err, fault.KindOf(err), k)
	}
}

// Must fails the test when err is not nil.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Exec changes the database behind the program's back, as an intruder with the
// database's password would, and returns how many rows it changed.
func (b *Bureau) Exec(sql string, args ...any) int64 {
	b.T.Helper()
	n, err := b.TryExec(sql, args...)
	b.must(err)
	return n
}

// TryExec is Exec for statements that the database itself may refuse.
func (b *Bureau) TryExec(sql string, args ...any) (n int64, err error) {
	err = b.Store.Tx(b.T.Context(), func(ctx context.Context) error {
		r := b.Store.DB(ctx).Exec(sql, args...)
		n = r.RowsAffected
		return r.Error
	})
	return n, err
}

// Number reads one number from the database, in the transaction of ctx if it
// carries one.
func (b *Bureau) Number(ctx context.Context, sql string, args ...any) (n int64) {
	b.T.Helper()
	b.must(b.Store.DB(ctx).Raw(sql, args...).Scan(&n).Error)
	return n
}

// Entries is the number of the ledger's last entry.
func (b *Bureau) Entries() int64 {
	b.T.Helper()
	return b.Number(b.T.Context(), "SELECT seq FROM ledger_heads WHERE id = 1")
}

// Verified verifies the ledger without checkpoints.
func (b *Bureau) Verified() *audit.Report {
	b.T.Helper()
	r, err := b.Verify(b.T.Context(), nil)
	b.must(err)
	return r
}

// Whole fails the test when something contradicts the ledger.
func (b *Bureau) Whole() {
	b.T.Helper()
	if r := b.Verified(); !r.Whole() {
		b.T.Fatalf("the ledger is broken: %+v", r.Findings)
	}
}

// Unchanged runs f and fails the test when f moved the document or wrote an
// entry.
func (b *Bureau) Unchanged(id uint64, f func()) {
	b.T.Helper()
	state, version, entries := b.State(id), b.Version(id), b.Entries()
	f()
	if b.State(id) != state || b.Version(id) != version || b.Entries() != entries {
		b.T.Fatalf("a refused act changed something: %s %d %d, was %s %d %d", b.State(id), b.Version(id), b.Entries(), state, version, entries)
	}
}

// Public reports whether the public can read a document.
func (b *Bureau) Public(id uint64) bool {
	b.T.Helper()
	_, err := b.Content.Live(b.T.Context(), id)
	if k := fault.KindOf(err); err != nil && k != fault.NotFound && k != fault.Gone {
		b.T.Fatal(err)
	}
	return err == nil
}

// In writes a document of budget.author with form f.
func (b *Bureau) In(f content.Form) uint64 {
	b.T.Helper()
	d, err := b.Content.Create(b.T.Context(), f, b.Who("budget.author"))
	b.must(err)
	return d.ID
}

// Pass submits a document as budget.author and passes both levels.
func (b *Bureau) Pass(id uint64) {
	b.T.Helper()
	b.Submit(id)
	b.PassSection(id)
	b.PassConfidentiality(id)
}

// Later is a form whose publication is scheduled some time ahead of the clock.
func (b *Bureau) Later(title string, d time.Duration) content.Form {
	f := Article(title)
	f.PublishAt = calendar.Form(b.Clock.Now().Add(d))
	return f
}

// Correct opens a minor correction as budget.author.
func (b *Bureau) Correct(id uint64) {
	b.T.Helper()
	b.must(b.Content.Correct(b.T.Context(), id, b.Version(id), content.Change{Kind: content.Minor}, b.Who("budget.author")))
}

// Withdraw takes a document off the public site.
func (b *Bureau) Withdraw(id uint64, username string) {
	b.T.Helper()
	b.must(b.Content.Withdraw(b.T.Context(), id, b.Version(id), content.Withdrawal{Reason: "mistake"}, b.Who(username)))
}

// Recall takes a document back as budget.author.
func (b *Bureau) Recall(id uint64) {
	b.T.Helper()
	b.must(b.Review.Recall(b.T.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
}

// Edit saves a new text.
func (b *Bureau) Edit(id uint64, title, username string) {
	b.T.Helper()
	b.must(b.Content.Edit(b.T.Context(), id, b.Version(id), Article(title), b.Who(username)))
}

// Return sends a document back from level 2.
func (b *Bureau) Return(id uint64) {
	b.T.Helper()
	b.must(b.Review.DecideSection(b.T.Context(), content.Ref(id), b.Version(id), review.SectionForm{Note: "请补充依据。"}, b.Who("budget.head")))
}

// Hold makes the re-check of a document scheduled within a day fail at its
// time: the stored source is changed by hand and put back afterwards, so that
// the document is held and the ledger whole.
func (b *Bureau) Hold(id uint64) {
	b.T.Helper()
	v, err := b.Content.Open(b.T.Context(), id, b.Who("budget.author"))
	b.must(err)
	b.Exec("UPDATE content_revisions SET source = ? WHERE id = ?", v.Revision.Source+"改", v.Revision.ID)
	b.Clock.Add(24 * time.Hour)
	b.Due()
	b.Exec("UPDATE content_revisions SET source = ? WHERE id = ?", v.Revision.Source, v.Revision.ID)
	if s := b.State(id); s != review.Held {
		b.T.Fatalf("document %d is %s, want held", id, s)
	}
}

// Due runs the jobs that are due by the clock and returns how many ran.
func (b *Bureau) Due() int {
	b.T.Helper()
	n, err := b.Jobs.RunDue(b.T.Context())
	b.must(err)
	return n
}

// Person returns a person's account.
func (b *Bureau) Person(username string) *identity.Person {
	b.T.Helper()
	p, err := b.People.Person(b.T.Context(), b.Who(username).ID)
	b.must(err)
	return p
}

// Grant gives a person these roles instead of the present ones.
func (b *Bureau) Grant(username string, roles ...identity.Role) {
	b.T.Helper()
	p := b.Person(username)
	var section uint64
	if p.SectionID != nil {
		section = *p.SectionID
	}
	b.must(b.People.ChangePerson(b.T.Context(), p.ID, p.Version, identity.PersonForm{Name: p.Name, Section: section, Roles: roles}, identity.Actor{}))
	b.Reload(username)
}

// Disable switches an account off. The actor of before stays known to Who, as
// a browser that is still open.
func (b *Bureau) Disable(username string) {
	b.T.Helper()
	p := b.Person(username)
	b.must(b.People.SetDisabled(b.T.Context(), p.ID, p.Version, true, identity.Actor{}))
}

// Delegate lets to sign level 2 for the section of from, by the clock's hours,
// and returns the delegation.
func (b *Bureau) Delegate(from, to string, starts, ends time.Duration) *identity.Delegation {
	b.T.Helper()
	now := b.Clock.Now()
	d, err := b.People.Delegate(b.T.Context(), b.Who(from).ID, b.Who(to).ID, now.Add(starts), now.Add(ends), "外出开会", b.Who(from))
	b.must(err)
	b.Reload(to)
	return d
}

// Revision is the number of the revision of a document that staff work on.
func (b *Bureau) Revision(id uint64) uint64 {
	b.T.Helper()
	return uint64(b.Number(b.T.Context(), "SELECT latest_id FROM content_documents WHERE id = ?", id))
}

// Column is the number of the column with a path.
func (b *Bureau) Column(path string) uint64 {
	b.T.Helper()
	tree, err := b.Site.Tree(b.T.Context())
	b.must(err)
	return tree.ByPath(path).ID
}
