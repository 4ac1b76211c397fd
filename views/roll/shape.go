// Package roll draws structured lists (清单): a table with its caption, scopes and
// header of one or two rows; on a phone every row is a card. Rows are chosen by a
// form, and everything works without script.
package roll

import "strings"

// void reports a cell that says nothing; cards leave it out.
func (c Cell) void() bool {
	return len(c.Links) == 0 && (len(c.Lines) == 0 || len(c.Lines) == 1 && c.Lines[0] == "")
}

func (c Column) class() string {
	switch {
	case c.Numeric:
		return "num"
	case c.Wide:
		return "wide"
	case c.Narrow:
		return "tick"
	}
	return ""
}

// key is the list's id as it may stand in an attribute that names several.
func (r Roll) key() string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return -1
	}, r.ID)
}
