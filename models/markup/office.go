package markup

import (
	"regexp"
	"strconv"
	"strings"
)

// Word and WPS paste a list as paragraphs whose style says mso-list, each with
// the number or bullet it shows as text. officeLists makes lists of them again,
// before the styles go, and leaves every other token as it was.
//
// A list becomes one only where nothing is lost by it: bullets, and plain
// numbers that begin with 1. Anything else, such as 一、 or (3), is part of the
// wording of an official text and stays as text.
func officeLists(tokens []token) []token {
	if !hasOfficeList(tokens) {
		return tokens
	}
	var out []token
	var run []officeItem
	for i := 0; i < len(tokens); {
		item, next, ok := officeParagraph(tokens, i)
		switch {
		case ok:
			run = append(run, item)
			i = next
		case len(run) > 0 && tokens[i].kind == text && strings.TrimSpace(tokens[i].text) == "":
			i++
		default:
			out = append(out, officeRun(run)...)
			run = nil
			out = append(out, tokens[i])
			i++
		}
	}
	return append(out, officeRun(run)...)
}

// officeItem is one paragraph of a list.
type officeItem struct {
	level   int // from 1
	marker  string
	content []token // without the marker
	whole   []token // the paragraph as it came
}

var listForm = regexp.MustCompile(`(?i)mso-list\s*:\s*l[0-9]+\s+level([1-9])`)

func hasOfficeList(tokens []token) bool {
	for _, t := range tokens {
		if t.kind == open && t.name == "p" && listForm.MatchString(value(t.attrs, "style")) {
			return true
		}
	}
	return false
}

// officeParagraph reads the list paragraph that begins at tokens[i] and returns
// the index behind it.
func officeParagraph(tokens []token, i int) (item officeItem, next int, ok bool) {
	t := tokens[i]
	if t.kind != open || t.name != "p" {
		return item, 0, false
	}
	m := listForm.FindStringSubmatch(value(t.attrs, "style"))
	if m == nil {
		return item, 0, false
	}
	item.level, _ = strconv.Atoi(m[1])
	var marker strings.Builder
	ignored := 0 // spans open since the one that holds the marker
	for next = i + 1; next < len(tokens); next++ {
		t := tokens[next]
		if t.kind == shut && t.name == "p" || t.kind == open && (paraTags[t.name] || containers[t.name] || wrappers[t.name]) {
			break
		}
		switch {
		case ignored > 0 && t.kind == text:
			marker.WriteString(t.text)
		case ignored > 0 && t.name == "span" && t.kind == open:
			ignored++
		case ignored > 0 && t.name == "span":
			ignored--
		case ignored == 0 && t.kind == open && t.name == "span" && ignorable(value(t.attrs, "style")):
			ignored = 1
		case ignored == 0:
			item.content = append(item.content, t)
		}
	}
	if next < len(tokens) && tokens[next].kind == shut {
		next++
	}
	item.whole = tokens[i:next]
	item.marker = strings.TrimFunc(plainText(marker.String()), func(r rune) bool { return isEdge(r) || r == '\n' })
	return item, next, true
}

func ignorable(style string) bool {
	return strings.Contains(strings.ReplaceAll(strings.ToLower(style), " ", ""), "mso-list:ignore")
}

var (
	numberForm = regexp.MustCompile(`^([0-9]{1,3})[.．、]?$`)
	// bulletForm: what stands for a bullet, also in the private fonts of Word,
	// where a letter of Wingdings is one.
	bulletForm = regexp.MustCompile(`^(?:[·•●○■□◆◇▪▫►➢✓√－–—-]|[lnuüØ§Ø*o]|[\x{F000}-\x{F0FF}])$`)
)

// kindOf is the list that a marker belongs to, or "".
func kindOf(marker string) (list string, number int) {
	if bulletForm.MatchString(marker) {
		return "ul", 0
	}
	if m := numberForm.FindStringSubmatch(marker); m != nil {
		n, _ := strconv.Atoi(m[1])
		return "ol", n
	}
	return "", 0
}

// officeRun writes a run of list paragraphs as lists, or as they came when a
// marker would be lost.
func officeRun(run []officeItem) (out []token) {
	var lists []string // open lists, outermost first
	next := []int{}    // the number that the next item of each must have
	end := func() {
		out = append(out, token{kind: shut, name: "li"}, token{kind: shut, name: lists[len(lists)-1]})
		lists, next = lists[:len(lists)-1], next[:len(next)-1]
	}
	for _, it := range run {
		kind, n := kindOf(it.marker)
		for len(lists) > it.level {
			end()
		}
		same := len(lists) == it.level && lists[len(lists)-1] == kind
		if len(lists) == it.level && !same {
			end()
		}
		fits := kind == "ul" || kind == "ol" && (same && n == next[len(next)-1] || !same && n == 1)
		if !fits {
			for len(lists) > 0 {
				end()
			}
			out = append(out, it.whole...)
			continue
		}
		if same {
			out = append(out, token{kind: shut, name: "li"})
		} else {
			// A level that was left out is not made up: the item goes one deeper.
			out = append(out, token{kind: open, name: kind})
			lists, next = append(lists, kind), append(next, 1)
		}
		next[len(next)-1]++
		out = append(out, token{kind: open, name: "li"})
		out = append(out, it.content...)
	}
	for len(lists) > 0 {
		end()
	}
	return out
}
