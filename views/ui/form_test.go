package ui

import (
	"bytes"
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

func rendered(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestProblemsKeepTheOrderOfTheFields(t *testing.T) {
	got := Problems(map[string]string{"body": "b", "title": "t", "zz": "z", "aa": "a", "source": ""}, "title", "body", "source")
	want := []Problem{{"title", "t"}, {"body", "b"}, {"", "a"}, {"", "z"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestErrorSummary(t *testing.T) {
	if html, _ := rendered(t, ErrorSummary(nil)).Find("body").Html(); html != "" {
		t.Errorf("a form without problems has the summary %q", html)
	}
	doc := rendered(t, ErrorSummary([]Problem{{"title", "请填写标题。"}, {"", "请重试。"}}))
	box := doc.Find(`.errsum[role=alert][tabindex="-1"]`)
	if got := box.Find("h2").Text(); got != "还有 2 个问题需要处理" {
		t.Errorf("headline %q", got)
	}
	if to, _ := box.Find("a").Attr("href"); to != "#f-title" || box.Find("a").Length() != 1 {
		t.Errorf("leads to %q", to)
	}
}

func TestFormCarriesTokenAndVersion(t *testing.T) {
	doc := rendered(t, Form(FormSpec{Action: "/a", CSRF: "t", Version: 3, Upload: true}))
	form := doc.Find(`form[method=post][action="/a"][enctype="multipart/form-data"]`)
	if form.Find(`input[name=_csrf][value=t]`).Length() != 1 || form.Find(`input[name=version][value="3"]`).Length() != 1 {
		t.Error("no token or no version")
	}
	doc = rendered(t, Form(FormSpec{Action: "javascript:alert(1)"}))
	if action, _ := doc.Find("form").Attr("action"); strings.HasPrefix(action, "javascript:") {
		t.Errorf("action %q", action)
	}
	if doc.Find("input[name=version]").Length() != 0 {
		t.Error("a new thing has a version")
	}
}

func TestFieldSaysWhatIsWrong(t *testing.T) {
	doc := rendered(t, Input(Field{Name: "title", Label: "标题", Hint: "h", Error: "e", Value: `"x`}, "text"))
	box := doc.Find("input#f-title")
	if by, _ := box.Attr("aria-describedby"); by != "f-title-hint f-title-error" {
		t.Errorf("described by %q", by)
	}
	if invalid, _ := box.Attr("aria-invalid"); invalid != "true" {
		t.Error("not marked invalid")
	}
	if value, _ := box.Attr("value"); value != `"x` {
		t.Errorf("value %q", value)
	}
	if doc.Find("label[for=f-title]").Text() != "标题" {
		t.Error("no label")
	}
	if _, marked := rendered(t, Input(Field{Name: "a"}, "text")).Find("input").Attr("aria-invalid"); marked {
		t.Error("a right field is marked invalid")
	}
}

// A browser drops the first line break of a textarea, so one is given away.
func TestTextareaKeepsItsFirstLineBreak(t *testing.T) {
	doc := rendered(t, Textarea(Field{Name: "body", Value: "\n</textarea><b>x"}, 3))
	if got := doc.Find("textarea").Text(); got != "\n</textarea><b>x" {
		t.Errorf("%q", got)
	}
}

func TestSelectGroupsAndChooses(t *testing.T) {
	doc := rendered(t, Select(Field{Name: "c", Value: "b"}, []Option{{Text: "none"}, {Value: "a", Group: "g"}, {Value: "b", Group: "g"}, {Value: "c", Group: "h"}}))
	if doc.Find("select > option").Length() != 1 || doc.Find("optgroup").Length() != 2 || doc.Find("optgroup").First().Find("option").Length() != 2 {
		t.Error("wrong groups")
	}
	if value, _ := doc.Find("option[selected]").Attr("value"); value != "b" {
		t.Errorf("%q is chosen", value)
	}
}

func TestChoices(t *testing.T) {
	options := []Option{{Value: "a", Text: "A", Hint: "h"}, {Value: "b", Text: "B"}}
	doc := rendered(t, Radios(Field{Name: "r", Label: "L", Error: "e"}, options))
	if doc.Find("[checked]").Length() != 0 {
		t.Error("one is chosen though nothing was")
	}
	set := doc.Find("fieldset[role=radiogroup][aria-invalid=true][aria-describedby=f-r-error]")
	if set.Find("legend").Text() != "L" || set.Find("#f-r").AttrOr("value", "") != "a" || set.Find("#f-r-b").Length() != 1 {
		t.Error("the set is not as it should be")
	}
	doc = rendered(t, Checkboxes(Field{Name: "c", Error: "e"}, options, []string{"b"}))
	if doc.Find("[checked]").AttrOr("value", "") != "b" || doc.Find("[aria-invalid]").Length() != 0 {
		t.Error("wrong boxes")
	}
	doc = rendered(t, Checkbox(Field{Name: "s", Value: "yes", Label: "I did"}, true))
	if doc.Find("input[checked][value=yes]").Length() != 1 || doc.Find("label[for=f-s]").Text() != "I did" {
		t.Error("wrong box")
	}
}
