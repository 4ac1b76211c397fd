package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	columns "gongkai/models/site"
)

// Everybody's desk has the cards of the person's duties and no others.
func TestHomeOfEachRole(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		waits := b.Draft("等科室审核的一篇")
		b.Submit(waits)
		b.Clock.Add(4 * 24 * time.Hour)
		returned := b.Draft("被退回的一篇")
		b.Submit(returned)
		b.Return(returned)
		next := b.Draft("等保密审查的一篇")
		b.Submit(next)
		b.PassSection(next)
		base, path := site(t, b)
		for _, c := range []struct {
			who               string
			tiles, todo, late string
			has, hasNot       string
		}{
			{"budget.author", "退回我修改 我的草稿 我的在途稿件 我已公开的", "被退回的一篇", "", "我的稿件", "系统状况"},
			{"budget.head", "待我审核 本科稿件 本科超期", "等科室审核的一篇", "等科室审核的一篇", "本科在途稿件", "快速办理"},
			{"office.secrecy", "待保密审查 今日签名", "等保密审查的一篇", "", "提醒与通知", "系统状况"},
			{"deputy", "待签发 待公开", "", "", "没有要办的事项。", "我的稿件"},
			{"office.publisher", "退回我修改 全局在途 全局超期 暂停发布", "", "", "全部在途稿件", "系统状况"},
			{"treasury.author", "退回我修改 我的草稿 我的在途稿件 我已公开的", "", "", "没有要办的事项。", "等保密审查的一篇"},
			{"sys.admin", "在用账号 锁定中 90 天未登录 没有岗位", "", "", "系统状况", "要我办的"},
			{"sec.admin", "在用账号 锁定中 90 天未登录 没有岗位", "", "", "90 天未登录的账号", "提醒与通知"},
			{"audit.admin", "日志记录", "", "", "库外检查点", "要我办的"},
		} {
			p := signIn(t, base, path, c.who).Get(path + "/desk/")
			var tiles []string
			p.Find(".tile > span").Each(func(_ int, s *goquery.Selection) { tiles = append(tiles, strings.TrimSpace(s.Text())) })
			if got := strings.Join(tiles, " "); p.Code != 200 || got != c.tiles {
				t.Errorf("%s: %d, tiles %q, want %q", c.who, p.Code, got, c.tiles)
			}
			if got := p.Find(".todo li:first-child .todo-what a").First().Text(); got != c.todo {
				t.Errorf("%s must first do %q, want %q", c.who, got, c.todo)
			}
			if got := p.Find(".todo .overdue .todo-what a").First().Text(); got != c.late || c.late != "" && !strings.Contains(p.Find(".todo .late").Text(), "超期") {
				t.Errorf("%s: overdue %q, want %q", c.who, got, c.late)
			}
			if !p.Has(c.has) || p.Has(c.hasNot) {
				t.Errorf("%s: has %q: %v, has %q: %v", c.who, c.has, p.Has(c.has), c.hasNot, p.Has(c.hasNot))
			}
		}
		p := signIn(t, base, path, "budget.author").Get(path + "/desk/")
		if q := p.Find(".todo q").Text(); q != "请补充依据。" {
			t.Errorf("the reason is %q", q)
		}
		if n := p.Find("ol.pipe").First().Find("li").Length(); n != 5 {
			t.Errorf("%d dots", n)
		}
		if !p.Has("等待预算科负责人 budget.both、budget.head") && !p.Has("负责人 budget.head") {
			t.Errorf("the person it waits for is not named: %s", p.Find(".pipe-note").Text())
		}
	})
}

// sentIn is a document of budget.author that waits for level 2.
func sentIn(b *modeltest.Bureau, title string) uint64 {
	id := b.Draft(title)
	b.Submit(id)
	return id
}

// Many things to do are grouped by kind.
func TestHomeGroups(t *testing.T) {
	b := sqlite(t)
	for i := range 21 {
		b.Draft(fmt.Sprintf("草稿 %d", i))
	}
	b.Return(sentIn(b, "退回的"))
	base, path := site(t, b)
	p := signIn(t, base, path, "budget.author").Get(path + "/desk/")
	if got := p.Find(".todo-group").Text(); got != "退回修改（1）继续写（21）" && got != "继续写（21）退回修改（1）" {
		t.Errorf("groups %q", got)
	}
}

