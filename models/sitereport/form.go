package sitereport

import (
	"bytes"
	_ "embed"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

//go:embed texts/form.yaml
var formFile []byte

// Kind says what a field takes.
type Kind string

// The kinds.
const (
	Count   Kind = "count"   // whole numbers from 0
	Decimal Kind = "decimal" // numbers from 0 with up to two decimals
	YesNo   Kind = "yes"     // 是 or 否
	Text    Kind = "text"
	Choice  Kind = "choice"
	Address Kind = "address" // of a page
)

// Field is one line of the form.
type Field struct {
	ID       string   `yaml:"id"`
	No       int      `yaml:"no"` // as the form numbers it; a number may have several lines
	Label    string   `yaml:"label"`
	Unit     string   `yaml:"unit"`
	Kind     Kind     `yaml:"kind"`
	Choices  []string `yaml:"choices"`
	From     string   `yaml:"from"`  // what counts it; "" is filled in by hand
	First    string   `yaml:"first"` // what stands there at first
	Hint     string   `yaml:"hint"`
	Optional bool     `yaml:"optional"`
}

// Block is a part of the form.
type Block struct {
	Title  string  `yaml:"title"`
	Fields []Field `yaml:"fields"`
}

// relation is a sum or a bound between fields.
type relation struct {
	ID    string   `yaml:"id"`
	Left  []string `yaml:"left"`
	Is    string   `yaml:"is"`
	Right []string `yaml:"right"`
	Says  string   `yaml:"says"`
}

type formText struct {
	Blocks []Block    `yaml:"blocks"`
	Rules  []relation `yaml:"rules"`
}

var form = func() (f formText) {
	d := yaml.NewDecoder(bytes.NewReader(formFile))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		panic(err) // embedded: it never changes at run time
	}
	return f
}()

// Blocks lists the form.
func Blocks() []Block { return form.Blocks }

func fieldOf(id string) (Field, bool) {
	for _, b := range form.Blocks {
		for _, f := range b.Fields {
			if f.ID == id {
				return f, true
			}
		}
	}
	return Field{}, false
}

var (
	countForm   = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})$`)
	addressForm = regexp.MustCompile(`^https?://[\p{L}0-9][^\s"<>]{2,180}$`)
	decimalForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$`)
)

// mostText is the longest text of a field, in runes.
const mostText = 200

// problem says what is wrong with a value, "" when nothing is.
func (f Field) problem(v string) string {
	switch {
	case v == "":
		return ""
	case f.Kind == Count && !countForm.MatchString(v):
		return "应填写不小于 0 的整数"
	case f.Kind == Decimal && !decimalForm.MatchString(v):
		return "应填写不小于 0 的数，至多两位小数"
	case f.Kind == YesNo && v != "是" && v != "否":
		return "应选择“是”或“否”"
	case f.Kind == Address && !addressForm.MatchString(v):
		return "应填写完整的网址，以 https:// 或 http:// 开头"
	case f.Kind == Choice && !slices.Contains(f.Choices, v):
		return "请从列表中选择"
	case utf8.RuneCountInString(v) > mostText:
		return "不超过 200 个字"
	}
	return ""
}

// holds reports whether a relation holds between values, and whether all of them
// are known.
func (r relation) holds(value func(id string) string) (holds, known bool, numbers string) {
	var words [2][]string
	sum := func(side int, ids []string) (*big.Rat, bool) {
		s := new(big.Rat)
		for _, id := range ids {
			n, ok := new(big.Rat).SetString(value(id))
			if !ok {
				return nil, false
			}
			s.Add(s, n)
			words[side] = append(words[side], value(id))
		}
		return s, true
	}
	a, ok := sum(0, r.Left)
	b, also := sum(1, r.Right)
	if !ok || !also {
		return false, false, ""
	}
	c := a.Cmp(b)
	return c == 0 || c < 0 && r.Is == "<=", true, strings.Join(words[0], " + ") + map[string]string{"=": " 不等于 ", "<=": " 大于 "}[r.Is] + strings.Join(words[1], " + ")
}
