package site

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/store"
)

// Tree is every column, ready to be asked.
type Tree struct {
	all    []*Column // parents before children, siblings in order
	byID   map[uint64]*Column
	byPath map[string]*Column
	kids   map[uint64][]*Column // 0: the roots
}

// Tree reads every column in two queries. Who changes the tree it returns,
// changes the memory of the whole transaction.
func (s *Service) Tree(ctx context.Context) (*Tree, error) {
	return store.Once(ctx, treeKey{}, s.tree)
}

type treeKey struct{}

func (s *Service) tree(ctx context.Context) (*Tree, error) {
	var cs []Column
	if err := s.store.DB(ctx).Order("position, id").Find(&cs).Error; err != nil {
		return nil, fmt.Errorf("site: columns: %w", err)
	}
	var ws []columnWriter
	if err := s.store.DB(ctx).Order("column_id, section_id").Find(&ws).Error; err != nil {
		return nil, fmt.Errorf("site: writers: %w", err)
	}
	t := &Tree{byID: map[uint64]*Column{}, byPath: map[string]*Column{}, kids: map[uint64][]*Column{}}
	for i := range cs {
		c := &cs[i]
		t.byID[c.ID], t.byPath[c.Path] = c, c
		parent := uint64(0)
		if c.ParentID != nil {
			parent = *c.ParentID
		}
		t.kids[parent] = append(t.kids[parent], c)
	}
	for _, w := range ws {
		if c := t.byID[w.ColumnID]; c != nil {
			c.Writers = append(c.Writers, w.SectionID)
		}
	}
	t.walk(0)
	return t, nil
}

func (t *Tree) walk(parent uint64) {
	for _, c := range t.kids[parent] {
		t.all = append(t.all, c)
		t.walk(c.ID)
	}
}

// All lists every column, parents before children.
func (t *Tree) All() []*Column { return t.all }

// ByID returns a column or nil.
func (t *Tree) ByID(id uint64) *Column { return t.byID[id] }

// ByPath returns a column or nil. The path has no slashes at its ends.
func (t *Tree) ByPath(path string) *Column { return t.byPath[path] }

// Children lists the columns directly below c; nil lists the roots.
func (t *Tree) Children(c *Column) []*Column {
	if c == nil {
		return t.kids[0]
	}
	return t.kids[c.ID]
}

// Branch lists the ids of c and of every column below it.
func (t *Tree) Branch(c *Column) []uint64 {
	ids := []uint64{c.ID}
	for _, k := range t.kids[c.ID] {
		ids = append(ids, t.Branch(k)...)
	}
	return ids
}

// Ancestors lists the columns from the root down to c, c included.
func (t *Tree) Ancestors(c *Column) []*Column {
	var up []*Column
	for n := 0; c != nil && n < maxDepth+1; n++ {
		up = append(up, c)
		if c.ParentID == nil {
			break
		}
		c = t.byID[*c.ParentID]
	}
	slices.Reverse(up)
	return up
}

// FullName is the column's name after its parents', "新闻动态 / 工作动态".
func (t *Tree) FullName(c *Column) string {
	var names []string
	for _, a := range t.Ancestors(c) {
		names = append(names, a.Name)
	}
	return strings.Join(names, " / ")
}

// Writable reports whether documents stand in this column at all: hubs only
// gather what their sub-columns hold.
func (c *Column) Writable() bool {
	return c.PageType != Hub && c.PageType != Directory && c.PageType != Library
}

// Open reports whether a section may write in this column.
func (c *Column) Open(section uint64) bool {
	return c.Writable() && section != 0 && (len(c.Writers) == 0 || slices.Contains(c.Writers, section))
}

// Statutory reports whether the column belongs to 政府信息公开专栏.
func (c *Column) Statutory() bool {
	return c.Path == StatutoryRoot || strings.HasPrefix(c.Path, StatutoryRoot+"/")
}

// ColumnForm is what an administrator says of a column. Path and Parent are
// given once: a column's address is a promise.
type ColumnForm struct {
	Parent      uint64 // 0 is the root
	Slug        string // last part of the path; only when creating
	Name        string
	PageType    PageType
	Owner       uint64
	UpdateDays  int
	Article20   string
	Basis       string
	Absent      string
	Crumb       string
	Description string
	Keywords    string
	KindWord    string
	Position    int
	NeedsIssue  bool
	EndsOn      string // last day of a 专题, "2026-12-31"; "" for none
	Holds       policy.Holding
	Counts      Bucket
	Writers     []uint64
}

