package models_test

import (
	"slices"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/models/site"
)

// A remark is news for the author and for who takes part in its thread, not for
// others of the section, and never for who wrote it.
func TestNewsOfRemarks(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("有批注的一篇")
		b.Submit(id)
		note := func(who, text string, parent *uint64) uint64 {
			b.Clock.Add(time.Minute)
			v, err := b.Content.Open(t.Context(), id, b.Who(who))
			modeltest.Must(t, err)
			n, err := b.Review.Note(t.Context(), content.Ref(id), review.Comment{RevisionID: v.Revision.ID, Block: 1, Text: text, ParentID: parent}, b.Who(who))
			modeltest.Must(t, err)
			return n
		}
		first := note("budget.head", "请核对金额。", nil)
		note("budget.author", "已核对。", &first)
		want := map[string][]string{"budget.author": {"请核对金额。"}, "budget.head": {"已核对。"}, "budget.author2": nil, "treasury.head": nil, "sys.admin": nil}
		for who, texts := range want {
			list, err := b.Review.News(t.Context(), content.Kind, b.Who(who), 20)
			modeltest.Must(t, err)
			var got []string
			for _, n := range list {
				got = append(got, n.Note)
			}
			if !slices.Equal(got, texts) {
				t.Errorf("%s hears %q, want %q", who, got, texts)
			}
			n, err := b.Review.Unread(t.Context(), content.Kind, b.Who(who))
			modeltest.Must(t, err)
			if int(n) != len(texts) {
				t.Errorf("%s has %d unread, want %d", who, n, len(texts))
			}
		}
		head := b.Who("budget.head")
		list, err := b.Review.News(t.Context(), content.Kind, head, 20)
		modeltest.Must(t, err)
		if !list[0].Answer || list[0].Mine || list[0].Act != "" {
			t.Errorf("%+v", list[0])
		}
		modeltest.Must(t, b.Review.ReadNews(t.Context(), review.ParseMark(review.Latest(list).String()), head))
		if n, err := b.Review.Unread(t.Context(), content.Kind, head); n != 0 || err != nil {
			t.Errorf("%d unread after reading, %v", n, err)
		}
	})
}

// A search of the staff finds by words, by number and by the number of a review
// form; what one may not read is not found by any of them.
func TestFind(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		mine := b.Draft("惠民补贴 100%_公告")
		b.Submit(mine)
		b.Clock.Add(time.Minute)
		d, err := b.Content.Create(t.Context(), modeltest.Article("惠民补贴草稿"), b.Who("budget.author2"))
		modeltest.Must(t, err)
		v, err := b.Content.Open(t.Context(), mine, b.Who("budget.author"))
		modeltest.Must(t, err)
		cs, err := b.Review.Case(t.Context(), &v.Track)
		modeltest.Must(t, err)
		for _, c := range []struct {
			who, query string
			want       []uint64
		}{
			{"budget.author", "惠民", []uint64{mine, d.ID}}, {"budget.author2", "惠民", []uint64{d.ID, mine}},
			{"budget.author", "补贴 公告", []uint64{mine}}, {"budget.author", "%_", []uint64{mine}}, {"budget.author", "没有这样的", nil}, {"budget.author", " ", nil},
			{"budget.author", cs.Number(), []uint64{mine}}, {"office.secrecy", cs.Number(), []uint64{mine}}, {"treasury.head", cs.Number(), nil},
			{"office.secrecy", "惠民", []uint64{mine}}, {"treasury.author", "惠民", nil}, {"deputy", "惠民", nil}, {"sys.admin", "惠民", nil},
		} {
			found, err := b.Content.Find(t.Context(), c.query, 20, b.Who(c.who))
			modeltest.Must(t, err)
			var got []uint64
			for _, f := range found {
				got = append(got, f.DocumentID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s looks for %q: %v, want %v", c.who, c.query, got, c.want)
			}
		}
		found, err := b.Content.Find(t.Context(), "惠民", 1, b.Who("budget.author"))
		if err != nil || len(found) != 1 || !found[0].Own {
			t.Errorf("%+v %v", found, err)
		}
	})
}

