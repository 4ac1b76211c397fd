// Package paper is a document as it is set on A4 in the form of official
// documents (党政机关公文格式, GB/T 9704): a title, headings, paragraphs and tables with
// merged heads. It holds what is written, not how: models/docx and models/pdf
// write it, from the same measures, so that both say the same.
package paper

import "time"

// Measures of a page, in millimetres (GB/T 9704).
const (
	Width  = 210
	Height = 297
	Top    = 37
	Bottom = 35
	Left   = 28
	Right  = 26
)

// Sizes of letters and lines, in points.
const (
	TitleSize = 22   // 二号
	TextSize  = 16   // 三号
	LineSize  = 28.8 // a line of text
	TableSize = 9    // 小五号
)

// Document is what is written.
type Document struct {
	Title    string
	Subtitle string // below the title, "" for none
	Author   string // the body that publishes it
	Created  time.Time
	Modified time.Time
	Blocks   []Block
}

// Kind says what a block is.
type Kind int

// The kinds of block.
const (
	Text    Kind = iota // a paragraph
	Heading             // of Level 1 (一、) or 2 (（一）)
	Item                // of a list; its text begins with its mark
	Tabular             // a table
)

// Block is a piece of a document.
type Block struct {
	Kind  Kind
	Level int
	Text  string
	Table *Table
}

// Table is a table with merged cells. The cells of Head and Rows that a merged one
// covers are left out.
type Table struct {
	Name   string // what it is, for those who do not see it
	Widths []int  // of the columns, in proportion
	Head   [][]Cell
	Rows   [][]Cell
}

// Cell is a cell of a table.
type Cell struct {
	Text             string
	ColSpan, RowSpan int    // at least 1
	Scope            string // "col", "colgroup", "row", "rowgroup" of a head; "" of what heads nothing
	Left             bool   // set to the left, else centred
	Strong           bool
}
