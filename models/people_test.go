package models_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/models/store"
)

// Invariant 1: three people.

func passBoth(ctx context.Context, b *modeltest.Bureau, id uint64, head, officer string) error {
	err := b.Review.DecideSection(ctx, content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who(head))
	if err != nil {
		return fmt.Errorf("section: %w", err)
	}
	return b.Review.DecideConfidentiality(ctx, content.Ref(id), b.Version(id), modeltest.Clean(), b.Who(officer))
}

// Holding two or three roles changes nothing for the author.
func TestThreePeopleAuthorNeverSignsTwice(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, author := range []string{"budget.both", "budget.multi"} {
			d, err := b.Content.Create(t.Context(), modeltest.Article("一人三职"), b.Who(author))
			modeltest.Must(t, err)
			modeltest.Must(t, b.Content.Submit(t.Context(), d.ID, b.Version(d.ID), true, b.Who(author)))
			b.Unchanged(d.ID, func() {
				modeltest.Want(t, passBoth(t.Context(), b, d.ID, author, "office.secrecy"), fault.Forbidden)
			})
			b.PassSection(d.ID)
			if author == "budget.multi" {
				b.Unchanged(d.ID, func() {
					modeltest.Want(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(d.ID), b.Version(d.ID), modeltest.Clean(), b.Who(author)), fault.Forbidden)
				})
			}
			b.PassConfidentiality(d.ID)
			if !b.Public(d.ID) {
				t.Fatal("three people signed, but it is not public")
			}
		}
	})
}

// Who signed level 2 does not sign level 3 of the same round.
func TestThreePeopleSectionSignerNotConfidentiality(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("两级一人")
		b.Submit(id)
		sectionBy(b, id, "budget.multi")
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("budget.multi")), fault.Forbidden)
		})
		b.PassConfidentiality(id)
	})
}

// Whoever edited since the last full approval signs neither level, even when a
// return and an edit of the author lie between.
func TestThreePeopleCoAuthorNeverSigns(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("合写")
		b.Edit(id, "负责人改过", "budget.both")
		b.Edit(id, "审查员改过", "budget.multi")
		for range 2 {
			b.Submit(id)
			b.Unchanged(id, func() {
				modeltest.Want(t, passBoth(t.Context(), b, id, "budget.both", ""), fault.Forbidden)
			})
			b.Return(id)
			b.Edit(id, "作者再改", "budget.author")
		}
		b.Submit(id)
		b.PassSection(id)
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("budget.multi")), fault.Forbidden)
		})
		b.PassConfidentiality(id)

		// The revision is fully approved: whoever does not edit the correction may sign it.
		b.Correct(id)
		b.Submit(id)
		modeltest.Must(t, passBoth(t.Context(), b, id, "budget.both", "budget.multi"))
	})
}

// A colleague who only submits is the signer of level 1 and no other.
func TestThreePeopleCoAuthorSubmits(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("同事提交")
		modeltest.Want(t, b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who("budget.both")), fault.Forbidden)
		b.Edit(id, "同事改过", "budget.both")
		modeltest.Must(t, b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who("budget.both")))
		modeltest.Want(t, passBoth(t.Context(), b, id, "budget.both", ""), fault.Forbidden)
		modeltest.Must(t, passBoth(t.Context(), b, id, "budget.head", "office.secrecy2"))
		if got := signers(t, b, id); got != "budget.both budget.head office.secrecy2" {
			t.Errorf("signed by %s", got)
		}
	})
}

// signers names who signed the case of a document, lowest level first.
func signers(t *testing.T, b *modeltest.Bureau, id uint64) string {
	t.Helper()
	c, err := b.Review.Case(t.Context(), b.Track(id))
	modeltest.Must(t, err)
	gs, err := b.Review.Signatures(t.Context(), c)
	modeltest.Must(t, err)
	var words []string
	for _, g := range gs {
		names, err := b.People.Names(t.Context(), g.PersonID)
		modeltest.Must(t, err)
		words = append(words, names[g.PersonID])
	}
	return strings.Join(words, " ")
}

// A deputy of the head has signed level 2: being an officer does not help.
func TestThreePeopleDeputyNotOfficerToo(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Delegate("budget.head", "office.secrecy", -time.Hour, time.Hour)
		id := b.Draft("代办人是审查员")
		b.Submit(id)
		sectionBy(b, id, "office.secrecy")
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("office.secrecy")), fault.Forbidden)
		})
		modeltest.Must(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("office.secrecy2")))
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM review_signatures WHERE level = 2 AND deputy = ?", true); n != 1 {
			t.Errorf("%d signatures say that a deputy gave them", n)
		}
	})
}

// The deputy who wrote the text does not sign it as deputy.
func TestThreePeopleDeputyWhoWrote(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Delegate("budget.head", "budget.author", -time.Hour, time.Hour)
		b.Delegate("budget.head", "budget.author2", -time.Hour, time.Hour)
		id := b.Draft("代办人是作者")
		b.Edit(id, "代办人改过", "budget.author2")
		b.Submit(id)
		for _, who := range []string{"budget.author", "budget.author2"} {
			modeltest.Want(t, passBoth(t.Context(), b, id, who, ""), fault.Forbidden)
		}
	})
}

