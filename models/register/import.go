package register

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/roll"
)

// Fate is what becomes of a row of a sheet.
type Fate string

// The fates.
const (
	Fresh Fate = "new"   // is added
	Here  Fate = "here"  // stands in the register already, or comes by itself
	Wrong Fate = "wrong" // has errors
)

// Line is one row of a sheet that was read.
type Line struct {
	At    int // as the sheet counts, from 1
	Cells []string
	Fate  Fate
	Why   []string // what is wrong, one sentence each
	Row   uint64   // the row that it is the same as; 0 for none, and for a published document
}

// Preview is what an import would do. Nothing is stored yet.
type Preview struct {
	Kind  *Kind
	Lines []Line
	Notes []string // what concerns the sheet as a whole
	Good  string   // the rows without errors, to be given to Import as they are; "" when there are none
	N     map[Fate]int
}

// MaxImport is the most bytes of a file.
const MaxImport = roll.MaxFile

// Read reads a sheet (XLSX or CSV) for a register and says of every row what would
// become of it. Faults: NotFound, Forbidden, Invalid for a file that is none, holds
// formulas or lacks columns.
func (s *Service) Read(ctx context.Context, kind string, file []byte, by identity.Actor) (*Preview, error) {
	k, err := s.mayImport(ctx, kind, by)
	if err != nil {
		return nil, err
	}
	names, err := s.people.SectionNames(ctx)
	if err != nil {
		return nil, err
	}
	read, err := roll.Read(k.sheet, file, roll.Options{Plain: true, Exact: true, Sections: titles(names)})
	if err != nil {
		return nil, err
	}
	return s.preview(ctx, k, read)
}

// Reread is Read of what it found good before: Preview.Good.
func (s *Service) Reread(ctx context.Context, kind, good string, by identity.Actor) (*Preview, error) {
	k, err := s.mayImport(ctx, kind, by)
	if err != nil {
		return nil, err
	}
	list, err := roll.Decode(good)
	if err != nil || list.Kind != k.sheet.ID {
		return nil, fault.New(fault.Invalid, "读取的表格已失效，请重新选择文件。")
	}
	names, err := s.people.SectionNames(ctx)
	if err != nil {
		return nil, err
	}
	return s.preview(ctx, k, roll.FromRows(k.sheet, list.Rows, roll.Options{Exact: true, Sections: titles(names)}))
}

func (s *Service) mayImport(ctx context.Context, kind string, by identity.Actor) (*Kind, error) {
	k, err := kindOf(kind)
	if err != nil {
		return nil, err
	}
	if !KeepsAll(by) {
		return nil, fault.New(fault.Forbidden, "只有发布员和依申请公开经办可以导入台账。")
	}
	none, err := s.none(ctx)
	if err == nil && none[k.ID] {
		return nil, fault.New(fault.Conflict, "已经声明本单位没有“%s”，请先撤销声明，再导入。", k.Title)
	}
	return k, err
}

// preview sorts the rows that were read by what becomes of them.
func (s *Service) preview(ctx context.Context, k *Kind, read *roll.Result) (*Preview, error) {
	p := &Preview{Kind: k, N: map[Fate]int{}}
	for i, cells := range read.Roll.Rows {
		p.Lines = append(p.Lines, Line{At: read.At[i], Cells: cells, Fate: Fresh})
	}
	for _, f := range read.Findings {
		at := slices.IndexFunc(p.Lines, func(l Line) bool { return l.At == f.Row })
		switch {
		case at >= 0 && f.Error:
			p.Lines[at].Fate = Wrong
			p.Lines[at].Why = append(p.Lines[at].Why, f.Message)
		case f.Error:
			return nil, fault.New(fault.Invalid, "%s：%s", f.Place(), f.Message)
		case at < 0:
			p.Notes = append(p.Notes, f.Message)
		}
	}
	if read.More > 0 {
		return nil, fault.New(fault.Invalid, "错误太多，只列出前面的：%s：%s", read.Findings[0].Place(), read.Findings[0].Message)
	}
	return p, s.place(ctx, k, p)
}

// place finds which rows stand in the register already, or twice in the sheet.
func (s *Service) place(ctx context.Context, k *Kind, p *Preview) error {
	names, err := s.people.SectionNames(ctx)
	if err != nil {
		return err
	}
	have, err := s.identities(ctx, k)
	if err != nil {
		return err
	}
	good, seen := roll.New(k.sheet), map[string]int{}
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Fate != Wrong {
			r, c := Row{}, fault.Check{}
			s.fill(k, &r, l.Cells, names, &c)
			if err := s.check(ctx, k, &r, &c); err != nil {
				return err
			}
			l.judge(k, &r, c.Err(), have, seen)
		}
		p.N[l.Fate]++
		if l.Fate != Wrong {
			good.Rows = append(good.Rows, l.Cells)
		}
	}
	if len(good.Rows) > 0 {
		p.Good, err = good.Encode()
	}
	return err
}

