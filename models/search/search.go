// Package search finds public documents by the words in their titles, numbers,
// texts and attachments. It knows no documents but what it is told: models says
// what is public, Keeper keeps an Engine up to date with that, and whoever shows
// what was found asks models/content again.
//
// Invariants: everything here can be made again from the main database; what an
// Engine finds is what a scan of all texts would find; a strange query finds
// nothing or something, and is never an error.
package search

import (
	"context"
	"strings"
	"time"
)

// Doc is a public document as it is looked for.
type Doc struct {
	ID          uint64
	Title       string
	Text        string // plain, lines apart by \n
	Number      string // 发文字号, "" for none
	Index       string // 索引号, "" for none
	Column      uint64
	Type        Type
	Year        int // of its publication, in China Standard Time
	Validity    Validity
	PublishedAt time.Time
	Attachments []Attachment
}

// Attachment is a file of a document, with what could be read in it.
type Attachment struct {
	Key    string `json:"k"` // of its address
	Name   string `json:"n"`
	Type   string `json:"t"` // "pdf", "docx", …
	Size   int64  `json:"s"`
	Digest string `json:"d"`
	Parts  []Part `json:"p,omitempty"`
}

// Part is the text of a place in a file.
type Part struct {
	Place string `json:"w,omitempty"` // "第 3 页", "工作表“清单”"; "" where files have no places
	Text  string `json:"x"`
}

// Type is what kind of thing a document is to a reader.
type Type string

// The types. Their values stand in addresses.
const (
	News           Type = "xw"
	Notice         Type = "gg"
	Policy         Type = "wj"
	Interpretation Type = "jd"
	Response       Type = "hy"
	Report         Type = "nb"
	Budget         Type = "ys"
	Roll           Type = "gs"
	Statutory      Type = "ml"
	Other          Type = "qt"
)

// Types lists the types in the order readers see them.
func Types() []Type {
	return []Type{Policy, Interpretation, Notice, Budget, Roll, Report, Statutory, Response, News, Other}
}

// Title is the type's Chinese name; "" of one that is unknown.
func (t Type) Title() string {
	return map[Type]string{News: "新闻动态", Notice: "通知公告", Policy: "政策文件", Interpretation: "政策解读", Response: "回应关切",
		Report: "年度报告", Budget: "预决算", Roll: "公示", Statutory: "公开目录信息", Other: "其他"}[t]
}

// Validity says whether a policy document holds (有效性).
type Validity uint8

// The validities. Their numbers stand in addresses.
const (
	NoValidity Validity = iota // of what is no policy document and holds
	InForce                    // 现行有效
	Amended                    // 已修改
	Over                       // 已废止、失效
)

// Title is the validity's Chinese name; "" of NoValidity.
func (v Validity) Title() string {
	return map[Validity]string{InForce: "现行有效", Amended: "已修改", Over: "已废止或失效"}[v]
}

// Format is a kind of files, as readers distinguish them.
type Format string

// The formats. Their values stand in addresses.
const (
	PDF    Format = "pdf"
	Word   Format = "word"
	Excel  Format = "excel"
	Slides Format = "ppt"
	Plain  Format = "txt"
)

// Formats lists the formats in the order readers see them.
func Formats() []Format { return []Format{PDF, Word, Excel, Slides, Plain} }

// Title is the format's name; "" of one that is unknown.
func (f Format) Title() string {
	return map[Format]string{PDF: "PDF", Word: "Word", Excel: "Excel", Slides: "PPT", Plain: "文本"}[f]
}

// formatOf is the format of a file by its type; "" for pictures and the like.
func formatOf(kind string) Format {
	return map[string]Format{"pdf": PDF, "docx": Word, "xlsx": Excel, "csv": Excel, "pptx": Slides, "txt": Plain}[kind]
}

// Sort is an order of what was found.
type Sort string

// The orders.
const (
	Auto      Sort = ""     // by relevance, or by date when very much was found
	Relevance Sort = "best" // numbers and titles first
	Newest    Sort = "date"
)

// Limits of a query and of what is given for it.
const (
	MaxQuery = 100   // characters that are looked for
	MaxHits  = 1000  // documents that can be paged through
	many     = 20000 // documents above which Auto is Newest
	maxWords = 10
)

// Query is what somebody looks for. Zero filters let everything through.
type Query struct {
	Words    string
	Columns  []uint64 // one of these
	Type     Type
	Year     int
	Validity Validity
	Format   Format
	Sort     Sort
	Page     int // from 1
	Size     int // hits of a page, at most 100
	Synonyms Synonyms
}

// Segment is a piece of text, marked when it is what was looked for.
type Segment struct {
	Text string
	Mark bool
}

// Hit is one document that was found.
type Hit struct {
	ID      uint64
	Type    Type
	Title   []Segment
	Number  []Segment // the 发文字号, when there is one
	Excerpt []Segment // of the place where it was found, else the beginning
	File    *FileHit  // set when the words stand in an attachment
	Files   int       // how many attachments the document has
}

// FileHit is the attachment in which words were found.
type FileHit struct {
	Key   string
	Name  []Segment
	Type  string
	Size  int64
	Place string // "第 3 页"; "" when only the name was found or there are no places
}

// FileName is the file's name without marks.
func (f *FileHit) FileName() string {
	var b strings.Builder
	for _, x := range f.Name {
		b.WriteString(x.Text)
	}
	return b.String()
}

// Facets count what was found by each value of a filter, under all the other
// filters.
type Facets struct {
	Columns    map[uint64]int
	Types      map[Type]int
	Years      map[int]int
	Validities map[Validity]int
	Formats    map[Format]int
}

// Result is what was found.
type Result struct {
	Hits    []Hit
	Total   int // exact
	Facets  Facets
	Sorted  Sort     // Relevance or Newest, what Auto came to
	Instead string   // when nothing was found: words that would find something, else ""
	Also    []string // synonyms that were looked for as well
	Loose   string   // when nothing holds the words as they stand: the pieces that were found, else ""
	Took    time.Duration
}

// Suggestion is what somebody who is typing may mean.
type Suggestion struct {
	Text     string
	Document uint64
}

// Stat is how an engine stands.
type Stat struct {
	Engine   string // its name, for staff
	Docs     int    // found by a search
	Bytes    int64  // on disk
	TextSize int64  // bytes of the texts it was made of
	Epoch    uint64 // up to which changes of the site are known
}

// Engine finds documents. Put and Drop may be called for what is there or is not
// there already.
type Engine interface {
	// Put stores documents in place of those of the same ids, Drop removes some,
	// and both become visible together, with the epoch that they belong to.
	Change(ctx context.Context, put []Doc, drop []uint64, epoch uint64) error
	Search(ctx context.Context, q Query) (*Result, error)
	Suggest(ctx context.Context, prefix string, n int) ([]Suggestion, error)
	Stat(ctx context.Context) (Stat, error)
	Close() error
}
