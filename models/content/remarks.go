package content

import (
	"context"

	"gongkai/models/diff"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/markup"
	"gongkai/models/review"
)

// Blocks are the numbered blocks of r's body, to which remarks point.
func (r *Revision) Blocks() []markup.Block { return markup.Blocks(markup.HTML(r.Body)) }

// Remark stores what somebody who may read the document has to say of one block of
// a revision, or of the whole when block is 0. Faults: NotFound, Invalid (fields
// "block", "text").
func (s *Service) Remark(ctx context.Context, id uint64, number, block int, text string, by identity.Actor) (comment uint64, err error) {
	r, err := s.RevisionOf(ctx, id, number, by)
	if err != nil {
		return 0, err
	}
	m := review.Comment{RevisionID: r.ID, Block: block, Text: text}
	if block != 0 {
		blocks := r.Blocks()
		var c fault.Check
		c.If(block < 0 || block > len(blocks), "block", "正文没有第 %d 段，共 %d 段。", block, len(blocks))
		if err := c.Err(); err != nil {
			return 0, err
		}
		m.Quote = diff.Quote(blocks[block-1])
	}
	return s.review.Note(ctx, Ref(id), m, by)
}
