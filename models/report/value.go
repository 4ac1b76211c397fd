package report

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gongkai/models/fault"
)

// Kind says what stands in a cell.
type Kind string

// The kinds of value. A blank cell and a slash are not zero.
const (
	Number Kind = "number"
	Empty  Kind = "empty"
	Slash  Kind = "slash"
)

// Value is what a report prints in one cell.
type Value struct {
	Kind   Kind
	Number string // exact canonical decimal for Number, else ""
	Raw    string // the printed text where it differs from the above, else ""
}

// NumberOf returns the value of a canonical decimal.
func NumberOf(decimal string) Value { return Value{Kind: Number, Number: decimal} }

var canonicalNumber = regexp.MustCompile(`^(0|-?(0|[1-9][0-9]{0,17})(\.[0-9]{0,7}[1-9])?)$`)

// valid reports whether v is in canonical form.
func (v Value) valid() bool {
	if len(v.Raw) > 64 || v.Raw != strings.TrimSpace(v.Raw) {
		return false
	}
	switch v.Kind {
	case Number:
		return canonicalNumber.MatchString(v.Number) && v.Number != "-0" && v.Raw != v.Number
	case Empty:
		return v.Number == "" && v.Raw == ""
	case Slash:
		return v.Number == "" && v.Raw != "/"
	}
	return false
}

// fits tells whether a column of that kind takes v, with what is wrong if not.
func (v Value) fits(kind ColumnKind) (problem string) {
	if v.Kind != Number {
		return ""
	}
	if strings.HasPrefix(v.Number, "-") && kind != Change {
		return "不能是负数"
	}
	if strings.Contains(v.Number, ".") && (kind == Count || kind == Change) {
		return "应是整数"
	}
	return ""
}

var printedNumber = regexp.MustCompile(`^(\+|-|−|–|增加?|减少?)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.([0-9]{1,8}))?(件|项|个|条|起|元|万元)?$`)

// looksLikeValue reports whether a piece of a table is a value, not a label.
func looksLikeValue(s string) bool {
	s = norm.NFKC.String(s)
	return s == "/" || printedNumber.MatchString(s)
}

// readValue reads what a column of that kind prints. unit is what the column's
// head adds about money: 元, 万元 or nothing.
func readValue(printed string, kind ColumnKind, unit string) (Value, error) {
	printed = strings.TrimSpace(printed)
	text := norm.NFKC.String(printed)
	switch text {
	case "":
		return Value{Kind: Empty}, nil
	case "/":
		return Value{Kind: Slash, Raw: differing(printed, "/")}, nil
	}
	m := printedNumber.FindStringSubmatch(text)
	if m == nil || (kind == Count || kind == Change) && strings.HasSuffix(m[4], "元") {
		return Value{}, fault.New(fault.Invalid, "“%s”不是这一列的数字", clip(printed))
	}
	said := m[4]
	if said == "" && unit != "" {
		said = unit
		printed += unit
	}
	shift := 0
	switch {
	case kind == Yuan && said == "万元":
		shift = 4
	case kind == Wan && said == "元":
		shift = -4
	}
	n := decimal(strings.ReplaceAll(m[2], ",", ""), m[3], shift)
	if n != "0" && strings.ContainsAny(m[1], "-−–减") {
		n = "-" + n
	}
	v := Value{Kind: Number, Number: n, Raw: differing(printed, n)}
	if problem := v.fits(kind); problem != "" {
		return Value{}, fault.New(fault.Invalid, "“%s”%s", clip(printed), problem)
	}
	if !v.valid() {
		return Value{}, fault.New(fault.Invalid, "“%s”超出了可以记录的范围", clip(printed))
	}
	return v, nil
}

// decimal returns whole.fraction × 10^shift in canonical form.
func decimal(whole, fraction string, shift int) string {
	for ; shift > 0; shift-- {
		fraction += "0"
		whole, fraction = whole+fraction[:1], fraction[1:]
	}
	for ; shift < 0; shift++ {
		whole = "0" + whole
		whole, fraction = whole[:len(whole)-1], whole[len(whole)-1:]+fraction
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

func differing(printed, canonical string) string {
	if printed == canonical {
		return ""
	}
	return printed
}

// clip shortens what a message quotes.
func clip(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

// ReadCell reads what a person typed into one cell of a column of that kind. An
// Invalid fault says what is wrong, without a full stop at its end.
func ReadCell(typed string, kind ColumnKind) (Value, error) {
	unit := map[ColumnKind]string{Wan: "万元", Yuan: "元"}[kind]
	v, err := readValue(typed, kind, unit)
	v.Raw = "" // what a form typed is no print
	return v, err
}
