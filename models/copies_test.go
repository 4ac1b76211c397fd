package models_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
)

// A working copy is its owner's, touches neither version nor ledger, and ends
// with what it was for.
func TestWorkingCopies(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, me := t.Context(), b.Who("budget.author")
		id := b.Draft("第一稿")
		typed := content.Form{Column: "xwdt/gzdt", Title: strings.Repeat("长", 300), Body: "<p>没写完", Source: "预算科", PublishAt: "明天"}
		b.Unchanged(id, func() {
			modeltest.Must(t, b.Content.KeepCopy(ctx, id, b.Version(id), typed, me))
			b.Clock.Add(time.Minute)
			typed.Body += "，又写了一句"
			modeltest.Must(t, b.Content.KeepCopy(ctx, id, b.Version(id), typed, me))
		})
		c, err := b.Content.Copy(ctx, id, me)
		modeltest.Must(t, err)
		if c == nil || !c.Form.Same(typed) || c.Version != b.Version(id) || !c.SavedAt.Equal(b.Store.Now(ctx)) {
			t.Fatalf("the copy is %+v", c)
		}
		for _, other := range []string{"budget.author2", "budget.head", "sys.admin"} {
			if c, err := b.Content.Copy(ctx, id, b.Who(other)); c != nil || err != nil {
				t.Errorf("%s reads %+v, %v", other, c, err)
			}
		}
		modeltest.Must(t, b.Content.KeepCopy(ctx, id, b.Version(id), typed, b.Who("budget.author2")))

		// Somebody else saves: what was made from the text of before is refused.
		seen := b.Version(id)
		b.Edit(id, "别人的稿", "budget.author2")
		modeltest.Want(t, b.Content.KeepCopy(ctx, id, seen, typed, me), fault.Stale)
		if c, _ := b.Content.Copy(ctx, id, b.Who("budget.author2")); c != nil {
			t.Error("saving leaves the saver's copy")
		}
		if c, _ := b.Content.Copy(ctx, id, me); c == nil || c.Version != seen {
			t.Errorf("somebody else's saving touches my copy: %+v", c)
		}
		b.Submit(id)
		if c, _ := b.Content.Copy(ctx, id, me); c != nil {
			t.Error("submitting leaves the copy")
		}
		b.Recall(id)
		modeltest.Must(t, b.Content.KeepCopy(ctx, id, b.Version(id), typed, b.Who("budget.author2")))
		modeltest.Must(t, b.Review.Discard(ctx, content.Ref(id), b.Version(id), me))
		if n := b.Number(ctx, "SELECT COUNT(*) FROM content_copies"); n != 0 {
			t.Errorf("%d copies of what is discarded", n)
		}
		b.Whole()
	})
}

// Of a new document everybody has one working copy; creating it from the form
// ends it, importing another text does not.
func TestCopyOfNew(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, me := t.Context(), b.Who("budget.author")
		f := modeltest.Article("写到一半")
		modeltest.Want(t, b.Content.KeepCopy(ctx, 0, 0, f, b.Who("budget.head")), fault.Forbidden)
		modeltest.Must(t, b.Content.KeepCopy(ctx, 0, 0, f, me))
		if _, err := b.Content.CreateFrom(ctx, modeltest.Article("导入的"), me); err != nil {
			t.Fatal(err)
		}
		if c, _ := b.Content.Copy(ctx, 0, me); c == nil || !c.Form.Same(f) {
			t.Fatalf("an import takes the copy: %+v", c)
		}
		if _, err := b.Content.Create(ctx, f, me); err != nil {
			t.Fatal(err)
		}
		if c, _ := b.Content.Copy(ctx, 0, me); c != nil {
			t.Error("creating leaves the copy")
		}
		long := f
		long.Body = strings.Repeat("长", 3<<20)
		modeltest.Want(t, b.Content.KeepCopy(ctx, 0, 0, long, me), fault.Invalid)
	})
}

// Who may not edit a document has no working copy of it.
func TestCopyNeedsTheRight(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("稿")
		f := modeltest.Article("稿")
		modeltest.Want(t, b.Content.KeepCopy(t.Context(), id, b.Version(id), f, b.Who("treasury.author")), fault.NotFound)
		modeltest.Want(t, b.Content.KeepCopy(t.Context(), 9999, 1, f, b.Who("budget.author")), fault.NotFound)
		modeltest.Want(t, b.Content.KeepCopy(t.Context(), id, b.Version(id), f, b.Who("budget.head")), fault.Forbidden)
	})
}

// A number that is nobody's business keeps a text from being submitted, and from
// going live when the machine has learned of it in between.
func TestBarred(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := modeltest.Article("公示")
		f.Body = "<p>名单如下。</p><p>张某，11010519491231002X。</p>"
		id := b.In(f)
		err := b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who("budget.author"))
		modeltest.Want(t, err, fault.Invalid)
		if say := fault.FieldsOf(err)["body"]; !strings.Contains(say, "第 2 段") || strings.Contains(say, "11010519491231002X") {
			t.Errorf("it says %q", say)
		}
		v, err := b.Content.Open(t.Context(), id, b.Who("budget.author"))
		modeltest.Must(t, err)
		if why, err := b.Content.Obstacle(t.Context(), v.Revision.ID); err != nil || !strings.Contains(why, "第 2 段") {
			t.Errorf("nothing keeps it from going live: %q, %v", why, err)
		}
	})
}

