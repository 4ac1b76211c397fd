package manual_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/docs/manual"
)

var (
	links    = regexp.MustCompile(`!?\[([^\]]*)\]\(([^)]+)\)`)
	bold     = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	rendered = regexp.MustCompile(`(?:href|src)="([^"]+)"`)
)

// every runs f with each page's name and Markdown.
func every(t *testing.T, f func(t *testing.T, file, text string)) {
	t.Helper()
	all, err := filepath.Glob("*.md")
	if err != nil || len(all) != len(manual.Pages()) {
		t.Fatalf("%d files, %d pages (%v): every file is a page", len(all), len(manual.Pages()), err)
	}
	for _, file := range all {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(file, func(t *testing.T) { f(t, file, string(text)) })
	}
}

// Every link leads to a page of the manual, every picture is there, small, and
// says what it shows; no picture is there for nothing.
func TestLinksAndPictures(t *testing.T) {
	shown := map[string]bool{}
	every(t, func(t *testing.T, _, text string) {
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			info, err := os.Stat(m[2])
			if err != nil {
				t.Errorf("%s: %v", m[0], err)
				continue
			}
			if !strings.HasPrefix(m[0], "!") {
				continue
			}
			shown[filepath.Base(m[2])] = true
			if m[1] == "" || info.Size() > 60<<10 {
				t.Errorf("%s: %d bytes, or nothing says what it shows", m[0], info.Size())
			}
			if data, ok := manual.Picture(filepath.Base(m[2])); !ok || len(data) != int(info.Size()) {
				t.Errorf("%s is not embedded", m[2])
			}
		}
	})
	all, err := filepath.Glob("img/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if !shown[filepath.Base(p)] {
			t.Errorf("no page shows %s", p)
		}
	}
}

// What a page prints in bold are words that stand on the desk.
func TestWordsStandOnTheDesk(t *testing.T) {
	var desk strings.Builder
	for _, pattern := range []string{"../../views/desk/*.templ", "../../views/desk/*.go", "../../views/layout/*.templ", "../../handlers/desk/*.go"} {
		all, err := filepath.Glob(pattern)
		if err != nil || len(all) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range all {
			if strings.HasSuffix(file, "_templ.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			desk.Write(text)
		}
	}
	every(t, func(t *testing.T, _, text string) {
		words := bold.FindAllStringSubmatch(text, -1)
		if len(words) == 0 {
			t.Error("it names nothing that stands on the desk")
		}
		for _, w := range words {
			if !strings.Contains(desk.String(), w[1]) {
				t.Errorf("nothing on the desk says %q", w[1])
			}
		}
	})
}

// The pages as they are shown: each has a title, and its addresses fit below
// /desk/help/.
func TestPages(t *testing.T) {
	for _, p := range manual.Pages() {
		if p.Title == "" || strings.Contains(p.HTML, "<h1") || strings.Contains(p.HTML, "style=") || !strings.Contains(p.HTML, "<h2") {
			t.Errorf("%s: title %q, or a headline, a style or no section in its text", p.Name, p.Title)
		}
		for _, m := range rendered.FindAllStringSubmatch(p.HTML, -1) {
			name, picture := strings.CutPrefix(m[1], "img/")
			_, page := manual.Find(name)
			if !picture && !page && m[1] != "./" {
				t.Errorf("%s leads to %s", p.Name, m[1])
			}
		}
		if n := strings.Count(p.HTML, "<img"); n != strings.Count(p.HTML, ` width="`) {
			t.Errorf("%s has pictures without a size", p.Name)
		}
	}
	if _, ok := manual.Find("nobody"); ok {
		t.Error("there is a page for nobody")
	}
}
