package report

import "context"

// Source counts cells of a report from rows that are kept: the registers (台账)
// today, requests for disclosure as soon as they are handled here. What no source
// counts is entered by hand, with a reason.
type Source interface {
	// Count counts what it can of a year, by cell id. A cell that it has no rows
	// for, because nobody keeps them, is absent: absent is not zero. Days are those
	// of China Standard Time.
	Count(ctx context.Context, f *Format, year int) (map[string]Counted, error)
	// Rows lists what one cell counts, the newest first; nothing for a cell that it
	// does not count. The numbers of Rows make up the number of Count.
	Rows(ctx context.Context, f *Format, year int, cell string) ([]SourceRow, error)
	// Suspects lists rows that look wrong, with the cells that they would make
	// wrong: a request answered without a result, a document repealed before it was
	// made.
	Suspects(ctx context.Context, f *Format, year int) ([]Suspect, error)
}

// Counted is one cell as a source counts it.
type Counted struct {
	Number string // canonical decimal, as NumberOf takes it
	Words  string // the formula for people: 依申请公开台账中，收到日期在 2026 年的申请
	Rows   int    // how many rows stand behind it
}

// SourceRow is one row behind a cell.
type SourceRow struct {
	Register string // id of the register it is in: "case", "document", …
	ID       uint64 // in that register; 0 for a row that stands in no register
	Document uint64 // the published document it comes from, 0 for none
	Title    string
	Day      string // "2006-01-02", the day by which it counts; "" is none
	Says     string // its state in a few words: 予以公开, 现行有效
	Number   string // what it adds to the cell, canonical decimal: "1", "2.35"
}

// Suspect is a row that looks wrong.
type Suspect struct {
	SourceRow
	Cells []string // what it makes wrong
	Why   string   // one sentence
}
