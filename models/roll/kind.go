package roll

import "slices"

// Type says what a column takes and how it is spelled canonically.
type Type string

// The types.
const (
	Serial  Type = "serial"  // 序号: counted by the program, from 1
	Text    Type = "text"    // a short text of one line
	Long    Type = "long"    // a text of several lines, "\n" between them
	Number  Type = "number"  // a decimal number, "12.5"
	Money   Type = "money"   // an amount in Column.Unit, not negative unless Column.Negative
	Percent Type = "percent" // a percentage, "12.5" is 12.5 %
	Day     Type = "day"     // a date, "2026-01-31"
	Month   Type = "month"   // a month, "2026-01"
	Year    Type = "year"    // a year, "2026"
	Enum    Type = "enum"    // one of Column.Options
	Multi   Type = "multi"   // several of Column.Options, "、" between them, in the order of Options
	Tick    Type = "tick"    // "√" or ""
	Section Type = "section" // the name of a section (科室)
	Paths   Type = "paths"   // paths of columns (栏目), "zfxxgk/fd/ysjs", "、" between them
)

// Mask says what of a cell is kept. What is masked away never enters a Roll.
type Mask string

// The masks.
const (
	NoMask    Mask = ""
	NameMask  Mask = "name"  // names of people, if Options.HideNames says so: 张*、欧阳*
	IDMask    Mask = "id"    // GB 11643 numbers: the first six and the last two
	PhoneMask Mask = "phone" // the first three and the last four
	CardMask  Mask = "card"  // accounts and cards: the last four
)

// Column is one column of a kind.
type Column struct {
	Key      string
	Group    string   // the merged header above it, "" for a column of its own
	Title    string   // in the official form
	Other    []string // other headers under which it comes
	Type     Type
	Options  []string
	Unit     string // of Money: 元 or 万元
	Places   int    // most decimals of Number, Money and Percent
	Negative bool
	Required bool
	Carry    bool // an empty cell repeats the one above, as in a form with merged cells
	Mask     Mask
	Inner    bool // for the bureau's own work; in no official table
	Filter   bool // the public may choose rows by it
	Total    bool // is summed
	Width    int  // on paper and in the workbook, in characters
	Hint     string
}

// Name is the column's name outside the two-row header.
func (c *Column) Name() string {
	if c.Group == "" || c.Group == c.Title {
		return c.Title
	}
	return c.Group + "·" + c.Title
}

// Kind is one kind of list.
type Kind struct {
	ID      string
	Title   string
	About   string // one sentence for those who prepare it, with the rule it follows
	Keep    int    // days after which the rows leave the public page unless stated otherwise; 0 is never
	Fixed   bool   // the official form: columns are shown even when all their cells are empty
	Name    string // key of the column that names a row
	Columns []Column
	check   func(*draft) // rules over rows, beside those of the columns
}

// Column returns the column with a key, nil when there is none.
func (k *Kind) Column(key string) *Column {
	i := slices.IndexFunc(k.Columns, func(c Column) bool { return c.Key == key })
	if i < 0 {
		return nil
	}
	return &k.Columns[i]
}

// Kinds lists the kinds in the order people see them.
func Kinds() []*Kind { return kinds }

// KindOf returns the kind with an id, nil when there is none.
func KindOf(id string) *Kind {
	for _, k := range kinds {
		if k.ID == id {
			return k
		}
	}
	return nil
}

var kinds = []*Kind{catalogue, powers, subsidies, funds, allocations, execution}