// After a return to level 2 the head of the first round signs again, and the
// officer who sent it back may sign: a return is no signature.
func TestThreePeopleSecondRound(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("两轮")
		b.Edit(id, "同事改过", "budget.multi")
		b.Submit(id)
		for range 3 {
			b.PassSection(id)
			sendBack(b, id)
			modeltest.Want(t, passBoth(t.Context(), b, id, "budget.multi", ""), fault.Forbidden)
			if n := b.Number(t.Context(), "SELECT COUNT(*) FROM review_hands h JOIN review_cases c ON c.id = h.case_id AND c.round = h.round"); n != 2 {
				t.Errorf("the new round begins with %d hands, want author and co-author", n)
			}
		}
		b.PassSection(id)
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("budget.multi")), fault.Forbidden)
		})
		b.PassConfidentiality(id)
		if got := signers(t, b, id); got != "budget.author budget.head office.secrecy" {
			t.Errorf("signed by %s", got)
		}
		if !b.Public(id) {
			t.Error("not public after the last round")
		}
		b.Whole()
	})
}

// Behind the code stands the database: no person signs twice in a round, no
// level is signed twice, no signature without a hand.
func TestThreePeopleDatabaseRefuses(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("数据库把关")
		b.Submit(id)
		b.PassSection(id)
		c, err := b.Review.Case(t.Context(), b.Track(id))
		modeltest.Must(t, err)
		create := func(row any) error {
			return b.Store.Tx(t.Context(), func(ctx context.Context) error { return b.Store.DB(ctx).Create(row).Error })
		}
		sign := func(who string, level, round int) error {
			return create(&review.Signature{CaseID: c.ID, Round: round, Level: level, PersonID: b.Who(who).ID, At: b.Clock.Now(), Sum: c.Sum, Form: c.Form})
		}
		for _, who := range []string{"budget.author", "budget.head"} {
			if err := sign(who, review.LevelConfidentiality, 1); !store.Duplicate(err) {
				t.Errorf("%s signs level 3 too: %v", who, err)
			}
			_, err := b.TryExec("INSERT INTO review_hands (case_id, round, person_id, level) VALUES (?, 1, ?, 3)", c.ID, b.Who(who).ID)
			if !store.Duplicate(err) {
				t.Errorf("a second hand of %s: %v", who, err)
			}
		}
		if err := sign("office.secrecy", review.LevelConfidentiality, 1); err == nil {
			t.Error("a signature without a hand was stored")
		}
		b.Exec("INSERT INTO review_hands (case_id, round, person_id, level) VALUES (?, 1, ?, 2)", c.ID, b.Who("budget.both").ID)
		if err := sign("budget.both", review.LevelSection, 1); !store.Duplicate(err) {
			t.Errorf("level 2 is signed twice: %v", err)
		}
		_, err = b.TryExec("UPDATE review_signatures SET person_id = ? WHERE case_id = ? AND level = 2", b.Who("budget.author").ID, c.ID)
		if err == nil {
			t.Error("the database let one person hold two signatures")
		}
	})
}

// A hand that the rules did not know of (written in the very same moment) still
// turns a second signature into a refusal: the primary key decides.
func TestThreePeopleKeyBehindTheRules(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("主键把关")
		b.Submit(id)
		c, err := b.Review.Case(t.Context(), b.Track(id))
		modeltest.Must(t, err)
		o := review.Order{Ref: content.Ref(id), Seen: b.Version(id), Do: review.Approve, By: b.Who("budget.head")}
		b.Unchanged(id, func() {
			_, err = b.Review.Do(t.Context(), o, func(ctx context.Context, _ *review.Transition) error {
				return b.Store.DB(ctx).Exec("INSERT INTO review_hands (case_id, round, person_id, level) VALUES (?, ?, ?, 1)", c.ID, c.Round, o.By.ID).Error
			})
			modeltest.Want(t, err, fault.Forbidden)
		})
	})
}

// An administrator whose rows were given content roles by hand still neither
// reads nor writes nor signs.
func TestThreePeopleAdministratorsNeverSign(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("管理员")
		b.Submit(id)
		for _, who := range []string{"sys.admin", "sec.admin", "audit.admin"} {
			b.Exec("UPDATE people SET section_id = ? WHERE username = ?", b.Sections["预算科"], who)
			for _, r := range []identity.Role{identity.Author, identity.Head, identity.Officer, identity.Publisher, identity.Director} {
				b.Exec("INSERT INTO people_roles (person_id, role) VALUES (?, ?)", b.Who(who).ID, string(r))
			}
			by := b.Reload(who)
			if len(by.Roles) != 6 {
				t.Fatalf("%s holds %v", who, by.Roles)
			}
			b.Unchanged(id, func() {
				modeltest.Want(t, passBoth(t.Context(), b, id, who, ""), fault.Forbidden)
				modeltest.Want(t, b.Content.Edit(t.Context(), id, b.Version(id), modeltest.Article("改"), by), fault.Forbidden)
				_, err := b.Content.Create(t.Context(), modeltest.Article("新"), by)
				modeltest.Want(t, err, fault.Forbidden)
				_, err = b.Content.Open(t.Context(), id, by)
				modeltest.Want(t, err, fault.Forbidden)
			})
			p, err := b.Review.List(t.Context(), review.Filter{Kind: content.Kind}, 1, 10, by)
			modeltest.Must(t, err)
			if p.Total != 0 || len(p.Tracks) != 0 {
				t.Errorf("%s reads %d documents", who, p.Total)
			}
		}
	})
}