// A delegation ends when the head who gave it stops being the head: role taken
// away, section changed, account disabled. It does not come back with the role.
func TestDelegationEndsWithItsHead(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		person := b.Person("budget.head")
		ends := map[string]func(){
			"role": func() { b.Grant("budget.head", identity.Author) },
			"section": func() {
				p := b.Person("budget.head")
				modeltest.Must(t, b.People.ChangePerson(t.Context(), p.ID, p.Version, identity.PersonForm{Name: p.Name, Section: b.Sections["国库科"], Roles: p.Roles}, identity.Actor{}))
			},
			"account": func() { b.Disable("budget.head") },
		}
		for name, end := range ends {
			d := b.Delegate("budget.head", "treasury.author", -time.Hour, time.Hour)
			if may, _ := b.Who("treasury.author").Heads(b.Sections["预算科"]); !may {
				t.Fatalf("%s: no right before", name)
			}
			end()
			b.Reload("treasury.author")
			if may, _ := b.Who("treasury.author").Heads(b.Sections["预算科"]); may {
				t.Errorf("%s: the deputy still acts", name)
			}
			p := b.Person("budget.head")
			modeltest.Must(t, b.People.SetDisabled(t.Context(), p.ID, p.Version, false, identity.Actor{}))
			modeltest.Must(t, b.People.ChangePerson(t.Context(), p.ID, p.Version+1, identity.PersonForm{Name: p.Name, Section: *person.SectionID, Roles: []identity.Role{identity.Head}}, identity.Actor{}))
			b.Reload("budget.head")
			b.Reload("treasury.author")
			if may, _ := b.Who("treasury.author").Heads(b.Sections["预算科"]); may {
				t.Errorf("%s: the delegation came back", name)
			}
			// The second lock: even a row that nobody revoked gives no right.
			b.Exec("UPDATE delegations SET revoked_at = NULL WHERE id = ?", d.ID)
			b.Exec("UPDATE people SET disabled = ? WHERE id = ?", true, person.ID)
			b.Reload("treasury.author")
			if may, _ := b.Who("treasury.author").Heads(b.Sections["预算科"]); may {
				t.Errorf("%s: an unrevoked row gives a right", name)
			}
			b.Exec("UPDATE people SET disabled = ? WHERE id = ?", false, person.ID)
			b.Exec("UPDATE delegations SET revoked_at = ? WHERE id = ?", b.Clock.Now(), d.ID)
		}
	})
}

// Nobody of the three administrators can be left without any account in use.
func TestLastAdministrator(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sec, audit := b.Who("sec.admin"), b.Person("audit.admin")
		modeltest.Want(t, b.People.SetDisabled(t.Context(), audit.ID, audit.Version, true, sec), fault.Forbidden)
		form := identity.PersonForm{Name: audit.Name}
		modeltest.Want(t, b.People.ChangePerson(t.Context(), audit.ID, audit.Version, form, sec), fault.Forbidden)
		second, err := b.People.CreatePerson(t.Context(), identity.PersonForm{Username: "audit.two", Name: "第二审计", Roles: []identity.Role{identity.AuditAdmin}, Password: modeltest.Password}, identity.Actor{})
		modeltest.Must(t, err)
		modeltest.Must(t, b.People.SetDisabled(t.Context(), audit.ID, audit.Version, true, sec))
		modeltest.Want(t, b.People.SetDisabled(t.Context(), second.ID, second.Version, true, sec), fault.Forbidden)
		b.Whole()
	})
}

func TestDormant(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Clock.Add(identity.Dormancy)
		_, err := b.People.Login(t.Context(), "budget.author", modeltest.Password, "", "192.0.2.1")
		modeltest.Must(t, err)
		last, err := b.People.LastLogins(t.Context())
		modeltest.Must(t, err)
		for who, want := range map[string]bool{"budget.author": false, "budget.head": true} {
			if got := b.Person(who).Dormant(last, b.Clock.Now()); got != want {
				t.Errorf("%s dormant: %v", who, got)
			}
		}
		b.Disable("budget.head")
		if b.Person("budget.head").Dormant(last, b.Clock.Now()) {
			t.Error("a disabled account is dormant")
		}
	})
}

