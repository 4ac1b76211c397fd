// Package uitest holds what tests of pages share: golden files, hostile data,
// and the rules that every page of the site must keep.
package uitest

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/a-h/templ"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Hostile is a text no page may fall for: markup, quotes, and a word without end.
const Hostile = `<script>alert(1)</script>'"&<b>` + "AWordWithoutAnyPlaceToBreakItOnANarrowScreen"

// HostileLink is an address no link may keep.
const HostileLink = `javascript:alert("1")`

// Render returns the markup of a component.
func Render(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(ctx, &out); err != nil {
		t.Fatalf("render: %v", err)
	}
	return out.String()
}

// hashes are the parts of asset names that change with every change of a file.
var hashes = regexp.MustCompile(`-[0-9a-f]{12}\.(css|js|svg|png)`)

// breaks are where a golden file starts a new line, so that differences can be read.
var breaks = regexp.MustCompile(`(</(?:li|p|div|section|nav|form|h[1-6]|ul|ol|dl|dd|dt|header|footer|main|aside|article|figure|head|title|details|summary|tr|caption)>|<(?:meta|link|input|body|html)\b[^>]*>)`)

// Golden compares markup with testdata/name.html, or writes it with -update.
// Hashes of assets are left out, so that a change of style is not one of content.
func Golden(t *testing.T, name, markup string) {
	t.Helper()
	got := []byte(breaks.ReplaceAllString(hashes.ReplaceAllString(markup, ".$1"), "$1\n"))
	path := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if !bytes.Equal(got, want) {
		line, a, b := firstDifference(got, want)
		t.Errorf("%s differs at line %d:\n got %s\nwant %s\n(run with -update if the change is meant)", path, line, a, b)
	}
}

// firstDifference is the first line in which two texts differ, and each one's
// part of it around the first byte that is not the same.
func firstDifference(got, want []byte) (line int, a, b []byte) {
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(g), len(w)) {
		a, b = nil, nil
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if bytes.Equal(a, b) {
			continue
		}
		at := 0
		for at < min(len(a), len(b)) && a[at] == b[at] {
			at++
		}
		return i + 1, around(a, at), around(b, at)
	}
	return 0, nil, nil
}

// around cuts a long line to what stands near at.
func around(line []byte, at int) []byte { return line[max(0, at-60):min(len(line), at+120)] }

// Poison sets every plain string reachable from page (a pointer) to Hostile, and
// every field called Href to HostileLink. Named string types, such as cleaned
// markup, stay as they are, and so do the fields listed in keep ("Type.Field"):
// those the program chooses from a fixed set.
func Poison(page any, keep ...string) {
	poison(reflect.ValueOf(page).Elem(), Hostile, keep)
}

func poison(v reflect.Value, text string, keep []string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Type() == reflect.TypeFor[string]() {
			v.SetString(text)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text, keep)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			poison(v.Index(i), text, keep)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || slices.Contains(keep, v.Type().Name()+"."+f.Name) {
				continue
			}
			if f.Name == "Href" {
				poison(v.Field(i), HostileLink, keep)
				continue
			}
			poison(v.Field(i), text, keep)
		}
	}
}
