package content

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gongkai/models/site"
)

// DutyState says how an item of 条例第二十条 or one of its columns stands.
type DutyState string

// The states.
const (
	DutyKept   DutyState = "kept"   // has content, within its time
	DutyLate   DutyState = "late"   // has content, unchanged for longer than its rule allows
	DutyEmpty  DutyState = "empty"  // nothing yet, and no reason stated
	DutyAbsent DutyState = "absent" // the bureau has no such information, for a stated reason
)

// Duty is one item of 条例第二十条 with the columns that serve it. The last duty may
// have no item: it holds the columns of the directory that belong to none.
type Duty struct {
	site.StatuteItem
	State DutyState
	Parts []DutyPart
}

// DutyPart is one column that serves an item.
type DutyPart struct {
	Column *site.Column
	Count  int64
	Newest time.Time // first publication of its newest document; zero for none
	Due    time.Time // when its rule asks for something new; zero without a rule
	State  DutyState
}

// Duties tells how the bureau keeps 条例第二十条: every item in order, with every
// column that names it, those of 政府信息公开专栏 first. It reads only what is public.
func (s *Service) Duties(ctx context.Context) ([]Duty, error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, c := range tree.All() {
		ids = append(ids, c.ID)
	}
	last, err := s.LastPublished(ctx, ids)
	if err != nil {
		return nil, err
	}
	parts, now := map[*site.Column]DutyPart{}, s.store.Now(ctx)
	for _, c := range tree.All() {
		if c.Article20 != "" || listed(tree, c) {
			parts[c] = duty(tree, c, counts, last, now)
		}
	}
	var all []Duty
	for _, item := range site.Article20() {
		all = append(all, gather(tree, parts, item, func(c *site.Column) bool { return c.Concerns(item.Item) }))
	}
	if rest := gather(tree, parts, site.StatuteItem{}, func(c *site.Column) bool { return c.Article20 == "" }); len(rest.Parts) > 0 {
		all = append(all, rest)
	}
	return all, nil
}

// listed reports a column that stands in the directory itself.
func listed(tree *site.Tree, c *site.Column) bool {
	return c.ParentID != nil && tree.ByID(*c.ParentID).PageType == site.Directory
}

// duty is how one column stands, with the columns below it.
func duty(tree *site.Tree, c *site.Column, counts map[uint64]int64, last map[uint64]time.Time, now time.Time) DutyPart {
	p := DutyPart{Column: c, State: DutyEmpty}
	for _, id := range tree.Branch(c) {
		p.Count += counts[id]
		if last[id].After(p.Newest) {
			p.Newest = last[id]
		}
	}
	if p.Count == 0 {
		if c.Absent != "" {
			p.State = DutyAbsent
		}
		return p
	}
	p.State = DutyKept
	if c.UpdateDays > 0 {
		if p.Due = p.Newest.AddDate(0, 0, c.UpdateDays); p.Due.Before(now) {
			p.State = DutyLate
		}
	}
	return p
}

// gather makes the duty of an item. It is late when one of its columns is, and
// absent only when nothing else is there.
func gather(tree *site.Tree, parts map[*site.Column]DutyPart, item site.StatuteItem, fits func(*site.Column) bool) Duty {
	d := Duty{StatuteItem: item, State: DutyEmpty}
	for _, c := range tree.All() {
		if p, ok := parts[c]; ok && fits(c) {
			d.Parts = append(d.Parts, p)
		}
	}
	slices.SortStableFunc(d.Parts, func(a, b DutyPart) int { return first(b.Column.Statutory()) - first(a.Column.Statutory()) })
	for _, s := range []DutyState{DutyLate, DutyKept, DutyAbsent} {
		if slices.ContainsFunc(d.Parts, func(p DutyPart) bool { return p.State == s }) {
			d.State = s
			break
		}
	}
	return d
}

func first(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Coverage says of how many items of 条例第二十条 something is public, one sentence.
func Coverage(duties []Duty) string {
	kept, absent, empty := 0, 0, 0
	for _, d := range duties {
		switch {
		case d.Item == "":
		case d.State == DutyAbsent:
			absent++
		case d.State == DutyEmpty:
			empty++
		default:
			kept++
		}
	}
	text := fmt.Sprintf("条例第二十条共 %d 项：%d 项已有公开内容", len(site.Article20()), kept)
	if absent > 0 {
		text += fmt.Sprintf("，%d 项本单位不涉及（理由见表）", absent)
	}
	if empty > 0 {
		text += fmt.Sprintf("，%d 项暂无内容", empty)
	}
	return text + "。"
}
