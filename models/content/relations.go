package content

import (
	"context"
	"fmt"
	"slices"
)

// Around is what public documents say of one another (文件与解读、修改、废止、相关).
type Around struct {
	Interpretations []Item // that explain the document
	Explained       []Item // that the document explains
	Amends          []Item // that it changes
	Repeals         []Item // that it ends
	AmendedBy       []Item
	RepealedBy      []Item
	Related         []Item // named by it or naming it
}

// Around finds the public documents that stand in a relation to a public one,
// newest first within each.
func (s *Service) Around(ctx context.Context, id uint64) (a Around, err error) {
	var rows []linked
	if err := s.store.DB(ctx).Where("document_id = ? OR target_id = ?", id, id).Find(&rows).Error; err != nil {
		return a, fmt.Errorf("content: around %d: %w", id, err)
	}
	if len(rows) == 0 {
		return a, nil
	}
	ids := []uint64{}
	for _, x := range rows {
		ids = append(ids, x.other(id))
	}
	var items []Item
	err = s.items(ctx).Where("document_id IN ?", ids).Order("published_at DESC, document_id DESC").Find(&items).Error
	if err != nil {
		return a, fmt.Errorf("content: around %d: %w", id, err)
	}
	Show(ctx, items...)
	for _, i := range items {
		for _, x := range rows {
			if x.other(id) == i.DocumentID {
				a.put(x.Kind, x.DocumentID == id, i)
			}
		}
	}
	return a, nil
}

func (x *linked) other(id uint64) uint64 {
	if x.DocumentID == id {
		return x.TargetID
	}
	return x.DocumentID
}

// put adds a document once to the list that a relation is, said by the document
// in the middle or by the other one.
func (a *Around) put(kind Relation, own bool, i Item) {
	list := map[Relation][2]*[]Item{ // said by itself, said by the other
		Interprets: {&a.Explained, &a.Interpretations}, Interpreted: {&a.Interpretations, &a.Explained},
		Amends: {&a.Amends, &a.AmendedBy}, Repeals: {&a.Repeals, &a.RepealedBy}, RelatedTo: {&a.Related, &a.Related},
	}[kind]
	to := list[1]
	if own {
		to = list[0]
	}
	if to != nil && !slices.ContainsFunc(*to, func(x Item) bool { return x.DocumentID == i.DocumentID }) {
		*to = append(*to, i)
	}
}
