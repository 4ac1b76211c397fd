package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/models/fault"
	"gongkai/models/identity"
)

// Points are the six points that 通过 at level 2 declares.
var Points = []string{"politics", "law", "policy", "secrecy", "text", "opinion"}

// SectionForm is the section check (科室审核) as its form says it.
type SectionForm struct {
	Approve bool
	Checks  []string // ticked points
	Note    string
	Noted   bool // knows that remarks are unsettled (已知悉)
}

// DecideSection signs level 2, or returns. Unticking a point turns an approval
// into a return, which needs a reason. Unsettled remarks block an approval unless
// f.Noted says that they are known.
func (s *Service) DecideSection(ctx context.Context, ref Ref, seen int, f SectionForm, by identity.Actor) error {
	o := Order{Ref: ref, Seen: seen, Do: Return, By: by, Note: f.Note}
	if f.Approve {
		o.Do, o.Answers = Approve, "checks="+strings.Join(Points, ",")
		for _, p := range Points {
			if !slices.Contains(f.Checks, p) {
				o.Do, o.Answers = Return, ""
			}
		}
	}
	return s.decide(ctx, Section, o, func(ctx context.Context, _ *Order) error {
		if o.Do == Approve {
			if err := s.complete(ctx, ref, Section, by); err != nil {
				return err
			}
			return s.acknowledged(ctx, ref, f.Noted)
		}
		return nil
	})
}

// complete refuses a level for what lacks something that its kind must have.
func (s *Service) complete(ctx context.Context, ref Ref, level State, by identity.Actor) error {
	t, err := s.Track(ctx, ref, by)
	if err != nil {
		return err
	}
	_, c, err := s.facts(ctx, t)
	if err != nil || c == nil {
		return err
	}
	why, err := s.owners[ref.Kind].Shortfall(ctx, c.RevisionID, level)
	if err != nil {
		return err
	}
	var check fault.Check
	check.If(why != "", "decision", "还不能通过：%s", why)
	return check.Err()
}

// Questions are the names of the seven questions of the 保密审查表.
var Questions = []string{"q1", "q2", "q3", "q4", "q5", "q6", "q7"}

// Conclusions of a confidentiality check.
const (
	OpenConclusion   = "open"   // 可以公开
	RedactConclusion = "redact" // 删减后公开
	RefuseConclusion = "refuse" // 不予公开
	ReferConclusion  = "refer"  // 报保密部门确定
)

// ConfidentialityForm is the 保密审查表 as its form says it. The caller has had
// the password entered again (identity.Reauthenticate).
type ConfidentialityForm struct {
	Approve    bool
	ToSection  bool              // a return goes to level 2, not to the author
	Answers    map[string]string // question -> "yes" (a risk was found) or "no"
	Conclusion string
	Note       string
	Examined   []string // keys of the files that were opened and read
	Parts      []Part   // files that must be; DecideConfidentiality asks the subject's owner
}

// Part is a file that belongs to what is reviewed.
type Part struct{ Key, Name string }

// unread names the parts that are not said to be examined.
func (f *ConfidentialityForm) unread() (names []string) {
	for _, p := range f.Parts {
		if !slices.Contains(f.Examined, p.Key) {
			names = append(names, "“"+p.Name+"”")
		}
	}
	return names
}

// Check says what is missing or contradictory in the form. A return needs only
// its reason.
func (f *ConfidentialityForm) Check() error {
	var c fault.Check
	risk := false
	for _, q := range Questions {
		a := f.Answers[q]
		c.If(f.Approve && a != "yes" && a != "no", q, "请回答这一项。")
		risk = risk || a == "yes"
	}
	if !f.Approve {
		c.If(utf8.RuneCountInString(strings.TrimSpace(f.Note)) < MinReason, "note", "请写明退回原因，至少 %d 个字。", MinReason)
		c.If(risk && f.Conclusion == OpenConclusion, "conclusion", "有一项或几项答“是”，结论不能是“可以公开”。")
		return c.Err()
	}
	unread := f.unread()
	c.If(len(unread) > 0, "attachments", "请逐个打开附件查看并勾选，还没有勾选的有：%s。", strings.Join(unread, "、"))
	known := []string{OpenConclusion, RedactConclusion, RefuseConclusion, ReferConclusion}
	switch {
	case !slices.Contains(known, f.Conclusion):
		c.Say("conclusion", "请选择审查结论。")
	case risk && f.Conclusion == OpenConclusion:
		c.Say("conclusion", "有一项或几项答“是”，结论不能是“可以公开”。")
	case risk || f.Conclusion != OpenConclusion:
		c.Say("conclusion", "只有七项都答“否”并且结论为“可以公开”才能通过；否则请退回并写明原因。")
	}
	return c.Err()
}

