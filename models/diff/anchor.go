package diff

import (
	"strings"

	"gongkai/models/markup"
)

// Anchor finds the block that a remark speaks of, which was made on block number
// at, whose text began with or was quote: the block that still says so, the nearest
// one where several do, else the one most like it. 0 when the block is gone.
func Anchor(blocks []markup.Block, at int, quote string) int {
	found, far := 0, 0
	for i := range blocks {
		if d := abs(i + 1 - at); quote != "" && strings.Contains(blocks[i].Text, quote) && (found == 0 || d < far) {
			found, far = i+1, d
		}
	}
	if found > 0 {
		return found
	}
	best, g := enough, grams(quote)
	for i := range blocks {
		v := dice(g, grams(head(blocks[i].Text)))
		if v > best || v == best && found > 0 && abs(i+1-at) < abs(found-at) {
			best, found = v, i+1
		}
	}
	return found
}

// quoteLength is how much of a block a remark keeps, in runes.
const quoteLength = 200

// Quote is what a remark keeps of the block it is made on.
func Quote(b markup.Block) string { return head(b.Text) }

func head(s string) string {
	n := 0
	for i := range s {
		if n == quoteLength {
			return s[:i]
		}
		n++
	}
	return s
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
