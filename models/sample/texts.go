package sample

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"gongkai/models"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/roll"
	"gongkai/models/site"
)

//go:embed texts
var texts embed.FS

// Doc is one document of the example bureau and how far it has come.
type Doc struct {
	Key      string // names the document in messages, unique
	Column   string // path
	Title    string
	Source   string
	Body     string       // cleaned HTML; "" when Report is set
	Report   string       // text of a report to import, else ""
	Author   string       // username of who drafts it
	Head     string       // username of who signs level 2
	Officer  string       // username of who signs level 3
	State    string       // a review state: published unless it is still on its way
	At       time.Time    // when its last act happens
	Publish  *time.Time   // scheduled publication, nil for at once
	Returned string       // why level 2 returned it
	Note     string       // what level 2 remarked on approving it
	Facts    content.Said // of the form; documents are named by their keys
	List     *roll.Roll   // rows of a structured list, nil for none
}

// zone is the bureau's time zone. The sample states local times.
var zone = time.FixedZone("CST", 8*3600)

// docText is a document as the files write it.
type docText struct {
	Key, Column, Title, Source, Body, Report string
	Author, Officer, State, At, Publish      string
	Returned, Note                           string
	List, Kind, Until                        string // file below lists, kind and last day of a structured list
	Facts                                    map[string]string
}

// Docs returns the documents of the example bureau, oldest act first. At least
// three hours lie between two of them, so that one is finished before the next.
func Docs() ([]Doc, error) {
	var docs []Doc
	for _, name := range []string{"statutory", "disclosure", "news", "notices", "policy", "service", "leaders", "budgets", "lists", "consultations", "topics", "waiting", "responses", "terms"} {
		var list []docText
		if err := decode(name+".yaml", &list); err != nil {
			return nil, err
		}
		for _, t := range list {
			d, err := t.doc()
			if err != nil {
				return nil, fmt.Errorf("sample: %s: %w", t.Key, err)
			}
			docs = append(docs, d)
		}
	}
	more, err := accounts()
	if err != nil {
		return nil, err
	}
	docs = append(docs, more...)
	slices.SortStableFunc(docs, func(a, b Doc) int { return a.At.Compare(b.At) })
	return docs, nil
}

// doc fills in what the files leave out: the head of the author's section, the
// first confidentiality officer, and that a document is published.
func (t docText) doc() (Doc, error) {
	d := Doc{
		Key: t.Key, Column: t.Column, Title: t.Title, Source: t.Source, Body: strings.TrimSpace(t.Body),
		Author: t.Author, Officer: cmp.Or(t.Officer, "office.secrecy"), State: cmp.Or(t.State, "published"),
		Returned: t.Returned, Note: t.Note, Facts: t.Facts,
	}
	section, _, _ := strings.Cut(t.Author, ".")
	d.Head = section + ".head"
	var err error
	if d.At, err = time.ParseInLocation("2006-01-02 15:04", t.At, zone); err != nil {
		return d, err
	}
	if t.Publish != "" {
		at, err := time.ParseInLocation("2006-01-02 15:04", t.Publish, zone)
		if err != nil {
			return d, err
		}
		d.Publish = &at
	}
	if t.List != "" {
		if d.List, err = t.list(); err != nil {
			return d, err
		}
	}
	if t.Report != "" {
		text, err := texts.ReadFile("texts/" + t.Report)
		if err != nil {
			return d, err
		}
		d.Report = string(text)
	}
	return d, nil
}

// list reads the rows of a structured list as an import does.
func (t docText) list() (*roll.Roll, error) {
	data, err := texts.ReadFile("texts/lists/" + t.List + ".csv")
	if err != nil {
		return nil, err
	}
	kind := roll.KindOf(t.Kind)
	if kind == nil {
		return nil, fmt.Errorf("no kind %q", t.Kind)
	}
	read, err := roll.Read(kind, data, roll.Options{Until: t.Until, Sections: sections})
	if err != nil {
		return nil, err
	}
	if !read.OK() || len(read.Findings) > 0 {
		return nil, fmt.Errorf("list %s: %+v", t.List, read.Findings)
	}
	return read.Roll, nil
}

func decode(name string, into any) error {
	data, err := texts.ReadFile("texts/" + name)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("sample: %s: %w", name, err)
	}
	return nil
}

// Column is a column of the example bureau.
type Column struct {
	Path        string
	Name        string
	Type        string // page type
	Owner       string // name of the section that answers for it
	Days        int    // longest time without anything new, 0 for no rule
	Holds       string // kind of documents, "" for general ones
	Ends        string // last day of a special topic, "" for none
	Article20   string
	Basis       string // law that demands it, beside the item
	Absent      string // why the bureau has nothing of the item
	Crumb       string
	Description string
	Keywords    string
	Kind        string   // ColumnType of the page tags
	Writers     []string // names of the sections that may write; empty is all
}

// Columns returns the tree of columns, parents before children.
func Columns() ([]Column, error) {
	var cols []Column
	err := decode("columns.yaml", &cols)
	return cols, err
}

// Tree creates the columns. sections holds the ids of sections by name; a
// column whose owner is not among them has none, and is open to all if none of
// its writers is.
func Tree(ctx context.Context, app *models.App, sections map[string]uint64) error {
	cols, err := Columns()
	if err != nil {
		return err
	}
	ids := map[string]uint64{}
	for i, c := range cols {
		f := site.ColumnForm{
			Parent: ids[path.Dir(c.Path)], Slug: path.Base(c.Path), Name: c.Name, PageType: site.PageType(c.Type), Owner: sections[c.Owner],
			UpdateDays: c.Days, Article20: c.Article20, Crumb: c.Crumb, Description: c.Description, Keywords: c.Keywords, KindWord: c.Kind,
			Position: 10 * (i + 1), EndsOn: c.Ends, Holds: policy.Holding(c.Holds),
		}
		for _, w := range c.Writers {
			if id := sections[w]; id != 0 {
				f.Writers = append(f.Writers, id)
			}
		}
		f.Basis, f.Absent = c.Basis, c.Absent
		col, err := app.Site.CreateColumn(ctx, f, identity.Actor{})
		if err != nil {
			return fmt.Errorf("column %s: %w", c.Path, err)
		}
		ids[c.Path] = col.ID
	}
	return nil
}
