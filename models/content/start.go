package content

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/markup"
	"gongkai/models/review"
)

// Template is a text to begin a new document from (模板). What must be filled in
// is written ____.
type Template struct {
	Key    string // of the address
	Column string // path of the column it is meant for
	Name   string
	Hint   string
	Title  string
	Body   markup.HTML
}

//go:embed templates/*.html
var templateFiles embed.FS

var templates = readTemplates()

// readTemplates reads the embedded templates: lines "name: value", then ---,
// then the body.
func readTemplates() (all []Template) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		data, err := templateFiles.ReadFile(name)
		if err != nil {
			panic(err) // embedded: cannot be away
		}
		head, body, _ := strings.Cut(string(data), "---\n")
		t := Template{Key: strings.TrimSuffix(strings.TrimPrefix(name, "templates/"), ".html"), Body: markup.Clean(body)}
		for l := range strings.Lines(head) {
			key, value, _ := strings.Cut(strings.TrimSpace(l), ": ")
			switch key {
			case "column":
				t.Column = value
			case "name":
				t.Name = value
			case "hint":
				t.Hint = value
			case "title":
				t.Title = value
			}
		}
		all = append(all, t)
	}
	return all
}

// Templates lists the templates of a column, or all of them when path is "".
func Templates(path string) (all []Template) {
	for _, t := range templates {
		if path == "" || t.Column == path {
			all = append(all, t)
		}
	}
	return all
}

// FromTemplate is the form that a template of that key fills in.
func FromTemplate(key string) (Form, error) {
	i := slices.IndexFunc(templates, func(t Template) bool { return t.Key == key })
	if i < 0 {
		return Form{}, fault.New(fault.NotFound, "没有这个模板。")
	}
	return Form{Column: templates[i].Column, Title: templates[i].Title, Body: string(templates[i].Body)}, nil
}

// Like is the form of a document written like the one with id, which is public
// or by's to read: the same words, the month one later, every other number blank
// (____). What is public counts, not a correction under way.
func (s *Service) Like(ctx context.Context, id uint64, by identity.Actor) (Form, error) {
	r := &Revision{}
	if p, err := s.Live(ctx, id); err == nil {
		r.Title, r.Source, r.Body, r.ColumnID = p.Title, p.Source, p.Body, p.ColumnID
	} else {
		v, err := s.Open(ctx, id, by)
		if err != nil {
			return Form{}, err
		}
		r = &v.Revision
	}
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return Form{}, err
	}
	f := Form{Title: later(r.Title), Source: r.Source, Body: string(markup.Words(markup.HTML(r.Body), blanked(r.Title)))}
	if col := tree.ByID(r.ColumnID); col != nil && col.Open(by.SectionID) {
		f.Column = col.Path
	}
	return f, nil
}

// Last returns the n newest public documents of by's section in columns, for
// Like.
func (s *Service) Last(ctx context.Context, columns []uint64, n int, by identity.Actor) (items []Item, err error) {
	err = s.items(ctx).Where("column_id IN ? AND document_id IN (SELECT subject_id FROM review_tracks WHERE kind = ? AND section_id = ? AND state = ?)",
		append(columns, 0), Kind, by.SectionID, review.Published).Order("published_at DESC, document_id DESC").Limit(n).Find(&items).Error
	if err != nil {
		err = fmt.Errorf("content: last: %w", err)
	}
	return items, err
}

var (
	monthForm  = regexp.MustCompile(`(20[0-9]{2})年(?:([0-9]{1,2})月|第?([一二三四])季度)`)
	numberForm = regexp.MustCompile(`[0-9]+(?:[,.][0-9]+)*`)
)

// later moves the months and quarters that a title names one on.
func later(title string) string {
	return monthForm.ReplaceAllStringFunc(title, func(at string) string {
		m := monthForm.FindStringSubmatch(at)
		year, _ := strconv.Atoi(m[1])
		if m[3] != "" {
			q := []string{"一", "二", "三", "四"}
			i := slices.Index(q, m[3]) + 1
			return strings.Replace(fmt.Sprintf("%d%s", year+i/4, strings.TrimPrefix(at, m[1])), m[3], q[i%4], 1)
		}
		month, _ := strconv.Atoi(m[2])
		return fmt.Sprintf("%d年%d月", year+month/12, month%12+1)
	})
}

// blanked returns the function that prepares the words of a text like the one
// of that title: the title's own month goes on with it, numbers are for the
// author to fill in.
func blanked(title string) func(string) string {
	var pairs []string
	for _, at := range monthForm.FindAllString(title, -1) {
		pairs = append(pairs, at, later(at))
	}
	return func(text string) string {
		var out strings.Builder
		for text != "" {
			at, cut := len(text), 0
			put := ""
			for i := 0; i+1 < len(pairs); i += 2 {
				if n := strings.Index(text, pairs[i]); n >= 0 && n < at {
					at, cut, put = n, len(pairs[i]), pairs[i+1]
				}
			}
			out.WriteString(numberForm.ReplaceAllString(text[:at], "____"))
			out.WriteString(put)
			text = text[at+cut:]
		}
		return out.String()
	}
}
