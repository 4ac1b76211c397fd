package desk_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"gongkai/views/desk"
	"gongkai/views/desk/sample"
)

// TestMarkup holds for every page, whatever is in it.
func TestMarkup(t *testing.T) {
	each(t, func(t *testing.T, _ string, page string) {
		doc := parse(t, page)
		if n := doc.Find("h1").Length(); n != 1 {
			t.Errorf("%d h1", n)
		}
		if n := doc.Find("main#main").Length(); n != 1 {
			t.Errorf("%d main", n)
		}
		if content, _ := doc.Find(`meta[name=robots]`).Attr("content"); !strings.Contains(content, "noindex") {
			t.Error("search engines may keep it")
		}
		if doc.Find("script:not([src]), style, [style]").Length() > 0 || strings.Contains(page, " onclick=") {
			t.Error("inline script or style")
		}
		uniqueIDs(t, doc)
		labelled(t, doc)
		references(t, doc)
	})
}

func uniqueIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id, _ := s.Attr("id")
		if seen[id] {
			t.Errorf("id %q twice", id)
		}
		seen[id] = true
	})
}

func labelled(t *testing.T, doc *goquery.Document) {
	t.Helper()
	labels := map[string]bool{}
	doc.Find("label[for]").Each(func(_ int, s *goquery.Selection) {
		id, _ := s.Attr("for")
		labels[id] = true
	})
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		if id, _ := s.Attr("id"); !labels[id] && s.Closest("label").Length() == 0 {
			t.Errorf("no label for %q", id)
		}
	})
}

// references checks that what one element says of another exists: descriptions,
// and the links of the error summary.
func references(t *testing.T, doc *goquery.Document) {
	t.Helper()
	there := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id, _ := s.Attr("id")
		there[id] = true
	})
	doc.Find("[aria-describedby], [aria-labelledby]").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"aria-describedby", "aria-labelledby"} {
			ids, _ := s.Attr(name)
			for id := range strings.FieldsSeq(ids) {
				if !there[id] {
					t.Errorf("%s leads to %q, which is not there", name, id)
				}
			}
		}
	})
	doc.Find(".errsum a").Each(func(_ int, s *goquery.Selection) {
		if to, _ := s.Attr("href"); !there[strings.TrimPrefix(to, "#")] {
			t.Errorf("the error summary leads to %q, which is not there", to)
		}
	})
}

// TestAddresses: every address begins with the base path, so that the site can
// live below a portal's folder.
func TestAddresses(t *testing.T) {
	for _, p := range sample.Pages() {
		doc := parse(t, render(t, func(ctx context.Context) templ.Component { return p.Show(ctx, nil) }))
		for _, name := range []string{"href", "action", "src"} {
			doc.Find("[" + name + "]").Each(func(_ int, s *goquery.Selection) {
				if s.Closest(".tried").Length() > 0 {
					return // the foot of the public pages, which leads to the registers
				}
				if to, _ := s.Attr(name); !strings.HasPrefix(to, base+"/") && !strings.HasPrefix(to, "#") {
					t.Errorf("%s: %s=%q is outside the base path", p.Name, name, to)
				}
			})
		}
	}
}

// TestForms: what changes something posts, carries the token, has an address of
// its own, and carries the version when the thing exists.
func TestForms(t *testing.T) {
	for _, p := range sample.Pages() {
		doc := parse(t, render(t, func(ctx context.Context) templ.Component { return p.Show(ctx, nil) }))
		actions := map[string]bool{}
		doc.Find("form[method=post]").Each(func(_ int, s *goquery.Selection) {
			action, _ := s.Attr("action")
			if actions[action] {
				t.Errorf("%s: two forms for %s", p.Name, action)
			}
			actions[action] = true
			if token, _ := s.Find("input[name=_csrf]").Attr("value"); token != "sample-token" {
				t.Errorf("%s: %s carries no token", p.Name, action)
			}
			if strings.Contains(action, "/desk/documents/317/") && s.Find("input[name=version]").Length() != 1 {
				t.Errorf("%s: %s carries no version", p.Name, action)
			}
		})
		doc.Find("form:not([method=post])").Each(func(_ int, s *goquery.Selection) {
			if method, _ := s.Attr("method"); method != "get" {
				t.Errorf("%s: a form of method %q", p.Name, method)
			}
		})
	}
}

// TestState: a document's state stands once on its page, and the public address
// only while there is one.
func TestState(t *testing.T) {
	for _, row := range []struct {
		name, state string
		live        int
		show        func(context.Context) desk.DocumentPage
	}{
		{"in review, older text public", "confidentiality", 1, sample.Document},
		{"returned, never public", "returned", 0, sample.DocumentReturned},
	} {
		doc := parse(t, render(t, func(ctx context.Context) templ.Component { return desk.Document(row.show(ctx)) }))
		states := doc.Find("[data-state]")
		if state, _ := states.Attr("data-state"); states.Length() != 1 || state != row.state {
			t.Errorf("%s: %d states, the first %q", row.name, states.Length(), state)
		}
		if n := doc.Find("a[rel=bookmark]").Length(); n != row.live {
			t.Errorf("%s: %d public addresses", row.name, n)
		}
	}
}