// judge says what becomes of a row that is spelled well.
func (l *Line) judge(k *Kind, r *Row, problem error, have map[string]uint64, seen map[string]int) {
	for _, f := range k.Fields {
		if say := fault.FieldsOf(problem)[f.Key]; say != "" {
			l.Fate, l.Why = Wrong, append(l.Why, say)
		}
	}
	if l.Fate == Wrong {
		return
	}
	id := identityOf(r)
	if first, twice := seen[id]; twice {
		l.Fate, l.Why = Wrong, append(l.Why, fmt.Sprintf("与第 %d 行是同一件，请只保留一行。", first))
		return
	}
	seen[id] = l.At
	if row, ok := have[id]; ok {
		l.Fate, l.Row = Here, row
	}
}

// identityOf is by what two rows are the same: the number where there is one, else
// everything that tells them apart.
func identityOf(r *Row) string {
	if n := folded(r.Number); n != "" {
		return "number " + n
	}
	return fmt.Sprintf("%s\x00%s\x00%s\x00%d\x00%d", r.Sort, r.Name, r.OpenedOn, r.AmountFen, r.N)
}

// identities are the rows of a register, by identityOf; 0 is one that comes from a
// published document.
func (s *Service) identities(ctx context.Context, k *Kind) (map[string]uint64, error) {
	b, err := s.book(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	have := map[string]uint64{}
	for i := range b.rows {
		have[identityOf(&b.rows[i].Row)] = b.rows[i].ID
	}
	return have, nil
}

// Done says what an import did.
type Done struct{ Added, Updated, Skipped int }

// Import stores rows that Read found good: Preview.Good as it was. Rows that stand
// in the register already are left alone, or written over when update says so. All
// are stored or none, under one entry of the ledger. Run twice it adds nothing the
// second time. Faults as of Read, and Invalid (reason) for a year whose report is
// public.
func (s *Service) Import(ctx context.Context, kind, good string, update bool, reason string, by identity.Actor) (d Done, err error) {
	err = s.inTurn(ctx, func(ctx context.Context) error {
		d = Done{}
		p, err := s.Reread(ctx, kind, good, by)
		if err != nil {
			return err
		}
		k := p.Kind
		names, err := s.people.SectionNames(ctx)
		if err != nil {
			return err
		}
		if p.N[Wrong] > 0 {
			return fault.New(fault.Invalid, "读取的表格已失效，请重新选择文件。")
		}
		rows, err := s.taken(ctx, k, p, names, update, reason, by, &d)
		if err != nil || len(rows) == 0 {
			return err
		}
		sum := sha256.Sum256([]byte(good))
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.RegisterImport, Object: "registers/" + k.ID, Digest: hex.EncodeToString(sum[:]),
			Detail: fmt.Sprintf("%s added=%d updated=%d skipped=%d %s", k.ID, d.Added, d.Updated, d.Skipped, reason), Rows: rows})
	})
	return d, err
}

// taken stores the rows of an import and returns them for the ledger.
func (s *Service) taken(ctx context.Context, k *Kind, p *Preview, names map[uint64]string, update bool, reason string, by identity.Actor, d *Done) (rows []audit.Row, err error) {
	now, concerned, c := s.store.Now(ctx), []*Row{}, fault.Check{}
	for _, l := range p.Lines {
		if l.Fate == Here && (!update || l.Row == 0) {
			d.Skipped++
			continue
		}
		r := &Row{Version: 1, AuthorID: by.ID, CreatedAt: now}
		if l.Fate == Here {
			if r, err = s.Get(ctx, l.Row, by); err != nil {
				return nil, err
			}
			was := *r
			concerned = append(concerned, &was)
			r.Version++
			d.Updated++
		} else {
			d.Added++
		}
		s.fill(k, r, l.Cells, names, &c)
		r.ChangedAt = now
		if err := s.store.DB(ctx).Save(r).Error; err != nil {
			return nil, fmt.Errorf("register: import: %w", err)
		}
		rows, concerned = append(rows, r.row()), append(concerned, r)
	}
	if err := s.reasoned(ctx, &c, reason, concerned...); err != nil {
		return nil, err
	}
	return rows, c.Err()
}
