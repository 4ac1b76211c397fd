// Package manual is the staff's manual (使用手册): one Markdown page for each role,
// with pictures of the demo bureau, and the HTML that the desk shows as help. The
// same files can be read in the repository.
package manual

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"image"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	_ "golang.org/x/image/webp" // the pictures' sizes
)

//go:embed *.md img/*.webp
var files embed.FS

// First is the page about the three levels, which everybody reads first.
const First = "readme"

// names are the pages in the order in which they are listed.
var names = []string{First, "author", "head", "officer", "publisher", "report", "director", "admin"}

// Page is one page of the manual.
type Page struct {
	Name  string // of its address: author, head …
	Title string // its headline, plain text
	HTML  string // what follows the headline; its links and pictures are relative to the manual's address
}

var pages = mustRead()

// Pages lists all pages, the first page first.
func Pages() []Page { return pages }

// Find returns the page of that name, and whether there is one.
func Find(name string) (Page, bool) {
	for _, p := range pages {
		if p.Name == name {
			return p, true
		}
	}
	return Page{}, false
}

// Picture returns a picture (WebP) by its file name, and whether there is one.
func Picture(name string) ([]byte, bool) {
	data, err := files.ReadFile("img/" + name)
	return data, err == nil
}

// mustRead renders the embedded pages. That they can be rendered does not depend
// on anything but the program itself.
func mustRead() []Page {
	md := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(addresses{}, 100))))
	var all []Page
	for _, name := range names {
		source, err := files.ReadFile(file(name))
		if err != nil {
			panic(err)
		}
		title, body, _ := strings.Cut(string(source), "\n")
		var out bytes.Buffer
		if err := md.Convert([]byte(body), &out); err != nil {
			panic(fmt.Errorf("manual: %s: %w", name, err))
		}
		all = append(all, Page{Name: name, Title: html.UnescapeString(strings.TrimPrefix(title, "# ")), HTML: out.String()})
	}
	return all
}

func file(name string) string {
	if name == First {
		return "README.md"
	}
	return name + ".md"
}

// addresses turns links between the files into links between the pages, and gives
// pictures their size, so that a page does not jump while they load.
type addresses struct{}

// Transform implements parser.ASTTransformer.
func (addresses) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = []byte(strings.TrimSuffix(strings.Replace(string(n.Destination), "README.md", "./", 1), ".md"))
		case *ast.Image:
			if data, err := files.ReadFile(string(n.Destination)); err == nil {
				if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
					n.SetAttributeString("width", fmt.Sprint(c.Width))
					n.SetAttributeString("height", fmt.Sprint(c.Height))
				}
			}
			n.SetAttributeString("loading", "lazy")
		}
		return ast.WalkContinue, nil
	})
}
