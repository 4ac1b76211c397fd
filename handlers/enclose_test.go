package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/models/modeltest"
)

// Files may come with the text itself: they are stored with it, a repeated form
// stores nothing twice, and a refused file leaves the text saved and says why.
func TestFilesWithTheText(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		who := signIn(t, base, path, "budget.author")
		_, fields, _ := who.Get(path + "/desk/documents/new?column=xwdt/gzdt").Form("#write")
		for name, value := range map[string]string{"title": "带附件的稿件", "body": "<p>见附件。</p>", "source": "预算科", "column": "xwdt/gzdt", "then": "submit"} {
			fields[name] = []string{value}
		}
		first := upload(t, who, path+"/desk/documents", "", fields, sent{"附表.csv", []byte("项目,金额\n预算,1\n")})
		at := strings.TrimSuffix(first.Headers.Get("Location"), "/submit")
		if first.Code != 303 || at == first.Headers.Get("Location") {
			t.Fatalf("%d %s", first.Code, first.Headers.Get("Location"))
		}
		upload(t, who, path+"/desk/documents", "", fields, sent{"附表.csv", []byte("项目,金额\n预算,1\n")})
		page := who.Get(at)
		if n := strings.Count(page.Text, ">附表.csv<"); n != 1 {
			t.Errorf("the document shows the file %d times\n%s", n, page.Find("main").Text())
		}
		_, fields, _ = who.Get(at + "/edit").Form("#write")
		fields["title"] = []string{"改过的题目"}
		refused := upload(t, who, at+"/edit", "", fields, sent{"程序.exe", []byte("MZ\x00")})
		if refused.Code != 422 || !refused.Has("稿件已经保存") || refused.Find(".errsum li").Length() != 1 {
			t.Fatalf("%d\n%s", refused.Code, refused.Find("main").Text())
		}
		if page := who.Get(at); !page.Has("改过的题目") {
			t.Error("the text was lost with the file")
		}
		if p := who.Post(at+"/edit", url.Values{"_csrf": fields["_csrf"], "version": {"1"}, "title": {"无附件"}}); p.Code != 409 {
			t.Errorf("a stale form: %d", p.Code)
		}
		b.Whole()
	})
}
