package models

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/site"
	"gongkai/models/stats"
)

// topSize is the most that a list of Statistics holds.
const topSize = 50

// Statistics is what the public read, searched and downloaded in some days, as far
// as one person may see it.
type Statistics struct {
	Whole     bool              // of the whole site; else of what the person's section publishes
	Days      []stats.SpanCount // all views by day, oldest first
	Documents []stats.ObjectCount
	Columns   []stats.ObjectCount
	Files     []stats.FileCount
	Downloads int64
	Searches  int64 // these and what follows only of the whole site
	Missed    int64 // without a result
	Terms     []stats.TermCount
	Lost      []stats.TermCount // terms without a result
}

// SeesStatistics reports whether somebody has statistics to see: the publisher and
// the deputy director those of the whole site; the head of a section, and who
// stands in, those of the section's documents and columns.
func SeesStatistics(by identity.Actor) bool {
	return !by.Admin() && (seesAll(by) || by.Has(identity.Head) || len(by.HeadOf) > 0)
}

func seesAll(by identity.Actor) bool { return by.Has(identity.Publisher) || by.Has(identity.Director) }

// Statistics counts for one person. Of documents it counts those that the person
// may read on the desk. Forbidden for who has none to see.
func (a *App) Statistics(ctx context.Context, r stats.Range, by identity.Actor) (*Statistics, error) {
	if !SeesStatistics(by) {
		return nil, fault.New(fault.Forbidden, "只有科室负责人、发布员和分管领导可以查看访问统计。")
	}
	tree, err := a.Site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	s := &Statistics{Whole: seesAll(by)}
	documents := a.Review.Subjects(ctx, content.Kind, by)
	var columns stats.Only
	if !s.Whole {
		columns = append(owned(tree, by), 0)
	}
	if s.Days, err = a.viewDays(ctx, r, s.Whole, documents, columns); err != nil {
		return nil, err
	}
	if s.Documents, err = a.Stats.Top(ctx, stats.Document, r, documents, topSize); err != nil {
		return nil, err
	}
	if s.Columns, err = a.Stats.Top(ctx, stats.Column, r, columns, topSize); err != nil {
		return nil, err
	}
	if s.Files, err = a.Stats.Files(ctx, r, documents, topSize); err != nil {
		return nil, err
	}
	if s.Downloads, err = a.Stats.Downloads(ctx, r, documents); err != nil || !s.Whole {
		return s, err
	}
	if s.Searches, s.Missed, err = a.Stats.Searches(ctx, r); err != nil {
		return nil, err
	}
	if s.Terms, err = a.Stats.Terms(ctx, r, false, topSize); err != nil {
		return nil, err
	}
	s.Lost, err = a.Stats.Terms(ctx, r, true, topSize)
	return s, err
}

// owned lists the columns that the sections somebody heads answer for.
func owned(tree *site.Tree, by identity.Actor) (ids []uint64) {
	for _, c := range tree.All() {
		if c.OwnerID == nil {
			continue
		}
		if may, _ := by.Heads(*c.OwnerID); may {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// viewDays sums the kinds up by day. The front page belongs to no section.
func (a *App) viewDays(ctx context.Context, r stats.Range, whole bool, documents, columns stats.Only) ([]stats.SpanCount, error) {
	sums := map[int]int64{}
	for _, x := range []struct {
		kind stats.Kind
		ids  stats.Only
		ask  bool
	}{{stats.Document, documents, true}, {stats.Column, columns, true}, {stats.Home, nil, whole}} {
		if !x.ask {
			continue
		}
		days, err := a.Stats.Days(ctx, x.kind, r, x.ids)
		if err != nil {
			return nil, err
		}
		for _, d := range days {
			sums[d.Span] += d.N
		}
	}
	var list []stats.SpanCount
	for span := range maps.Keys(sums) {
		list = append(list, stats.SpanCount{Span: span, N: sums[span]})
	}
	slices.SortFunc(list, func(x, y stats.SpanCount) int { return cmp.Compare(x.Span, y.Span) })
	return list, nil
}
