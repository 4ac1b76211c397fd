package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Invariants 2 and 3: signed bytes only, any edit voids.

// tampering lists what somebody with the database's password might change
// between the last signature and the publication.
var tampering = []struct{ name, row, sql string }{
	{"title", "content_revisions/@revision", "UPDATE content_revisions SET title = '改过的标题' WHERE id = @revision"},
	{"body", "content_revisions/@revision", "UPDATE content_revisions SET body = '<p>改过的正文。</p>' WHERE id = @revision"},
	{"one letter", "content_revisions/@revision", "UPDATE content_revisions SET body = REPLACE(body, '。', '.') WHERE id = @revision"},
	{"source", "content_revisions/@revision", "UPDATE content_revisions SET source = '别处' WHERE id = @revision"},
	{"column", "content_revisions/@revision", "UPDATE content_revisions SET column_id = (SELECT id FROM site_columns WHERE path = 'xwdt/tzgg') WHERE id = @revision"},
	{"figures", "content_revisions/@revision", "UPDATE content_revisions SET figures = '{}' WHERE id = @revision"},
	{"year", "content_revisions/@revision", "UPDATE content_revisions SET report_year = 2020 WHERE id = @revision"},
	{"schedule", "content_revisions/@revision", "UPDATE content_revisions SET publish_at = NULL WHERE id = @revision"},
	{"kind of change", "content_revisions/@revision", "UPDATE content_revisions SET change_kind = 'correction' WHERE id = @revision"},
	{"public note", "content_revisions/@revision", "UPDATE content_revisions SET public_note = '更正' WHERE id = @revision"},
	{"document", "content_revisions/@revision", "UPDATE content_revisions SET document_id = @other, number = 99 WHERE id = @revision"},
	{"form", "content_revisions/@revision", "UPDATE content_revisions SET form = 1 WHERE id = @revision"},
	{"digest of the revision", "content_revisions/@revision", "UPDATE content_revisions SET sum = 'ff' WHERE id = @revision"},
	{"digest of the case", "review_cases/@case", "UPDATE review_cases SET sum = 'ff' WHERE id = @case"},
	{"revision of the case", "review_cases/@case", "UPDATE review_cases SET revision_id = @foreign WHERE id = @case"},
	{"digest of a signature", "review_signatures/", "UPDATE review_signatures SET sum = 'ff' WHERE case_id = @case AND level = 2"},
	{"form of a signature", "review_signatures/", "UPDATE review_signatures SET form = 1 WHERE case_id = @case AND level = 2"},
	{"level of a signature", "review_signatures/", "UPDATE review_signatures SET level = 4 WHERE case_id = @case AND level = 3"},
	{"no level 1", "review_signatures/", "DELETE FROM review_signatures WHERE case_id = @case AND level = 1"},
	{"no level 2", "review_signatures/", "DELETE FROM review_signatures WHERE case_id = @case AND level = 2"},
	{"no level 3", "review_signatures/", "DELETE FROM review_signatures WHERE case_id = @case AND level = 3"},
}

// Whatever a reader would see, or the right to publish it, changed by hand
// after the last signature: the document is held, is not public, and the ledger
// names the row.
func TestSignedBytesOnlyAtItsTime(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		other := b.Draft("另一篇")
		ids := map[string]uint64{}
		for _, x := range tampering {
			id := b.In(b.Later("定时公开:"+x.name, time.Hour))
			b.Pass(id)
			ids[x.name] = id
			words := words(t, b, id, other)
			if n := b.Exec(words.Replace(x.sql)); n != 1 {
				t.Fatalf("%s: %d rows changed", x.name, n)
			}
			found := slices.ContainsFunc(b.Verified().Findings, func(f audit.Finding) bool {
				return f.Seq > 0 && strings.HasPrefix(f.Row, words.Replace(x.row))
			})
			if !found {
				t.Errorf("%s: the ledger does not name %s", x.name, x.row)
			}
		}
		b.Clock.Add(time.Hour)
		b.Due()
		for name, id := range ids {
			if b.Public(id) {
				t.Errorf("%s: public, although it is not what was signed", name)
			}
			if s := b.State(id); s != review.Held {
				t.Errorf("%s: state %s, want held", name, s)
			}
		}
		if b.Public(other) {
			t.Error("a draft became public")
		}
	})
}

func words(t *testing.T, b *modeltest.Bureau, id, other uint64) *strings.Replacer {
	c, err := b.Review.Case(t.Context(), b.Track(id))
	modeltest.Must(t, err)
	v, err := b.Content.Open(t.Context(), other, b.Who("budget.author"))
	modeltest.Must(t, err)
	return strings.NewReplacer("@revision", fmt.Sprint(c.RevisionID), "@case", fmt.Sprint(c.ID), "@other", fmt.Sprint(other),
		"@foreign", fmt.Sprint(v.Revision.ID))
}

