package ui

import "strings"

// HTML is text that is already markup. Only the output of the document
// sanitiser, and the manual that is part of the program, may be converted to it,
// for Prose writes it to the page as it stands.
type HTML string

// frames puts a frame around every table. Cleaned markup is balanced, writes its
// tags in lower case, and has no bare "<" in text or attributes.
var frames = strings.NewReplacer(
	"<table", `<div class="table-frame" role="group" aria-label="表格，可左右滚动" tabindex="0"><table`,
	"</table>", "</table></div>",
)

func (h HTML) framed() HTML { return HTML(frames.Replace(string(h))) }

// Span is a piece of plain text, marked as found or not.
type Span struct {
	Text string
	Mark bool
}

// Highlight splits text so that every occurrence of one of terms is a marked
// span. Letters of either case match; at one place the longest term wins.
func Highlight(text string, terms ...string) []Span {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // a letter that changes length: offsets would lie
		lower = text
	}
	var spans []Span
	plain := 0
	for i := 0; i < len(text); {
		n := longestAt(lower[i:], terms)
		if n == 0 {
			i++
			continue
		}
		if plain < i {
			spans = append(spans, Span{Text: text[plain:i]})
		}
		spans = append(spans, Span{Text: text[i : i+n], Mark: true})
		i += n
		plain = i
	}
	if plain < len(text) {
		spans = append(spans, Span{Text: text[plain:]})
	}
	return spans
}

// longestAt is the length of the longest term that s begins with.
func longestAt(s string, terms []string) int {
	longest := 0
	for _, term := range terms {
		term = strings.ToLower(strings.TrimSpace(term))
		if len(term) > longest && strings.HasPrefix(s, term) {
			longest = len(term)
		}
	}
	return longest
}