// TestNothingPreselected: a confidentiality officer answers everything herself,
// and what she answered survives a refusal; the password does not.
func TestNothingPreselected(t *testing.T) {
	doc := parse(t, render(t, func(ctx context.Context) templ.Component { return desk.Confidentiality(sample.Confidentiality(ctx)) }))
	if n := doc.Find("main input[type=radio]").Length(); n != 7*2+4 {
		t.Errorf("%d radio buttons", n)
	}
	if n := doc.Find("main [checked]").Length(); n != 0 {
		t.Errorf("%d answers preselected", n)
	}
	if to, _ := doc.Find("select[name=to] option").First().Attr("value"); to != "draft" || doc.Find("[selected]").Length() != 0 {
		t.Errorf("a return goes to %q at first", to)
	}
	doc = parse(t, render(t, func(ctx context.Context) templ.Component {
		p := sample.ConfidentialityRefused(ctx)
		p.Values.Set("password", "typed before")
		return desk.Confidentiality(p)
	}))
	if n := doc.Find("main [checked]").Length(); n != 7+1 {
		t.Errorf("%d answers kept", n)
	}
	if html, _ := doc.Html(); strings.Contains(html, "typed before") {
		t.Error("the password is sent back")
	}
}

// TestDefaults: a form filled with only what the contract names must succeed, so
// what stands in the other fields is valid.
func TestDefaults(t *testing.T) {
	check := func(name string, show func(context.Context) templ.Component, selector string, want int) {
		if n := parse(t, render(t, show)).Find(selector).Length(); n != want {
			t.Errorf("%s: %d × %s, want %d", name, n, selector, want)
		}
	}
	section := func(ctx context.Context) templ.Component { return desk.SectionCheck(sample.SectionCheck(ctx)) }
	check("section", section, "input[name=checks][checked]", 6)
	check("section", section, "input[type=hidden][name=to][value=draft]", 1)
	check("section", section, "button[name=decision][value=approve]", 1)
	check("section", section, "button[name=decision][value=return]", 1)
	unticked := func(ctx context.Context) templ.Component {
		p := sample.SectionCheck(ctx)
		p.Values = url.Values{"note": {"全部不行"}}
		return desk.SectionCheck(p)
	}
	check("section after all were unticked", unticked, "input[name=checks][checked]", 0)
	correct := func(ctx context.Context) templ.Component { return desk.Act(sample.Act("correct")(ctx)) }
	check("correct", correct, "input[name=kind][value=minor][checked]", 1)
	submit := func(ctx context.Context) templ.Component { return desk.Submit(sample.Submit(ctx)) }
	check("submit", submit, "input[name=selfcheck][checked]", 0)
}

// TestEnterSigns: in a form with a text field, Enter presses the first button; that
// must not be the one that returns the document.
func TestEnterSigns(t *testing.T) {
	doc := parse(t, render(t, func(ctx context.Context) templ.Component { return desk.Confidentiality(sample.Confidentiality(ctx)) }))
	if value, _ := doc.Find("main form button").First().Attr("value"); value != "approve" {
		t.Errorf("Enter sends %q", value)
	}
}

// TestWords holds the labels that checks from outside look for.
func TestWords(t *testing.T) {
	rows := []struct {
		show     func(context.Context) templ.Component
		selector string
		words    []string
	}{
		{func(ctx context.Context) templ.Component { return desk.Login(sample.Login(ctx)) }, "label, button", []string{"用户名", "密码", "登录"}},
		{func(ctx context.Context) templ.Component { return desk.Edit(sample.New(ctx)) }, "label, button", []string{"标题", "正文", "栏目", "来源", "保存"}},
		{func(ctx context.Context) templ.Component { return desk.Submit(sample.Submit(ctx)) }, "button", []string{"提交审核"}},
		{func(ctx context.Context) templ.Component { return desk.SectionCheck(sample.SectionCheck(ctx)) }, "label, button", []string{"通过", "退回", "退回原因"}},
		{func(ctx context.Context) templ.Component { return desk.Confidentiality(sample.Confidentiality(ctx)) }, "label, button", []string{"签名并通过", "退回", "密码"}},
		{func(ctx context.Context) templ.Component { return desk.Act(sample.Act("withdraw")(ctx)) }, "button", []string{"撤下"}},
		{func(ctx context.Context) templ.Component { return desk.Act(sample.Act("correct")(ctx)) }, "button", []string{"更正"}},
	}
	for _, row := range rows {
		found := map[string]bool{}
		parse(t, render(t, row.show)).Find("main").Find(row.selector).Each(func(_ int, s *goquery.Selection) {
			found[strings.TrimSpace(s.Text())] = true
		})
		for _, word := range row.words {
			if !found[word] {
				t.Errorf("no %q among %v", word, found)
			}
		}
	}
}