// The same between level 2 and level 3 of a document to be published at once:
// the level 3 signature does not make it public.
func TestSignedBytesOnlyAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("立即公开")
		b.Submit(id)
		b.PassSection(id)
		b.Exec("UPDATE content_revisions SET body = '<p>偷换。</p>' WHERE document_id = ?", id)
		b.PassConfidentiality(id)
		if b.Public(id) || b.State(id) != review.Held {
			t.Fatalf("state %s", b.State(id))
		}
		steps, err := b.Review.Steps(t.Context(), b.Track(id))
		modeltest.Must(t, err)
		last := steps[len(steps)-1]
		if last.Act != review.Hold || last.ActorID != 0 || !strings.Contains(last.Note, "不一致") {
			t.Errorf("the history does not say why: %+v", last)
		}
	})
}

// The signed time is part of the signed bytes: moving the case's own copy of it
// does not publish early.
func TestSignedBytesOnlyNotBefore(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("提前公开", time.Hour))
		b.Pass(id)
		b.Exec("UPDATE review_cases SET not_before = NULL")
		b.Exec("UPDATE jobs SET run_at = created_at")
		b.Due()
		if b.Public(id) {
			t.Fatal("public an hour before the signed time")
		}
	})
}

// Title, body, source, column, time: whatever is edited changes the digest that
// is signed; saving the same text again does not.
func TestSignedBytesCoverEveryField(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base := modeltest.Article("标题")
		forms := map[string]func(*content.Form){
			"title": func(f *content.Form) { f.Title += "二" }, "body": func(f *content.Form) { f.Body += "<p>又一段。</p>" },
			"source": func(f *content.Form) { f.Source += "二" }, "column": func(f *content.Form) { f.Column = "xwdt/tzgg" },
			"time": func(f *content.Form) { f.PublishAt = "2026-12-01T09:00" },
		}
		id := b.In(base)
		sum := func() string {
			v, err := b.Content.Open(t.Context(), id, b.Who("budget.author"))
			modeltest.Must(t, err)
			return v.Revision.Sum
		}
		first := sum()
		seen := map[string]string{first: "base"}
		for name, change := range forms {
			f := base
			change(&f)
			modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), f, b.Who("budget.author")))
			if was, dup := seen[sum()]; dup {
				t.Errorf("%s has the digest of %s", name, was)
			}
			seen[sum()] = name
		}
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), base, b.Who("budget.author2")))
		if sum() != first {
			t.Error("the same text has another digest")
		}
	})
}

// An edit in any state voids every signature given: the text has to pass all
// three levels again, and the old approval's time brings nothing.
func TestEditVoidsSignatures(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, s := range []review.State{review.Section, review.Confidentiality, review.Approved, review.Held} {
			for _, who := range []string{"budget.author", "budget.author2"} {
				editVoids(t, b, s, who)
			}
		}
		b.Whole()
	})
}

func editVoids(t *testing.T, b *modeltest.Bureau, s review.State, who string) {
	t.Helper()
	id := b.In(b.Later("原稿", 12*time.Hour))
	bring(b, id, s)
	old, err := b.Review.Case(t.Context(), b.Track(id))
	modeltest.Must(t, err)
	f := modeltest.Article("改稿")
	f.Column = "xwdt/tzgg"
	modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), f, b.Who(who)))
	tr := b.Track(id)
	now, err := b.Review.CaseByID(t.Context(), old.ID)
	modeltest.Must(t, err)
	if tr.State != review.Draft || tr.CaseID != nil || now.Fate != review.Superseded || now.ClosedAt == nil {
		t.Fatalf("%s by %s: state %s, case %v, fate %s", s, who, tr.State, tr.CaseID, now.Fate)
	}
	b.Clock.Add(24 * time.Hour)
	b.Due()
	if b.Public(id) {
		t.Fatalf("%s by %s: the old signatures made the new text public", s, who)
	}
	b.Pass(id)
	if p, err := b.Content.Live(t.Context(), id); err != nil || p.Title != "改稿" {
		t.Fatal(p, err)
	}
}

// bring takes a scheduled draft to a state.
func bring(b *modeltest.Bureau, id uint64, s review.State) {
	b.Submit(id)
	if s == review.Section {
		return
	}
	b.PassSection(id)
	if s == review.Confidentiality {
		return
	}
	b.PassConfidentiality(id)
	if s == review.Held {
		b.Hold(id)
	}
}