// A card that cannot be fetched says so, and the others stay.
func TestHomeWithoutOneCard(t *testing.T) {
	b := sqlite(t)
	b.Draft("留着的一篇")
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	b.Exec("ALTER TABLE content_policies RENAME TO content_policies_away")
	p := author.Get(path + "/desk/")
	if p.Code != 200 || p.Find(".failed").Length() != 1 || !strings.Contains(p.Find(".failed").Text(), "重试") || !p.Has("留着的一篇") {
		t.Errorf("%d, %d failed cards", p.Code, p.Find(".failed").Length())
	}
	b.Exec("ALTER TABLE content_policies_away RENAME TO content_policies")
	if p := author.Get(path + "/desk/"); p.Find(".failed").Length() != 0 {
		t.Error("the card stays away")
	}
}

// Notices: counted in the bar, read up to what was on the page, for everybody
// alone.
func TestNotices(t *testing.T) {
	b := sqlite(t)
	id := sentIn(b, "一篇有消息的")
	b.Return(id)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	p := author.Get(path + "/desk/notices")
	if p.Find(".bell b").Text() != "1" || p.Find(".notices .unread").Length() != 1 || !p.Has("退回了《一篇有消息的》") || !p.Has("请补充依据。") {
		t.Fatalf("bell %q: %s", p.Find(".bell b").Text(), p.Find(".notices").Text())
	}
	if to := p.Find(".notices a").AttrOr("href", ""); to != fmt.Sprintf("%s/desk/documents/%d", path, id) {
		t.Errorf("leads to %q", to)
	}
	at, form, _ := p.Form(`form[action$="/notices/read"]`)
	if r := author.Post(at, url.Values{"upto": form["upto"]}); r.Code != 403 {
		t.Errorf("without a token: %d", r.Code)
	}
	b.Submit(id) // comes after the page
	b.Return(id)
	if r := author.Post(at, form); r.Code != 200 {
		t.Fatalf("%d", r.Code)
	}
	p = author.Get(path + "/desk/notices")
	if p.Find(".bell b").Text() != "1" || p.Find(".notices .unread").Length() != 1 || p.Find(".notices li").Length() != 2 {
		t.Errorf("after reading: bell %q, %d unread of %d", p.Find(".bell b").Text(), p.Find(".notices .unread").Length(), p.Find(".notices li").Length())
	}
	for _, v := range []string{"", "x", "-1.-1", "99999999999999999999.1"} {
		form.Set("upto", v)
		if r := author.Post(at, form); r.Code != 200 {
			t.Errorf("upto %q: %d", v, r.Code)
		}
	}
	for _, who := range []string{"budget.author2", "treasury.head", "deputy", "sys.admin"} {
		if p := signIn(t, base, path, who).Get(path + "/desk/notices"); p.Code != 200 || p.Has("一篇有消息的") || p.Find(".bell b").Length() != 0 {
			t.Errorf("%s hears of it: %d", who, p.Code)
		}
	}
}

// A search of the desk shows nothing, and says nothing of how much there is, of
// what one may not open.
func TestSearchKeepsToRights(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		draft := b.Draft("机密词 草稿")
		sent := sentIn(b, "机密词 送审")
		live := b.Draft("机密词 公开")
		b.Pass(live)
		v, err := b.Content.Open(t.Context(), sent, b.Who("budget.author"))
		modeltest.Must(t, err)
		cs, err := b.Review.Case(t.Context(), &v.Track)
		modeltest.Must(t, err)
		base, path := site(t, b)
		for _, who := range modeltest.Cast() {
			person := signIn(t, base, path, who)
			nothing := person.Get(path + "/desk/search?q=" + url.QueryEscape("没有这样的词"))
			for _, query := range []string{"机密词", "送审", cs.Number(), strconv.FormatUint(draft, 10), strconv.FormatUint(sent, 10)} {
				p := person.Get(path + "/desk/search?q=" + url.QueryEscape(query))
				seen := map[string]bool{}
				p.Find(".dt-title").Each(func(_ int, s *goquery.Selection) { seen[s.AttrOr("href", "")] = true })
				for _, id := range []uint64{draft, sent, live} {
					at := fmt.Sprintf("%s/desk/documents/%d", path, id)
					if opens := person.Get(at).Code == 200; seen[at] && !opens {
						t.Errorf("%s finds %d by %q and may not open it", who, id, query)
					}
				}
				if _, err := b.Review.Track(t.Context(), content.Ref(sent), b.Who(who)); query == "送审" && (err == nil) != seen[fmt.Sprintf("%s/desk/documents/%d", path, sent)] {
					t.Errorf("%s: found %v, may read: %v", who, seen, err)
				}
				if len(seen) == 0 && text(p, "main .empty") != text(nothing, "main .empty") {
					t.Errorf("%s: an answer that differs from nothing: %s", who, text(p, "main"))
				}
			}
		}
		author := signIn(t, base, path, "budget.author")
		if p := author.Get(path + "/desk/search?q=" + url.QueryEscape("写稿")); !strings.Contains(p.Find("main .lines").Text(), "写稿件") {
			t.Error("a page of the desk is not found by name")
		}
		if p := author.Get(path + "/desk/search?q=" + url.QueryEscape("栏目")); p.Find("main .lines").Length() != 0 {
			t.Error("a page that this person may not open is offered")
		}
		if p := author.Get(path + "/desk/search"); p.Code != 200 || p.Find("form.find input[name=q]").Length() != 1 || p.Find(`script[src*="desk-"]`).Length() != 1 {
			t.Errorf("the empty search: %d", p.Code)
		}
	})
}

