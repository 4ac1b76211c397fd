// Package modeltest builds small bureaus for tests: the sections, people and
// columns that most tests need, on both databases.
package modeltest

import (
	"log/slog"
	"testing"

	"gongkai/models"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// Password is everybody's password in tests.
const Password = "Gongkai-Test-2026"

// Bureau is a small bureau. People are the actors of this moment; Reload gives
// the rights of the next request.
type Bureau struct {
	*models.App
	T        *testing.T
	Clock    *storetest.Clock
	Folder   string // of the attachments
	Sections map[string]uint64
	cast     map[string]identity.Actor
}

// cast lists the people: username, section, roles. It mirrors the people of the
// demo, so that tests and demo speak of the same persons.
var cast = []struct {
	name, section string
	roles         []identity.Role
}{
	{"budget.author", "预算科", []identity.Role{identity.Author}},
	{"budget.author2", "预算科", []identity.Role{identity.Author}},
	{"budget.head", "预算科", []identity.Role{identity.Head}},
	{"budget.both", "预算科", []identity.Role{identity.Author, identity.Head}},
	{"budget.multi", "预算科", []identity.Role{identity.Author, identity.Head, identity.Officer}},
	{"treasury.author", "国库科", []identity.Role{identity.Author}},
	{"treasury.head", "国库科", []identity.Role{identity.Head}},
	{"office.head", "办公室", []identity.Role{identity.Head}},
	{"office.secrecy", "办公室", []identity.Role{identity.Officer}},
	{"office.secrecy2", "办公室", []identity.Role{identity.Officer}},
	{"office.publisher", "办公室", []identity.Role{identity.Author, identity.Publisher}},
	{"office.foi", "办公室", []identity.Role{identity.Author, identity.Clerk}},
	{"deputy", "局领导", []identity.Role{identity.Director}},
	{"sys.admin", "", []identity.Role{identity.SysAdmin}},
	{"sec.admin", "", []identity.Role{identity.SecAdmin}},
	{"audit.admin", "", []identity.Role{identity.AuditAdmin}},
}

// Cast lists the usernames of a bureau.
func Cast() (names []string) {
	for _, p := range cast {
		names = append(names, p.name)
	}
	return names
}

// Each builds a bureau on every database and runs f with it.
func Each(t *testing.T, f func(t *testing.T, b *Bureau)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) { f(t, New(t, s, c)) })
}

// New builds a bureau on a migrated, empty database.
func New(t *testing.T, s *store.Store, c *storetest.Clock) *Bureau {
	t.Helper()
	folder := t.TempDir()
	b := &Bureau{App: App(s, folder), T: t, Clock: c, Folder: folder, Sections: map[string]uint64{}, cast: map[string]identity.Actor{}}
	b.People.Cheap()
	ctx, root := t.Context(), identity.Actor{}
	for i, name := range []string{"办公室", "预算科", "国库科", "局领导"} {
		x, err := b.People.SaveSection(ctx, 0, 0, name, i, root)
		b.must(err)
		b.Sections[name] = x.ID
	}
	for _, p := range cast {
		_, err := b.People.CreatePerson(ctx, identity.PersonForm{Username: p.name, Name: p.name, Section: b.Sections[p.section], Roles: p.roles, Password: Password}, root)
		b.must(err)
		b.Reload(p.name)
	}
	b.columns()
	return b
}

// App builds the domain on s and a folder for attachments, with nothing in its
// log.
func App(s *store.Store, folder string) *models.App {
	return models.New(s, folder, slog.New(slog.DiscardHandler))
}

// Twin builds the domain once more on the bureau's database, as another server
// has it.
func Twin(b *Bureau) *models.App { return App(b.Store, b.Folder) }

