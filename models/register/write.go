package register

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/roll"
	"gongkai/models/store"
)

// Form is what a person says of a row: by key of field what was typed, choices and
// sections by their titles; a count that is not asked for is one. Reason is asked for where the report of a year that the
// row counts in is public.
type Form struct {
	Values map[string]string
	Reason string
}

// Reads reports whether somebody may read the registers. The three administrators
// have nothing to do with them.
func Reads(by identity.Actor) bool { return !by.Admin() && len(by.Roles) > 0 }

// Keeps reports whether somebody may add rows to a register.
func Keeps(k *Kind, by identity.Actor) bool {
	return KeepsAll(by) || k.Own && by.Has(identity.Author) && by.SectionID != 0
}

// KeepsAll reports whether somebody keeps every row of every register, imports and
// speaks for them.
func KeepsAll(by identity.Actor) bool {
	return by.ID == 0 || by.Has(identity.Publisher) || by.Has(identity.Clerk)
}

// Changes reports whether somebody may change a row: writers those of the own
// section.
func Changes(k *Kind, r *Row, by identity.Actor) bool {
	return KeepsAll(by) || Keeps(k, by) && r.SectionID != nil && *r.SectionID == by.SectionID
}

func forbidden() error {
	return fault.New(fault.Forbidden, "只有发布员和依申请公开经办可以维护这本台账；各科室联络员可以维护本科室的处理决定、收费、采购和渠道发布。")
}

func absent() error { return fault.New(fault.NotFound, "台账里没有这一行。") }

// kindOf returns a kind, or fault.NotFound.
func kindOf(id string) (*Kind, error) {
	if k := KindOf(id); k != nil {
		return k, nil
	}
	return nil, fault.New(fault.NotFound, "没有这本台账。")
}

// most are the runes that the columns of the table hold.
var most = map[string]int{"name": 200, "number": 60, "about": 200, "note": 500}

// told gives a row what a form says. It collects what is wrong by key of field.
func (s *Service) told(ctx context.Context, k *Kind, r *Row, f Form, by identity.Actor) (*fault.Check, error) {
	names, err := s.people.SectionNames(ctx)
	if err != nil {
		return nil, err
	}
	cells := make([]string, len(k.Fields))
	for i, x := range k.Fields {
		cells[i] = f.Values[x.Key]
	}
	var c fault.Check
	read := roll.FromRows(k.sheet, [][]string{cells}, roll.Options{Exact: true, Sections: titles(names)})
	for _, x := range read.Findings {
		if x.Error {
			c.Say(x.Key, "%s", x.Message)
		}
	}
	if len(read.Roll.Rows) == 0 {
		return &c, nil
	}
	n, asked := f.Values["n"]
	c.If(asked && k.Field("n") != nil && strings.TrimSpace(n) == "", "n", "“%s”没有填写，只有一件的填写 1。", titleOf(k, "n"))
	s.fill(k, r, read.Roll.Rows[0], names, &c)
	if !KeepsAll(by) {
		own := by.SectionID
		r.SectionID = &own
	}
	return &c, s.check(ctx, k, r, &c)
}

func titleOf(k *Kind, key string) string {
	if f := k.Field(key); f != nil {
		return f.Title
	}
	return ""
}

func titles(names map[uint64]string) []string {
	list := []string{}
	for _, n := range names {
		list = append(list, n)
	}
	return list
}

var numberAtEnd = regexp.MustCompile(`([0-9]+)(?:\.html)?/?$`)

// fill stores the canonical cells of one row.
func (s *Service) fill(k *Kind, r *Row, cells []string, names map[uint64]string, c *fault.Check) {
	r.Kind = k.ID
	if r.N == 0 {
		r.N = 1
	}
	for i := range k.Fields {
		x, v := &k.Fields[i], cells[i]
		if at := slices.IndexFunc(x.Choices, func(c Choice) bool { return c.Title == v }); at >= 0 {
			v = x.Choices[at].ID
		}
		switch {
		case x.Key == "section":
			for id, name := range names {
				if name == v {
					v = strconv.FormatUint(id, 10)
				}
			}
		case x.Key == "document":
			if m := numberAtEnd.FindStringSubmatch(v); m != nil {
				v = m[1]
			} else {
				c.If(v != "", x.Key, "请填写本站稿件的编号或网址。")
			}
		case x.Key == "n":
			n, err := strconv.Atoi(v)
			c.If(v != "" && (err != nil || n < 1 || n > 100_000), x.Key, "“%s”应为 1 至 100000 的整数。", x.Title)
		}
		if n := most[x.Key]; n > 0 {
			c.If(utf8.RuneCountInString(v) > n, x.Key, "“%s”不超过 %d 个字。", x.Title, n)
		}
		x.set(r, v)
	}
}