// Conflicts of duties are shown before anything is stored, without any script.
func TestRolesAskedFirst(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	admin := signIn(t, base, path, "sec.admin")
	id := b.Who("budget.head").ID
	at := fmt.Sprintf("%s/desk/people/%d", path, id)
	p := admin.Get(at)
	if !p.Has("可以审核预算科的稿件") || !p.Has("不能审核自己写过、改过的稿件") {
		t.Errorf("rights: %s", p.Find(".points").Text())
	}
	_, form, _ := p.Form(`form[action$="/edit"]`)
	form["roles"] = []string{"author", "head"}
	asked := admin.Post(at+"/edit", form)
	if asked.Code != 200 || !asked.Has("还没有保存") || !asked.Has("既起草又审核") || len(b.Person("budget.head").Roles) != 1 {
		t.Fatalf("%d %s", asked.Code, asked.Find("main").Text())
	}
	_, again, _ := asked.Form(`form[action$="/edit"]`)
	again.Set("confirm", "back")
	if back := admin.Post(at+"/edit", again); back.Code != 200 || back.Find("input[name=roles][value=author][checked]").Length() != 1 {
		t.Errorf("going back loses what was ticked: %d", back.Code)
	}
	again.Set("confirm", "yes")
	if r := admin.Post(at+"/edit", again); r.Code != 200 || len(b.Person("budget.head").Roles) != 2 {
		t.Errorf("confirmed: %d", r.Code)
	}
	// Now the first form is late: both versions are shown, and mine can be sent again.
	form["roles"] = []string{"author"}
	late := admin.Post(at+"/edit", form)
	if late.Code != 409 || late.Find("input[name=roles][value=author][checked]").Length() != 1 || late.Find("input[name=roles][value=head][checked]").Length() != 0 || !strings.Contains(late.Find("#now-roles").Text(), "联络员、科室负责人") {
		t.Fatalf("%d %s", late.Code, late.Find("main").Text())
	}
	_, mine, _ := late.Form(`form[action$="/edit"]`)
	if r := admin.Post(at+"/edit", mine); r.Code != 200 || len(b.Person("budget.head").Roles) != 1 {
		t.Errorf("sent again: %d", r.Code)
	}
	last := b.Who("audit.admin").ID
	p = admin.Get(fmt.Sprintf("%s/desk/people/%d", path, last))
	action, off, _ := p.Form(`form[action$="/disable"]`)
	if r := admin.Post(action, off); r.Code != 403 || !r.Has("最后一位在用的审计管理员") {
		t.Errorf("the last audit administrator: %d", r.Code)
	}
	b.Whole()
}

