package content

import (
	"context"
	"fmt"
)

// After lists at most n public documents with ids above id, by id: a walk
// through all of them in parts, each as cheap as the first.
func (s *Service) After(ctx context.Context, id uint64, n int) (items []Item, err error) {
	err = s.items(ctx).Where("document_id > ?", id).Order("document_id").Limit(n).Find(&items).Error
	if err != nil {
		return nil, fmt.Errorf("content: after: %w", err)
	}
	return items, nil
}