// check applies the rules over fields: days that can be, and in their order, a
// document that is public.
func (s *Service) check(ctx context.Context, k *Kind, r *Row, c *fault.Check) error {
	c.If(k.Field("amount") != nil && r.AmountFen <= 0, "amount", "“%s”应大于 0。", titleOf(k, "amount"))
	misdated(k, r, s.today(ctx), func(key, why string) { c.Say(key, "%s", why) })
	for _, key := range []string{"closed_on", "public_on", "expires_on"} {
		if f := k.Field(key); f != nil {
			v := f.get(r)
			c.If(v != "" && v < r.OpenedOn, key, "“%s”早于%s（%s），请核对。", f.Title, k.Day, r.OpenedOn)
		}
	}
	if r.DocumentID == nil {
		return nil
	}
	live, err := s.content.AmongLive(ctx, []uint64{*r.DocumentID})
	if err == nil {
		c.If(len(live) == 0, "document", "本站没有编号为 %d 的公开稿件。", *r.DocumentID)
	}
	return err
}

// numbered refuses a number that another row of the register has.
func (s *Service) numbered(ctx context.Context, r *Row, c *fault.Check) error {
	if r.Number == "" || r.Kind != Document && r.Kind != Case && r.Kind != Dispute {
		return nil
	}
	var others []string
	err := s.store.DB(ctx).Model(&Row{}).Where("kind = ? AND removed = ? AND id <> ? AND number <> ?", r.Kind, false, r.ID, "").Pluck("number", &others).Error
	if err != nil {
		return fmt.Errorf("register: numbers: %w", err)
	}
	n := folded(r.Number)
	c.If(slices.ContainsFunc(others, func(o string) bool { return folded(o) == n }), "number", "台账里已经有编号为“%s”的一行。", r.Number)
	return nil
}

// reasoned demands a reason when a row concerns a year whose report is public.
func (s *Service) reasoned(ctx context.Context, c *fault.Check, reason string, rows ...*Row) error {
	seen := map[int]bool{}
	for _, r := range rows {
		for _, year := range r.years() {
			if seen[year] {
				continue
			}
			seen[year] = true
			locked, err := s.locked(ctx, year)
			if err != nil {
				return err
			}
			c.If(locked && utf8.RuneCountInString(reason) < review.MinReason, "reason", "%d 年的年度报告已经公开，改动这一年的台账请写明原因，至少 %d 个字。", year, review.MinReason)
		}
	}
	return nil
}

// Add enters a row. Faults: NotFound, Forbidden, Conflict when the register was
// declared empty, Invalid by key of field.
func (s *Service) Add(ctx context.Context, kind string, f Form, by identity.Actor) (r *Row, err error) {
	k, err := kindOf(kind)
	if err != nil {
		return nil, err
	}
	if !Keeps(k, by) {
		return nil, forbidden()
	}
	err = s.inTurn(ctx, func(ctx context.Context) error {
		now := s.store.Now(ctx)
		r = &Row{Kind: k.ID, Version: 1, AuthorID: by.ID, CreatedAt: now, ChangedAt: now}
		if err := s.ready(ctx, k, r, nil, f, by); err != nil {
			return err
		}
		if err := s.store.DB(ctx).Create(r).Error; err != nil {
			return fmt.Errorf("register: add: %w", err)
		}
		return s.noted(ctx, audit.RegisterAdd, f.Reason, by, r)
	})
	return r, err
}

// inTurn runs an act in a transaction, one after the other: what it finds in the
// registers stays so until it is stored.
func (s *Service) inTurn(ctx context.Context, act func(context.Context) error) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		if err := s.ledger.Queue(ctx); err != nil {
			return err
		}
		return act(ctx)
	})
}

// ready fills a row from a form and applies every rule.
func (s *Service) ready(ctx context.Context, k *Kind, r, before *Row, f Form, by identity.Actor) error {
	none, err := s.none(ctx)
	if err != nil {
		return err
	}
	if none[k.ID] {
		return fault.New(fault.Conflict, "已经声明本单位没有“%s”，请先撤销声明，再登记。", k.Title)
	}
	c, err := s.told(ctx, k, r, f, by)
	if err != nil {
		return err
	}
	if err := s.numbered(ctx, r, c); err != nil {
		return err
	}
	rows := []*Row{r}
	if before != nil {
		rows = append(rows, before)
	}
	if err := s.reasoned(ctx, c, strings.TrimSpace(f.Reason), rows...); err != nil {
		return err
	}
	return c.Err()
}