// A column's effect is named before it is renamed; its address cannot be changed;
// a form that came late loses nothing; it moves without dragging.
func TestColumnEditor(t *testing.T) {
	b := sqlite(t)
	b.Pass(b.Draft("一篇"))
	base, path := site(t, b)
	sys := signIn(t, base, path, "sys.admin")
	tree, err := b.Site.Tree(t.Context())
	modeltest.Must(t, err)
	col := tree.ByPath("xwdt/gzdt")
	at := fmt.Sprintf("%s/desk/columns/%d", path, col.ID)
	p := sys.Get(at)
	if !p.Has("改动将影响 1 篇已公开的稿件、0 个下级栏目") || p.Find("#f-address[disabled]").AttrOr("value", "") != "/xwdt/gzdt/" || p.Find("[name=path]").Length() != 0 {
		t.Errorf("%s", p.Find("main .alert").Text())
	}
	name := func() string {
		tree, err := b.Site.Tree(t.Context())
		modeltest.Must(t, err)
		return tree.ByPath("xwdt/gzdt").Name
	}
	_, form, _ := p.Form(`form[action$="` + at + `"]`)
	old := url.Values{}
	for k, v := range form {
		old[k] = v
	}
	form.Set("name", "工作快讯")
	asked := sys.Post(at, form)
	if asked.Code != 200 || !asked.Has("工作快讯") || name() != "工作动态" {
		t.Fatalf("%d %s", asked.Code, asked.Find("main").Text())
	}
	_, again, _ := asked.Form(`form[action$="` + at + `"]`)
	again.Set("confirm", "yes")
	if r := sys.Post(at, again); r.Code != 200 || name() != "工作快讯" {
		t.Fatalf("%d", r.Code)
	}
	old.Set("description", "我写的说明")
	late := sys.Post(at, old)
	if late.Code != 409 || late.Find("[name=description]").AttrOr("value", "") != "我写的说明" || late.Find("#now-name").Text() != "工作快讯" {
		t.Fatalf("%d %s", late.Code, late.Find("main").Text())
	}
	_, mine, _ := late.Form(`form[action$="` + at + `"]`)
	mine.Set("confirm", "yes")
	if r := sys.Post(at, mine); r.Code != 200 || name() != "工作动态" {
		t.Errorf("sent again: %d", r.Code)
	}
	list := sys.Get(path + "/desk/columns/")
	move, values, _ := list.Form(`form[action$="` + at + `/move"]`)
	values.Set("to", "down")
	if r := sys.Post(move, values); r.Code != 200 {
		t.Errorf("moved: %d", r.Code)
	}
	if r := sys.Post(move, values); r.Code != 409 {
		t.Errorf("moved by an old page: %d", r.Code)
	}
	if r := signIn(t, base, path, "sec.admin").Get(at); r.Code != 403 {
		t.Errorf("another administrator: %d", r.Code)
	}
	b.Whole()
}

// Settings show their effect before they are stored, go back to the value before,
// and keep what was typed when somebody was faster.
func TestSettingsEffect(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	sys := signIn(t, base, path, "sys.admin")
	at := path + "/desk/settings"
	stored := func() string {
		all, err := b.Site.Settings(t.Context())
		modeltest.Must(t, err)
		return all.Get(columns.Phone)
	}
	_, form, _ := sys.Get(at).Form(`form[action$="/settings"]`)
	form.Set(columns.Phone, "023-1234 5678")
	form.Set("preview", "yes")
	p := sys.Post(at, form)
	if p.Code != 200 || !strings.Contains(p.Find(".tried-foot").Text(), "023-1234 5678") || stored() != "" || p.Find(`[name="site.phone"]`).AttrOr("value", "") != "023-1234 5678" {
		t.Fatalf("%d %s", p.Code, p.Find(".tried").Text())
	}
	form.Set(columns.Phone, "无效的电话号码！")
	if p := sys.Post(at, form); p.Code != 422 {
		t.Errorf("a bad value is shown: %d", p.Code)
	}
	form.Del("preview")
	form.Set(columns.Phone, "023-1234 5678")
	if r := sys.Post(at, form); r.Code != 200 || stored() != "023-1234 5678" {
		t.Fatalf("%d", r.Code)
	}
	form.Set(columns.Phone, "023-8765 4321")
	late := sys.Post(at, form)
	if late.Code != 409 || late.Find(`[name="site.phone"]`).AttrOr("value", "") != "023-8765 4321" || late.Find(`[id="now-site.phone"]`).Text() != "023-1234 5678" {
		t.Fatalf("%d %s", late.Code, late.Find("main").Text())
	}
	_, mine, _ := late.Form(`form[action$="/settings"]`)
	if r := sys.Post(at, mine); r.Code != 200 || stored() != "023-8765 4321" {
		t.Errorf("sent again: %d", r.Code)
	}
	pasts := sys.Get(at)
	action, back, ok := pasts.Form(`form[action$="/settings/revert"]`)
	back.Set("past", pasts.Find("button[name=past]").First().AttrOr("value", ""))
	if r := sys.Post(action, back); !ok || r.Code != 200 || stored() != "023-1234 5678" {
		t.Errorf("reverted: %v %d %q", ok, r.Code, stored())
	}
	if r := signIn(t, base, path, "budget.author").Get(at); r.Code != 403 {
		t.Errorf("an author: %d", r.Code)
	}
	b.Whole()
}

// Accounts that nobody has used for long are named to the administrators.
func TestDormantShown(t *testing.T) {
	b := sqlite(t)
	b.Clock.Add(identity.Dormancy)
	base, path := site(t, b)
	p := signIn(t, base, path, "sec.admin").Get(path + "/desk/people/")
	if !p.Has("90 天未登录") {
		t.Error("not in the list")
	}
}