// answers is the form's canonical text, stored with the signature.
func (f *ConfidentialityForm) answers() string {
	words := make([]string, 0, len(Questions)+1)
	for _, q := range Questions {
		words = append(words, q+"="+f.Answers[q])
	}
	words = append(words, "conclusion="+f.Conclusion)
	if len(f.Parts) > 0 {
		words = append(words, fmt.Sprintf("examined=%d", len(f.Parts)))
	}
	return strings.Join(words, " ")
}

// DecideConfidentiality signs level 3, or returns to the author or to level 2.
func (s *Service) DecideConfidentiality(ctx context.Context, ref Ref, seen int, f ConfidentialityForm, by identity.Actor) error {
	o := Order{Ref: ref, Seen: seen, Do: Return, By: by, Note: f.Note}
	switch {
	case f.Approve:
		o.Do = Approve
	case f.ToSection:
		o.Do = SendBack
	}
	return s.decide(ctx, Confidentiality, o, func(ctx context.Context, o *Order) (err error) {
		if f.Approve {
			if err := s.complete(ctx, ref, Confidentiality, by); err != nil {
				return err
			}
			if f.Parts, err = s.parts(ctx, ref, by); err != nil {
				return err
			}
			o.Answers = f.answers()
		}
		return f.Check()
	})
}

// parts lists the files of the revision that is under review.
func (s *Service) parts(ctx context.Context, ref Ref, by identity.Actor) ([]Part, error) {
	t, err := s.Track(ctx, ref, by)
	if err != nil {
		return nil, err
	}
	_, c, err := s.facts(ctx, t)
	if err != nil || c == nil {
		return nil, err
	}
	return s.owners[ref.Kind].Parts(ctx, c.RevisionID)
}

// decide makes the move only while the subject waits at level, because the same
// word "approve" means another signature one level further. What is stale or
// not this person's to decide is refused before the form is looked at.
func (s *Service) decide(ctx context.Context, level State, o Order, form func(context.Context, *Order) error) error {
	o.level = level
	o.Check = form
	_, err := s.Do(ctx, o, nil)
	return err
}

// Recall takes a subject back from review.
func (s *Service) Recall(ctx context.Context, ref Ref, seen int, by identity.Actor) error {
	_, err := s.Do(ctx, Order{Ref: ref, Seen: seen, Do: Recall, By: by}, nil)
	return err
}

// Discard deletes a draft that was never public, or drops a correction.
func (s *Service) Discard(ctx context.Context, ref Ref, seen int, by identity.Actor) error {
	_, err := s.Do(ctx, Order{Ref: ref, Seen: seen, Do: Discard, By: by}, nil)
	return err
}

// Confirm says yes or no to a withdrawal that somebody else made. "No" records
// it and opens a correction.
func (s *Service) Confirm(ctx context.Context, ref Ref, seen int, yes bool, note string, by identity.Actor) error {
	do := Refuse
	if yes {
		do = Confirm
	}
	_, err := s.Do(ctx, Order{Ref: ref, Seen: seen, Do: do, By: by, Note: note}, nil)
	return err
}

// Issue is 签发, yes or no.
func (s *Service) Issue(ctx context.Context, ref Ref, seen int, yes bool, note string, by identity.Actor) error {
	do := Decline
	if yes {
		do = Issue
	}
	_, err := s.Do(ctx, Order{Ref: ref, Seen: seen, Do: do, By: by, Note: note}, nil)
	return err
}
