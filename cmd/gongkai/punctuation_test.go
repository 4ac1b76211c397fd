package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A habit is a way of typing Chinese that print does not know.
type habit struct {
	found *regexp.Regexp
	want  string
}

var habits = []habit{
	{regexp.MustCompile(`[\p{Han}》”’】\x{ff09}][,;:?!]|[,;:?!][\p{Han}《“‘【\x{ff08}]`), "full-width punctuation beside Chinese"},
	{regexp.MustCompile(`\p{Han}\.(\s|<|$)`), "a full-width stop after Chinese"},
	{regexp.MustCompile(`\([^()<>]*\p{Han}[^()<>]*\)`), "full-width brackets around Chinese"},
}

// prescribed are texts whose punctuation is not ours: government sites' own
// marks are compared letter by letter.
var prescribed = strings.NewReplacer("您当前的位置: ", "", "您当前的位置:", "")

// The interface's Chinese is typeset, not typed: the same rules that the
// portal's editors are held to.
func TestPunctuation(t *testing.T) {
	eachFile(t, ".go", func(file string) {
		// The command line speaks English, with the Chinese term in brackets.
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "cmd/") {
			return
		}
		for _, l := range literals(t, file) {
			text := prescribed.Replace(l.text)
			for _, h := range habits {
				for _, at := range h.found.FindAllStringIndex(text, -1) {
					t.Errorf("%s: %s: …%s…", where(t, file, l.line, text[at[0]:at[1]]), h.want, around(text, at))
				}
			}
		}
	})
}

type literal struct {
	line int
	text string
}

// literals returns the string literals of a Go file. Those of generated files
// are the text of the views.
func literals(t *testing.T, file string) (ls []literal) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, filepath.Join(root, file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && isPattern(call) {
			return false
		}
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				ls = append(ls, literal{set.Position(l.Pos()).Line, text})
			}
		}
		return true
	})
	return ls
}

// isPattern tells regular expressions: they read what others typed.
func isPattern(c *ast.CallExpr) bool {
	s, ok := c.Fun.(*ast.SelectorExpr)
	return ok && strings.HasPrefix(s.Sel.Name, "MustCompile")
}

// where names the line a person would mend: for a generated file the first line
// of its .templ file that holds the text.
func where(t *testing.T, file string, line int, found string) string {
	source, generated := strings.CutSuffix(file, "_templ.go")
	if generated {
		file = source + ".templ"
		for n, l := range lines(t, file) {
			if strings.Contains(l, strings.TrimSuffix(found, "<")) {
				return fmt.Sprintf("%s:%d", file, n+1)
			}
		}
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

func around(text string, at []int) string {
	before, after := []rune(text[:at[0]]), []rune(text[at[1]:])
	return string(before[max(0, len(before)-8):]) + text[at[0]:at[1]] + string(after[:min(len(after), 8)])
}