// noted writes the one entry of a verb.
func (s *Service) noted(ctx context.Context, act audit.Action, detail string, by identity.Actor, r *Row) error {
	return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: act, Object: Object(r.ID), Detail: strings.TrimSpace(r.Kind + " " + detail), Rows: []audit.Row{r.row()}})
}

// Object names a row in the ledger.
func Object(id uint64) string { return fmt.Sprintf("register/%d", id) }

// Get returns a row, removed ones too. Faults: NotFound, also for who may not read.
func (s *Service) Get(ctx context.Context, id uint64, by identity.Actor) (*Row, error) {
	if !Reads(by) && by.ID != 0 {
		return nil, absent()
	}
	var rows []Row
	if err := s.store.DB(ctx).Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("register: row %d: %w", id, err)
	}
	if len(rows) == 0 {
		return nil, absent()
	}
	return &rows[0], nil
}

// Edit changes a row as seen at a version. Faults as of Add, and Stale.
func (s *Service) Edit(ctx context.Context, id uint64, seen int, f Form, by identity.Actor) error {
	return s.change(ctx, id, seen, by, func(ctx context.Context, k *Kind, r *Row) error {
		before := *r
		if err := s.ready(ctx, k, r, &before, f, by); err != nil {
			return err
		}
		return s.stored(ctx, r, seen, audit.RegisterEdit, f.Reason, by)
	})
}

// Remove lets a row count no more; it stays for whoever asks what became of it.
// Faults: NotFound, Forbidden, Stale, Conflict, Invalid (reason).
func (s *Service) Remove(ctx context.Context, id uint64, seen int, reason string, by identity.Actor) error {
	return s.change(ctx, id, seen, by, func(ctx context.Context, _ *Kind, r *Row) error {
		var c fault.Check
		n := utf8.RuneCountInString(strings.TrimSpace(reason))
		c.If(n < review.MinReason || n > 200, "reason", "请写明为什么移除，%d 至 200 个字。", review.MinReason)
		if err := c.Err(); err != nil {
			return err
		}
		r.Removed = true
		return s.stored(ctx, r, seen, audit.RegisterRemove, reason, by)
	})
}

// Restore lets a removed row count again. Faults: NotFound, Forbidden, Stale,
// Invalid when its number is taken.
func (s *Service) Restore(ctx context.Context, id uint64, seen int, reason string, by identity.Actor) error {
	return s.change(ctx, id, seen, by, func(ctx context.Context, _ *Kind, r *Row) error {
		var c fault.Check
		if err := s.numbered(ctx, r, &c); err != nil {
			return err
		}
		if err := s.reasoned(ctx, &c, strings.TrimSpace(reason), r); err != nil {
			return err
		}
		if err := c.Err(); err != nil {
			return err
		}
		r.Removed = false
		return s.stored(ctx, r, seen, audit.RegisterRestore, reason, by)
	})
}

// change runs act on a row that somebody may change, in a transaction.
func (s *Service) change(ctx context.Context, id uint64, seen int, by identity.Actor, act func(context.Context, *Kind, *Row) error) error {
	return s.inTurn(ctx, func(ctx context.Context) error {
		r, err := s.Get(ctx, id, by)
		if err != nil {
			return err
		}
		k, err := kindOf(r.Kind)
		if err != nil {
			return err
		}
		if !Changes(k, r, by) {
			return forbidden()
		}
		if r.Version != seen {
			return stale()
		}
		return act(ctx, k, r)
	})
}

func stale() error {
	return fault.New(fault.Stale, "这一行刚刚被别人改过，请看过现在的内容后再改。")
}

// stored stores a changed row if nobody was faster.
func (s *Service) stored(ctx context.Context, r *Row, seen int, act audit.Action, detail string, by identity.Actor) error {
	r.Version, r.ChangedAt = seen+1, s.store.Now(ctx)
	won, err := store.Changed(s.store.DB(ctx).Model(&Row{}).Where("id = ? AND version = ?", r.ID, seen).Select("*").Omit("ID", "CreatedAt", "AuthorID").Updates(r))
	if err == nil && !won {
		err = stale()
	}
	if err != nil {
		return err
	}
	return s.noted(ctx, act, detail, by, r)
}