func (b *Bureau) columns() {
	office := []uint64{b.Sections["办公室"]}
	for _, f := range []struct {
		parent, slug, name string
		kind               site.PageType
		writers            []uint64
		issue              bool
		holds              policy.Holding
	}{
		{"", "xwdt", "新闻动态", site.Hub, nil, false, ""},
		{"xwdt", "gzdt", "工作动态", site.List, nil, false, ""},
		{"xwdt", "tzgg", "通知公告", site.List, nil, false, ""},
		{"", "zfxxgk", "政府信息公开", site.Hub, nil, false, ""},
		{"zfxxgk", "nb", "政府信息公开年报", site.Reports, office, false, ""},
		{"", "zcwj", "政策文件", site.Hub, nil, false, ""},
		{"zcwj", "gfx", "规范性文件", site.List, nil, false, policy.Normative},
		{"zcwj", "qt", "其他文件", site.List, nil, false, policy.Document},
		{"", "zcjd", "政策解读", site.List, nil, false, policy.Interpretation},
		{"", "zdsx", "重大事项", site.List, nil, true, ""},
	} {
		tree, err := b.Site.Tree(b.T.Context())
		b.must(err)
		form := site.ColumnForm{Slug: f.slug, Name: f.name, PageType: f.kind, Description: f.name + "的说明", Keywords: f.name, KindWord: f.name,
			Writers: f.writers, NeedsIssue: f.issue, Holds: f.holds}
		if p := tree.ByPath(f.parent); p != nil {
			form.Parent = p.ID
		}
		_, err = b.Site.CreateColumn(b.T.Context(), form, identity.Actor{})
		b.must(err)
	}
}

func (b *Bureau) must(err error) {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
}

// Who returns a person as an actor.
func (b *Bureau) Who(username string) identity.Actor {
	b.T.Helper()
	a, ok := b.cast[username]
	if !ok {
		b.T.Fatalf("nobody is called %s", username)
	}
	return a
}

// Reload reads a person's rights again, as the next request does.
func (b *Bureau) Reload(username string) identity.Actor {
	b.T.Helper()
	a, err := b.People.Actor(b.T.Context(), username)
	b.must(err)
	b.cast[username] = a
	return a
}

// Article is a form that may be submitted.
func Article(title string) content.Form {
	return content.Form{Column: "xwdt/gzdt", Title: title, Body: "<p>正文内容。</p>", Source: "预算科"}
}

// Draft stores an article of budget.author and returns its id.
func (b *Bureau) Draft(title string) uint64 {
	b.T.Helper()
	d, err := b.Content.Create(b.T.Context(), Article(title), b.Who("budget.author"))
	b.must(err)
	return d.ID
}

// Version returns a document's present version.
func (b *Bureau) Version(id uint64) int { b.T.Helper(); return b.Track(id).Version }

// State returns a document's present state.
func (b *Bureau) State(id uint64) review.State { b.T.Helper(); return b.Track(id).State }

// Track returns where a document stands.
func (b *Bureau) Track(id uint64) *review.Track {
	b.T.Helper()
	t, err := b.Review.Track(b.T.Context(), content.Ref(id), identity.Actor{})
	b.must(err)
	return t
}

// Clean is a confidentiality form that approves.
func Clean() review.ConfidentialityForm {
	f := review.ConfidentialityForm{Approve: true, Conclusion: review.OpenConclusion, Answers: map[string]string{}}
	for _, q := range review.Questions {
		f.Answers[q] = "no"
	}
	return f
}

// Submit signs level 1 as budget.author.
func (b *Bureau) Submit(id uint64) {
	b.T.Helper()
	b.must(b.Content.Submit(b.T.Context(), id, b.Version(id), true, b.Who("budget.author")))
}

// PassSection signs level 2 as budget.head.
func (b *Bureau) PassSection(id uint64) {
	b.T.Helper()
	b.must(b.Review.DecideSection(b.T.Context(), content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who("budget.head")))
}

// PassConfidentiality signs level 3 as office.secrecy.
func (b *Bureau) PassConfidentiality(id uint64) {
	b.T.Helper()
	v, err := b.Content.Open(b.T.Context(), id, b.Who("office.secrecy"))
	b.must(err)
	f := Clean()
	for _, a := range v.Revision.Attachments {
		f.Examined = append(f.Examined, a.Key)
	}
	b.must(b.Review.DecideConfidentiality(b.T.Context(), content.Ref(id), b.Version(id), f, b.Who("office.secrecy")))
}

// Publish takes an article of budget.author through all three levels and
// returns its id.
func (b *Bureau) Publish(title string) uint64 {
	b.T.Helper()
	id := b.Draft(title)
	b.Submit(id)
	b.PassSection(id)
	b.PassConfidentiality(id)
	return id
}
