package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// shelf is the order of the packages. A package may import only packages that
// stand before it. A new package chooses its place here.
var shelf = strings.Fields(`
	config public docs/manual

	models/fault models/calendar models/policy models/durable models/takedown
	models/store models/store/storetest
	models/audit models/identity models/jobs models/once models/site models/search models/stats
	models/files
	models/paper models/pdf models/markup models/docx models/extract models/screen models/roll models/diff models/review models/content models/report models/register models/report/rules models/annual models/sitereport
	models models/backup
	models/modeltest/spec models/modeltest models/sample

	views/href views/ui views/chart views/ui/uitest views/layout
	views/sheet views/sheet/sample views/roll views/roll/sample views/portal views/portal/sample views/desk views/desk/sample

	web/pagecache web/snapshot web web/webtest
	handlers/sheets handlers/portal handlers/desk handlers/ops handlers

	cmd/gallery cmd/dev cmd/dev/browser cmd/gongkai
`)

// A wall lets an import through at some places only. Both sides are packages
// and everything below them; nowhere is the empty list.
type wall struct {
	imp string
	in  []string
	why string
}

var walls = []wall{
	{"gorm.io", []string{"models"}, "only the domain stores"},
	{"database/sql", []string{"models/store"}, "only the store opens a database"},
	{"gorm.io/driver", []string{"models/store"}, "only the store opens a database"},
	{"github.com/go-sql-driver/mysql", []string{"models/store"}, "only the store opens a database"},
	{"github.com/libtnb/sqlite", []string{"models/store"}, "only the store opens a database"},
	{"modernc.org/sqlite", []string{"models/store"}, "only the store opens a database"},
	{"github.com/pressly/goose/v3", []string{"models/store"}, "only the store migrates"},
	{"github.com/labstack/echo/v4", []string{"web", "handlers", "cmd"}, "the domain and its views know no requests"},
	{"github.com/yuin/goldmark", []string{"docs/manual"}, "documents are cleaned HTML; only the manual is Markdown"},
	{"github.com/a-h/templ", []string{"views", "web", "handlers", "cmd"}, "the domain knows no pages"},
	{"net/http", []string{"public", "web", "handlers", "cmd"}, "the domain and its views know no requests"},
	{"gongkai/models", []string{"models", "web", "handlers", "cmd"}, "views get values, not the domain"},
	{"gongkai/config", []string{"web", "handlers", "cmd"}, "the domain gets plain values"},
	{"gongkai/models/sample", []string{"cmd/gongkai", "cmd/dev"}, "a running portal has no example content"},
	{"gongkai/models/store/storetest", []string{"models/modeltest"}, "a helper of tests"},
	{"gongkai/models/modeltest", []string{"models/modeltest"}, "a helper of tests"},
	{"gongkai/views/ui/uitest", nil, "a helper of tests"},
	{"gongkai/web/webtest", nil, "a helper of tests"},
	{"testing", []string{"models/store/storetest", "models/modeltest", "views/ui/uitest", "web/webtest"}, "the program is not a test"},
}

// A call is a function that only some places may call, because it opens a way
// around a rule. Tests may.
type call struct {
	what *regexp.Regexp
	in   []string
	why  string
}

var calls = []call{
	{regexp.MustCompile(`\bstore\.At\(`), []string{"models/sample"}, "sets the time of an act; published dates cannot be forged"},
	{regexp.MustCompile(`\btempl\.Raw\(`), []string{"views/ui"}, "writes HTML as it is; only cleaned HTML may come there"},
}

// The order of the packages is what keeps the parts apart: rules below do not
// know who uses them above.
func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, ".go", func(file string) {
		pkg := path.Dir(file)
		seen[pkg] = true
		at := slices.Index(shelf, pkg)
		if at < 0 {
			t.Errorf("%s: %s has no place on the shelf", file, pkg)
			return
		}
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		for _, imp := range imports(t, file) {
			if own, ok := strings.CutPrefix(imp, "gongkai/"); ok && slices.Index(shelf, own) >= at {
				t.Errorf("%s imports %s, which stands after %s", file, own, pkg)
			}
			for _, w := range walls {
				if below(imp, w.imp) && !anyBelow(pkg, w.in) {
					t.Errorf("%s imports %s: %s (allowed in %v)", file, imp, w.why, w.in)
				}
			}
		}
	})
	for _, pkg := range shelf {
		if !seen[pkg] {
			t.Errorf("%s stands on the shelf and is not there", pkg)
		}
	}
}

// Some functions exist for one caller.
func TestCalls(t *testing.T) {
	look := func(file string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		for n, line := range lines(t, file) {
			for _, c := range calls {
				if c.what.MatchString(line) && !anyBelow(path.Dir(file), c.in) {
					t.Errorf("%s:%d: %s (allowed in %v)", file, n+1, c.why, c.in)
				}
			}
		}
	}
	eachFile(t, ".go", look)
	eachFile(t, ".templ", look)
}

func below(pkg, top string) bool { return pkg == top || strings.HasPrefix(pkg, top+"/") }

func anyBelow(pkg string, tops []string) bool {
	return slices.ContainsFunc(tops, func(top string) bool { return below(pkg, top) })
}

// root is the module's folder, seen from this package.
const root = "../.."

// eachFile calls f with every file of the module whose name ends in suffix, by
// its path from the module's folder.
func eachFile(t *testing.T, suffix string, f func(file string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(p, suffix) {
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			f(filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func imports(t *testing.T, file string) (imps []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Imports {
		imps = append(imps, strings.Trim(i.Path.Value, `"`))
	}
	return imps
}

func lines(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(text), "\n")
}