func TestCheck(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, me := t.Context(), b.Who("budget.author")
		c, err := b.Content.Check(ctx, 0, content.Form{Title: strings.Repeat("题", 41), Body: "<p>预计月底到帐,请查收。</p><p>卡号 6222020000000000000。<a href=\"/x/\">点击这里</a></p><p><img src=\"/files/k/a.png\"></p>"}, me)
		modeltest.Must(t, err)
		var rules []string
		for _, f := range c.Findings {
			rules = append(rules, f.Rule)
		}
		if got := strings.Join(rules, " "); got != "missing missing bank-card title-long typo half-width link-text alt" || c.Musts() != 3 {
			t.Errorf("%d musts: %s", c.Musts(), got)
		}
		_, err = b.Content.Check(ctx, 0, content.Form{}, b.Who("budget.head"))
		modeltest.Want(t, err, fault.Forbidden)
	})
}

// A text like last month's: the same words, one month on, the numbers open.
func TestLike(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := modeltest.Article("2026年12月预算执行情况")
		f.Body = `<p>2026年12月，收入1,286.40万元，增长6.2%。</p><table><caption>表</caption><thead><tr><th scope="col">项</th></tr></thead><tbody><tr><td>32</td></tr></tbody></table><p><a href="/x/2026/">附 3</a></p>`
		id := b.In(f)
		b.Pass(id)
		got, err := b.Content.Like(t.Context(), id, b.Who("treasury.author"))
		modeltest.Must(t, err)
		if got.Title != "2027年1月预算执行情况" || got.Column != "xwdt/gzdt" || !strings.Contains(got.Body, "2027年1月，收入____万元，增长____%") ||
			!strings.Contains(got.Body, "<td>____</td>") || !strings.Contains(got.Body, `href="/x/2026/">附 ____`) {
			t.Errorf("%+v", got)
		}
		draft := b.Draft("只是草稿")
		_, err = b.Content.Like(t.Context(), draft, b.Who("treasury.author"))
		modeltest.Want(t, err, fault.NotFound)
		tree, err := b.Site.Tree(t.Context())
		modeltest.Must(t, err)
		last, err := b.Content.Last(t.Context(), []uint64{tree.ByPath("xwdt/gzdt").ID}, 1, b.Who("budget.author"))
		if err != nil || len(last) != 1 || last[0].DocumentID != id {
			t.Errorf("the last one is %+v, %v", last, err)
		}
		if last, _ := b.Content.Last(t.Context(), []uint64{tree.ByPath("xwdt/gzdt").ID}, 1, b.Who("treasury.author")); len(last) != 0 {
			t.Errorf("another section's: %+v", last)
		}
	})
}

// Every template can be cleaned, checked and filled in.
func TestTemplates(t *testing.T) {
	all := content.Templates("")
	if len(all) < 6 || len(content.Templates("xwdt/tzgg")) != 2 {
		t.Fatalf("%d templates", len(all))
	}
	for _, x := range all {
		f, err := content.FromTemplate(x.Key)
		if err != nil || f.Title == "" || f.Column == "" || x.Name == "" || x.Hint == "" || !strings.Contains(f.Body, "____") {
			t.Errorf("%s: %+v, %v", x.Key, f, err)
		}
	}
	_, err := content.FromTemplate("../x")
	modeltest.Want(t, err, fault.NotFound)
}

// A 50,000-character document with 200 pictures and ten tables of 500 rows is
// kept, checked and stored within a second each.
func TestLargeDocument(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, me := t.Context(), b.Who("budget.author")
		f := modeltest.Article("大稿件")
		id := b.In(modeltest.Article("大稿件"))
		f.Body = Large(b.Pictures(id, 200))
		within := func(what string, do func() error) {
			t.Helper()
			took := time.Hour
			for range 3 { // the machine does other things too
				start := time.Now()
				modeltest.Must(t, do())
				if took = min(took, time.Since(start)/modeltest.Slower); took < time.Second {
					break
				}
			}
			if t.Logf("%s: %v", what, took); took > time.Second {
				t.Errorf("%s takes longer than a second", what)
			}
		}
		within("autosave", func() error { return b.Content.KeepCopy(ctx, id, b.Version(id), f, me) })
		within("read the copy", func() error { _, err := b.Content.Copy(ctx, id, me); return err })
		within("check", func() error { _, err := b.Content.Check(ctx, 0, f, me); return err })
		within("save", func() error { return b.Content.Edit(ctx, id, b.Version(id), f, me) })
		within("open", func() error { _, err := b.Content.Open(ctx, id, me); return err })
	})
}

// Large is the body that limits are measured with, with a document's pictures.
func Large(pictures []string) string {
	var s strings.Builder
	for range 500 {
		s.WriteString("<p>" + strings.Repeat("区级一般公共预算收入稳步增长，", 7) + "</p>\n")
	}
	for _, key := range pictures {
		s.WriteString(`<figure><img src="/files/` + key + `/a.png" alt="示意图" width="800" height="600"><figcaption>图</figcaption></figure>` + "\n")
	}
	for range 10 {
		s.WriteString("<table><caption>分配表</caption><thead><tr><th scope=\"col\">单位</th><th scope=\"col\">户数</th><th scope=\"col\">金额</th></tr></thead><tbody>")
		s.WriteString(strings.Repeat("<tr><th scope=\"row\">某镇</th><td>32,417</td><td>1,286.40</td></tr>\n", 500))
		s.WriteString("</tbody></table>\n")
	}
	return s.String()
}