const maxDepth = 4

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,30}$`)

// reserved are first parts of paths that the program answers itself.
var reserved = []string{"assets", "desk", "feed", "files", "search", "sitemap", "pref", "healthz", "readyz", "s", "rss", "a11y", "privacy", "about", "contact", "link", "all"}

func (s *Service) check(ctx context.Context, f *ColumnForm, creating bool) error {
	var c fault.Check
	text := func(field, what string, v *string, least, most int) {
		*v = strings.TrimSpace(*v)
		n := utf8.RuneCountInString(*v)
		c.If(n < least || n > most, field, "请填写%s，不超过 %d 个字。", what, most)
	}
	text("name", "栏目名称", &f.Name, 1, 60)
	text("description", "栏目说明（一句话说明发布什么）", &f.Description, 4, 300)
	text("keywords", "栏目关键词（用逗号隔开）", &f.Keywords, 1, 200)
	text("kind", "栏目类别", &f.KindWord, 1, 40)
	text("crumb", "当前位置文字", &f.Crumb, 0, 200)
	text("item", "条例第二十条项目", &f.Article20, 0, 20)
	text("basis", "法律依据", &f.Basis, 0, 500)
	text("absent", "不适用的理由", &f.Absent, 0, 300)
	c.If(f.Absent != "" && f.Article20 == "", "absent", "先选择条例第二十条的项目，再说明它为什么不适用。")
	c.If(!slices.Contains(PageTypes(), f.PageType), "type", "请选择列出的页面类型。")
	c.If(f.UpdateDays < 0 || f.UpdateDays > 3660, "rule_days", "更新要求应为 0 至 3660 天，0 表示不要求。")
	f.EndsOn = strings.TrimSpace(f.EndsOn)
	_, err := calendar.ParseDay(f.EndsOn)
	c.If(f.EndsOn != "" && err != nil, "ends_on", "请填写一个日期，例如 2026-12-31；没有结束日期的不填。")
	c.If(f.EndsOn != "" && f.PageType != Special, "ends_on", "只有专题可以有结束日期。")
	c.If(f.Counts != "" && f.Counts.Title() == "", "counts", "请从列表中选择计入年度报表的类别。")
	c.If(f.Holds.Title() == "", "holds", "请从列表中选择稿件种类。")
	c.If(f.Position < 0 || f.Position > 9999, "order", "顺序应为 0 至 9999 的整数。")
	if creating {
		c.If(!slugForm.MatchString(f.Slug), "path", "网址名用小写字母和数字，最多 31 个字符。")
		c.If(f.Parent == 0 && slices.Contains(reserved, f.Slug), "path", "“%s”是系统保留的网址，请换一个。", f.Slug)
	}
	known, err := s.sections(ctx)
	if err != nil {
		return err
	}
	c.If(f.Owner != 0 && !known[f.Owner], "owner", "请选择列出的科室。")
	for _, w := range f.Writers {
		c.If(!known[w], "writers", "请选择列出的科室。")
	}
	return c.Err()
}

func (s *Service) sections(ctx context.Context) (map[uint64]bool, error) {
	var ids []uint64
	err := s.store.DB(ctx).Model(&identity.Section{}).Pluck("id", &ids).Error
	known := map[uint64]bool{}
	for _, id := range ids {
		known[id] = true
	}
	return known, err
}

// CreateColumn adds a column. Only system administrators.
func (s *Service) CreateColumn(ctx context.Context, f ColumnForm, by identity.Actor) (*Column, error) {
	if err := mayEdit(by); err != nil {
		return nil, err
	}
	if err := s.check(ctx, &f, true); err != nil {
		return nil, err
	}
	var col *Column
	err := s.store.Tx(ctx, func(ctx context.Context) error {
		path := f.Slug
		if f.Parent != 0 {
			t, err := s.Tree(ctx)
			if err != nil {
				return err
			}
			p := t.ByID(f.Parent)
			if p == nil || len(t.Ancestors(p)) >= maxDepth || len(p.Path)+1+len(f.Slug) > 120 {
				return invalid("parent", "请选择列出的上级栏目，最多四级。")
			}
			path = p.Path + "/" + f.Slug
		}
		if err := f.fits(path); err != nil {
			return err
		}
		if err := s.unique(ctx, f.Parent, path, f.Name); err != nil {
			return err
		}
		col = &Column{Path: path, ParentID: optional(f.Parent), Version: 1, CreatedAt: s.store.Now(ctx)}
		f.fill(col)
		if err := s.store.DB(ctx).Create(col).Error; store.Duplicate(err) {
			return invalid("path", "这个网址已经有栏目了。")
		} else if err != nil {
			return err
		}
		return s.saved(ctx, col, f.Writers, audit.ColumnCreate, by)
	})
	return col, err
}

// ChangeColumn changes a column; its path stays. Only system administrators.
func (s *Service) ChangeColumn(ctx context.Context, id uint64, seen int, f ColumnForm, by identity.Actor) error {
	if err := mayEdit(by); err != nil {
		return err
	}
	if err := s.check(ctx, &f, false); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		t, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		col := t.ByID(id)
		if col == nil {
			return fault.New(fault.NotFound, "没有这个栏目。")
		}
		if err := f.fits(col.Path); err != nil {
			return err
		}
		if f.Name != col.Name {
			if err := s.unique(ctx, deref(col.ParentID), col.Path, f.Name); err != nil {
				return err
			}
		}
		store.Forget(ctx, treeKey{}) // what follows changes it
		f.fill(col)
		col.Version = seen + 1
		won, err := store.Changed(s.store.DB(ctx).Model(&Column{}).Where("id = ? AND version = ?", id, seen).
			Select("Name", "PageType", "OwnerID", "UpdateDays", "Article20", "Basis", "Absent", "Crumb", "Description", "Keywords", "KindWord", "Position", "NeedsIssue", "EndsOn", "Holds", "Counts", "Version").
			Updates(col))
		if err == nil && !won {
			err = staleColumn()
		}
		if err != nil {
			return err
		}
		return s.saved(ctx, col, f.Writers, audit.ColumnChange, by)
	})
}

// newsKinds are the words of columns that hold news.
var newsKinds = []string{"政务动态", "通知公告", "在线访谈", "专题专栏", "征集调查", "咨询投诉"}

// fits keeps news and explanations out of 政府信息公开专栏, which is for what the law
// asks to be public and nothing else (国办公开办函〔2019〕61号: 专栏姓“专”).
func (f *ColumnForm) fits(path string) error {
	if !(&Column{Path: path}).Statutory() {
		return nil
	}
	var c fault.Check
	c.If(slices.Contains(newsKinds, f.KindWord), "kind", "政府信息公开专栏只发布法定公开的内容，不能放“%s”，请在专栏以外设置这个栏目。", f.KindWord)
	outside := f.Holds.Explains() || f.Holds == policy.Reprint
	c.If(outside, "holds", "政府信息公开专栏只发布法定公开的内容，不能放%s，请在专栏以外设置这个栏目。", f.Holds.Title())
	c.If(f.PageType == Special || f.PageType == Consultation, "type", "政府信息公开专栏里不能有专题或者意见征集。")
	return c.Err()
}

// unique refuses a name that another column below the same parent has: nobody
// could tell the two apart.
func (s *Service) unique(ctx context.Context, parent uint64, path, name string) error {
	t, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	for _, x := range t.kids[parent] {
		if x.Path != path && x.Name == name {
			return invalid("name", "同一个上级栏目下已经有“"+name+"”，请换一个名称。")
		}
	}
	return nil
}

// saved stores the writers and the ledger entry of a column just stored.
func (s *Service) saved(ctx context.Context, col *Column, writers []uint64, act audit.Action, by identity.Actor) error {
	store.Forget(ctx, treeKey{})
	db := s.store.DB(ctx)
	if err := db.Where("column_id = ?", col.ID).Delete(&columnWriter{}).Error; err != nil {
		return err
	}
	col.Writers = slices.Compact(slices.Sorted(slices.Values(writers)))
	for _, w := range col.Writers {
		if err := db.Create(&columnWriter{ColumnID: col.ID, SectionID: w}).Error; err != nil {
			return err
		}
	}
	if err := s.Turn(ctx); err != nil {
		return err
	}
	return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: act, Object: fmt.Sprintf("column/%d", col.ID), Detail: col.Path, Rows: []audit.Row{col.row()}})
}

func (f *ColumnForm) fill(c *Column) {
	c.Name, c.PageType, c.OwnerID, c.UpdateDays, c.Article20 = f.Name, f.PageType, optional(f.Owner), f.UpdateDays, f.Article20
	c.Basis, c.Absent = f.Basis, f.Absent
	c.Crumb, c.Description, c.Keywords, c.KindWord = f.Crumb, f.Description, f.Keywords, f.KindWord
	c.Position, c.NeedsIssue, c.EndsOn, c.Holds, c.Counts = f.Position, f.NeedsIssue, f.EndsOn, f.Holds, f.Counts
}

func mayEdit(by identity.Actor) error {
	if by.ID == 0 || by.Has(identity.SysAdmin) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有系统管理员可以维护栏目。")
}

func invalid(field, message string) error {
	return &fault.Error{Kind: fault.Invalid, Message: "请先更正标出的问题，再提交。", Fields: map[string]string{field: message}}
}

func deref(id *uint64) uint64 {
	if id == nil {
		return 0
	}
	return *id
}

func optional(id uint64) *uint64 {
	if id == 0 {
		return nil
	}
	return &id
}