// A revision is never changed and never deleted: every text that was ever
// saved can still be read by its number.
func TestRevisionsAreImmutable(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("第一稿")
		for i := 2; i <= 4; i++ {
			b.Edit(id, fmt.Sprintf("第%d稿", i), "budget.author")
		}
		b.Pass(id)
		b.Correct(id)
		modeltest.Must(t, b.Review.Discard(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
		rs, err := b.Content.Revisions(t.Context(), id)
		modeltest.Must(t, err)
		if len(rs) != 5 {
			t.Fatalf("%d revisions", len(rs))
		}
		for i := 2; i <= 4; i++ {
			r, err := b.Content.RevisionOf(t.Context(), id, i, b.Who("budget.author2"))
			if err != nil || r.Title != fmt.Sprintf("第%d稿", i) {
				t.Error(r, err)
			}
			sum, err := b.Content.Sum(t.Context(), r.ID)
			if err != nil || sum != r.Sum {
				t.Errorf("revision %d: %s, stored %s (%v)", i, sum, r.Sum, err)
			}
		}
		_, err = b.Content.RevisionOf(t.Context(), id, 1, b.Who("treasury.author"))
		modeltest.Want(t, err, fault.NotFound)
		_, err = b.Content.RevisionOf(t.Context(), id, 9, b.Who("budget.author"))
		modeltest.Want(t, err, fault.NotFound)
	})
}

// Confidentiality is never optional: an approval with an unanswered question, a
// risk or another conclusion is refused, whoever asks.
func TestNoSkippingTheConfidentialityForm(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("七问")
		b.Submit(id)
		b.PassSection(id)
		bad := map[string]func(*review.ConfidentialityForm){"empty": func(f *review.ConfidentialityForm) { *f = review.ConfidentialityForm{Approve: true} }}
		for _, q := range review.Questions {
			bad["no "+q] = func(f *review.ConfidentialityForm) { delete(f.Answers, q) }
			bad["odd "+q] = func(f *review.ConfidentialityForm) { f.Answers[q] = "maybe" }
			bad["yes "+q] = func(f *review.ConfidentialityForm) { f.Answers[q] = "yes" }
			bad["yes, refer "+q] = func(f *review.ConfidentialityForm) { f.Answers[q], f.Conclusion = "yes", review.ReferConclusion }
		}
		for _, c := range []string{"", "redact", "refuse", "refer", "OPEN", "open "} {
			bad["conclusion "+c] = func(f *review.ConfidentialityForm) { f.Conclusion = c }
		}
		b.Unchanged(id, func() {
			for name, spoil := range bad {
				f := modeltest.Clean()
				spoil(&f)
				err := b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), f, b.Who("office.secrecy"))
				if fault.KindOf(err) != fault.Invalid || len(fault.FieldsOf(err)) == 0 {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	})
}

// Unticking one of the six points turns an approval into a return, which needs
// its reason.
func TestNoSkippingTheSixPoints(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("六点")
		for i := range review.Points {
			b.Submit(id)
			f := review.SectionForm{Approve: true, Checks: append(append([]string{}, review.Points[:i]...), review.Points[i+1:]...)}
			b.Unchanged(id, func() {
				modeltest.Want(t, b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), f, b.Who("budget.head")), fault.Invalid)
			})
			f.Note = "有一项没有通过。"
			modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), f, b.Who("budget.head")))
			if b.State(id) != review.Returned {
				t.Fatalf("without %s: %s", review.Points[i], b.State(id))
			}
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM review_signatures WHERE level > 1"); n != 0 {
			t.Errorf("%d signatures came of returns", n)
		}
	})
}

// The requirements of submitting: self-check, source, body, column.
func TestNoSkippingTheRequirements(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		author := b.Who("budget.author")
		for field, spoil := range map[string]func(*content.Form){
			"source": func(f *content.Form) { f.Source = " \u3000" }, "body": func(f *content.Form) { f.Body = "<p> </p><p>&nbsp;</p>" },
		} {
			f := modeltest.Article("不完整")
			spoil(&f)
			id := b.In(f)
			b.Unchanged(id, func() {
				err := b.Content.Submit(t.Context(), id, b.Version(id), true, author)
				if fault.FieldsOf(err)[field] == "" {
					t.Errorf("without %s: %v", field, err)
				}
			})
		}
		id := b.Draft("没有自查")
		b.Unchanged(id, func() {
			if err := b.Content.Submit(t.Context(), id, b.Version(id), false, author); fault.FieldsOf(err)["selfcheck"] == "" {
				t.Error(err)
			}
		})
		if _, err := b.Content.Create(t.Context(), content.Form{}, author); len(fault.FieldsOf(err)) < 2 {
			t.Error(err)
		}
		_, err := b.Content.Create(t.Context(), modeltest.Article("系统不写稿"), identity.Actor{})
		modeltest.Want(t, err, fault.Forbidden)
	})
}
