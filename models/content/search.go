package content

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// MaxQuery is the most characters of a search that are looked for.
const MaxQuery = 100

// MaxHits is the most documents that a search finds: who gets more than that
// needs another word, not another page.
const MaxHits = 1000

// maxWords bounds the words of a search.
const maxWords = 10

// Hits is one page of what a search found.
type Hits struct {
	Items []Item
	Total int  // at most MaxHits
	More  bool // there are more than that
}

// Search finds public documents by words in the title, newest first. Every word
// must occur; nothing in them is a wildcard. One pass over an index that holds
// the titles finds the numbers, and ends when there are enough.
func (s *Service) Search(ctx context.Context, query string, page, size int) (h Hits, err error) {
	words := strings.Fields(strings.ToValidUTF8(query, ""))
	if len(words) == 0 {
		return h, nil
	}
	q := s.store.DB(ctx).Model(&live{})
	for _, w := range words[:min(len(words), maxWords)] {
		if !cased(w) {
			q = q.Where("INSTR(title, ?) > 0", w)
			continue
		}
		// SQLite folds only ASCII letters: other letters are found as they were typed.
		q = q.Where("(INSTR(LOWER(title), ?) > 0 OR INSTR(title, ?) > 0)", strings.ToLower(w), w)
	}
	var ids []uint64
	err = q.Order("published_at DESC, document_id DESC").Limit(MaxHits+1).Pluck("document_id", &ids).Error
	if err != nil {
		return h, fmt.Errorf("content: search: %w", err)
	}
	h.Total, h.More = min(len(ids), MaxHits), len(ids) > MaxHits
	from := min(max(0, page-1)*size, h.Total)
	ids = ids[from:min(from+size, h.Total)]
	if len(ids) == 0 {
		return h, nil
	}
	err = s.items(ctx).Where("document_id IN ?", ids).Find(&h.Items).Error
	slices.SortFunc(h.Items, func(x, y Item) int {
		return slices.Index(ids, x.DocumentID) - slices.Index(ids, y.DocumentID)
	})
	Show(ctx, h.Items...)
	return h, err
}

// cased reports whether a word has letters of two cases.
func cased(w string) bool { return strings.ToLower(w) != w || strings.ToUpper(w) != w }