// Columns move among their siblings, and no two siblings have one name.
func TestColumnOrderAndNames(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sys := b.Who("sys.admin")
		kids := func() (names []string) {
			tree, err := b.Site.Tree(t.Context())
			modeltest.Must(t, err)
			for _, c := range tree.Children(tree.ByPath("xwdt")) {
				names = append(names, c.Name)
			}
			return names
		}
		column := func(path string) *site.Column {
			tree, err := b.Site.Tree(t.Context())
			modeltest.Must(t, err)
			return tree.ByPath(path)
		}
		if got := kids(); !slices.Equal(got, []string{"工作动态", "通知公告"}) {
			t.Fatalf("%v", got)
		}
		c := column("xwdt/tzgg")
		modeltest.Must(t, b.Site.MoveColumn(t.Context(), c.ID, c.Version, true, sys))
		if got := kids(); !slices.Equal(got, []string{"通知公告", "工作动态"}) {
			t.Errorf("after moving up: %v", got)
		}
		modeltest.Want(t, b.Site.MoveColumn(t.Context(), c.ID, c.Version, true, sys), fault.Stale)
		c = column("xwdt/tzgg")
		modeltest.Want(t, b.Site.MoveColumn(t.Context(), c.ID, c.Version, true, sys), fault.Conflict)
		modeltest.Want(t, b.Site.MoveColumn(t.Context(), c.ID, c.Version, true, b.Who("sec.admin")), fault.Forbidden)
		modeltest.Must(t, b.Site.MoveColumn(t.Context(), c.ID, c.Version, false, sys))
		if got := kids(); !slices.Equal(got, []string{"工作动态", "通知公告"}) {
			t.Errorf("after moving down: %v", got)
		}
		form := site.ColumnForm{Parent: column("xwdt").ID, Slug: "zwdt", Name: "工作动态", PageType: site.List, Description: "说明一句", Keywords: "动态", KindWord: "政务动态"}
		_, err := b.Site.CreateColumn(t.Context(), form, sys)
		modeltest.Want(t, err, fault.Invalid)
		if fault.FieldsOf(err)["name"] == "" {
			t.Error("the field is not named")
		}
		c = column("xwdt/tzgg")
		modeltest.Want(t, b.Site.ChangeColumn(t.Context(), c.ID, c.Version, form, sys), fault.Invalid)
		form.Name = "动态一览"
		_, err = b.Site.CreateColumn(t.Context(), form, sys)
		modeltest.Must(t, err)
		b.Whole()
	})
}

// A setting can be given the value again that it had before.
func TestSettingReverted(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sys := b.Who("sys.admin")
		set := func(value string) {
			v, err := b.Site.SettingsVersion(t.Context())
			modeltest.Must(t, err)
			modeltest.Must(t, b.Site.Set(t.Context(), v, site.Settings{site.Phone: value}, sys))
		}
		set("023-1111 1111")
		set("023-1111 1111")
		set("023-2222 2222")
		pasts, err := b.Site.Pasts(t.Context(), 20, sys)
		modeltest.Must(t, err)
		if len(pasts) != 2 || pasts[0].Value != "023-1111 1111" || pasts[0].Became != "023-2222 2222" || pasts[0].PersonID != sys.ID {
			t.Fatalf("%+v", pasts)
		}
		v, err := b.Site.SettingsVersion(t.Context())
		modeltest.Must(t, err)
		modeltest.Want(t, b.Site.Revert(t.Context(), v-1, pasts[0].ID, sys), fault.Stale)
		modeltest.Want(t, b.Site.Revert(t.Context(), v, pasts[0].ID, b.Who("sec.admin")), fault.Forbidden)
		modeltest.Must(t, b.Site.Revert(t.Context(), v, pasts[0].ID, sys))
		all, err := b.Site.Settings(t.Context())
		if err != nil || all.Get(site.Phone) != "023-1111 1111" {
			t.Errorf("%q %v", all.Get(site.Phone), err)
		}
		if _, err := b.Site.Pasts(t.Context(), 20, b.Who("budget.author")); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
		tried, err := b.Site.Tried(t.Context(), site.Settings{site.Phone: "023-3333 3333"})
		if err != nil || tried.Get(site.Phone) != "023-3333 3333" {
			t.Errorf("%v %v", tried, err)
		}
		b.Whole()
	})
}
