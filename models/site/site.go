// Package site keeps the tree of columns (栏目), the site's settings and the
// epoch of its public pages.
//
// Invariants: a column's path is unique, lower case and below its parent's; a
// column cannot be saved without the description, keywords and type that its
// pages must carry as tags; columns are never removed: an empty one is not
// shown, and its old addresses stay explicable.
package site

import (
	"time"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/policy"
	"gongkai/models/store"
)

// PageType decides how a column's own page looks.
type PageType string

// The page types.
const (
	List         PageType = "list"         // 列表
	Hub          PageType = "hub"          // 汇总页: newest of each sub-column
	Single       PageType = "single"       // 单页: shows its newest document
	People       PageType = "people"       // 领导信息
	Matrix       PageType = "matrix"       // 预决算: year × unit
	Reports      PageType = "reports"      // 年报: one document a year
	Directory    PageType = "directory"    // 法定主动公开内容
	Consultation PageType = "consultation" // 意见征集
	Library      PageType = "library"      // 文件库: what stands below it, with facets
	Special      PageType = "special"      // 专题: may have an end, after which it is kept as it was
)

// PageTypes lists the page types in the order people see them.
func PageTypes() []PageType {
	return []PageType{List, Hub, Single, People, Matrix, Reports, Directory, Consultation, Library, Special}
}

var pageTitles = map[PageType]string{
	List: "列表", Hub: "汇总页", Single: "单页", People: "领导信息", Matrix: "预决算", Reports: "年报", Directory: "目录", Consultation: "意见征集",
	Library: "文件库", Special: "专题",
}

// Title is the page type's Chinese name.
func (p PageType) Title() string { return pageTitles[p] }

// StatutoryRoot is the path of the statutory disclosure section (政府信息公开专栏):
// below it only the sections named in a column's list may write.
const StatutoryRoot = "zfxxgk"

// Column is one 栏目.
type Column struct {
	ID          uint64
	Path        string `gorm:"size:120"` // "xwdt/gzdt"; without slashes at the ends
	ParentID    *uint64
	Name        string   `gorm:"size:60"`
	PageType    PageType `gorm:"size:20"`
	OwnerID     *uint64  // section that answers for its freshness
	UpdateDays  int      // longest time without a new document, in days; 0 is no rule
	Article20   string   `gorm:"column:article20;size:20"` // item of 条例第二十条, "（九）"; "" is none
	Basis       string   `gorm:"size:500"`                 // law that demands it, beside the item: "《中华人民共和国预算法》第十四条"
	Absent      string   `gorm:"size:300"`                 // why the bureau has no such information; "" when it has
	Crumb       string   `gorm:"size:200"`                 // breadcrumb text "区财政局>政务公开>政府信息公开年报"; "" is the path of names
	Description string   `gorm:"size:300"`
	Keywords    string   `gorm:"size:200"` // separated by commas
	KindWord    string   `gorm:"size:40"`  // ColumnType of the page tags
	Position    int
	NeedsIssue  bool           // asks for 签发 by the deputy director after level 3
	Holds       policy.Holding `gorm:"size:40"` // what kind of documents stand here
	Counts      Bucket         `gorm:"size:20"` // where yearly reports count its documents; "" follows from what it is
	EndsOn      string         `gorm:"size:10"` // last day of a 专题 in China Standard Time, "2026-12-31"; "" is open
	Version     int
	CreatedAt   time.Time
	Writers     []uint64 `gorm:"-"` // sections that may write here; empty is all
}

// TableName implements gorm's Tabler.
func (Column) TableName() string { return "site_columns" }

type columnWriter struct {
	ColumnID  uint64 `gorm:"primaryKey;autoIncrement:false"`
	SectionID uint64 `gorm:"primaryKey;autoIncrement:false"`
}

// TableName implements gorm's Tabler.
func (columnWriter) TableName() string { return "site_column_writers" }

// Setting is one named value of the site.
type Setting struct {
	Name    string `gorm:"primaryKey;size:60"`
	Value   string `gorm:"size:1000"`
	Version int
}

// TableName implements gorm's Tabler.
func (Setting) TableName() string { return "site_settings" }

// Past is a value that a setting had once, until somebody changed it. It helps to
// go back; what happened is the ledger's to prove.
type Past struct {
	ID       uint64
	Name     string `gorm:"size:60"`
	Value    string `gorm:"size:1000"`
	Became   string `gorm:"size:1000"` // what was set instead
	At       time.Time
	PersonID uint64 // who changed it; 0 is the system
}

// TableName implements gorm's Tabler.
func (Past) TableName() string { return "site_settings_past" }

// Tables lists what the package stores.
func Tables() []any {
	return []any{&Column{}, &columnWriter{}, &Setting{}, &Past{}, &epoch{}, &change{}, &holidays{}}
}

// Service is the package's door.
type Service struct {
	store  *store.Store
	ledger *audit.Ledger
	epochs epochs
	days   days
}

// New returns the service kept in s.
func New(s *store.Store, l *audit.Ledger) *Service { return &Service{store: s, ledger: l} }

// Ended reports whether the column's last day is over at a moment. A column
// without a last day never ends.
func (c *Column) Ended(at time.Time) bool { return c.EndsOn != "" && calendar.Day(at) > c.EndsOn }

// row digests the column. The last day, the legal basis and the reason for having
// nothing stand in it only when there is one: a column stored before they existed
// keeps the digest that its entry in the ledger has. No two different columns share
// one, since every field is written with its length, and these with their names.
func (c *Column) row() audit.Row {
	fields := []any{c.Path, c.ParentID, c.Name, string(c.PageType), c.OwnerID, c.UpdateDays, c.Article20,
		c.Crumb, c.Description, c.Keywords, c.KindWord, c.Position, c.NeedsIssue, c.Version, c.CreatedAt, c.Writers}
	for _, later := range [][2]string{{"basis", c.Basis}, {"absent", c.Absent}} {
		if later[1] != "" {
			fields = append(fields, later[0]+"="+later[1])
		}
	}
	if c.EndsOn != "" {
		fields = append(fields, c.EndsOn)
	}
	if c.Holds != "" {
		fields = append(fields, "holds", string(c.Holds))
	}
	if c.Counts != "" {
		fields = append(fields, "counts", string(c.Counts))
	}
	return audit.NewRow("site_columns", c.ID, fields...)
}

func (x *Setting) row() audit.Row {
	return audit.NewRow("site_settings", x.Name, x.Value, x.Version)
}
