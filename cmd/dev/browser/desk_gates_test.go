package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"
)

// A deskPage is a page of the desk and whose page it is. link leads on to it from
// path: an address of the desk, or a selector of the page's first link.
type deskPage struct {
	name, who, path, link, on string
}

// deskPages is the desk after login. A new kind of page gets a line here.
var deskPages = []deskPage{
	{name: "an author's home", who: "budget.author", path: "desk/"},
	{name: "new", who: "budget.author", path: "desk/documents/new"},
	{name: "from a template", who: "budget.author", path: "desk/documents/new?column=xwdt/tzgg&from=template:announcement"},
	{name: "a budget", who: "budget.author", path: "desk/documents/new?column=zwgk/yjs"},
	{name: "import a list", who: "budget.author", path: "desk/documents/roll"},
	{name: "import", who: "budget.author", path: "desk/documents/import"},
	{name: "check a report", who: "office.head", path: "desk/reports/check"},
	{name: "own documents", who: "budget.author", path: "desk/documents?scope=mine"},
	{name: "a draft", who: "budget.author", path: "desk/documents?scope=mine&state=draft", link: "main table a[href*='/documents/']"},
	{name: "edit", who: "budget.author", path: "desk/documents?scope=mine&state=draft", link: "main table a[href*='/documents/']", on: "/edit"},
	{name: "attachments", who: "budget.author", path: "desk/documents?scope=mine&state=draft", link: "main table a[href*='/documents/']", on: "/attachments"},
	{name: "submit", who: "budget.author", path: "desk/documents?scope=mine&state=draft", link: "main table a[href*='/documents/']", on: "/submit"},
	{name: "correct", who: "budget.author", path: "desk/documents?scope=mine&state=published", link: "main table a[href*='/documents/']", on: "/correct"},
	{name: "account", who: "budget.author", path: "desk/account"},
	{name: "help", who: "budget.author", path: "desk/help/"},
	{name: "help for authors", who: "budget.author", path: "desk/help/author"},
	{name: "a head's home", who: "budget.head", path: "desk/"},
	{name: "queue", who: "budget.head", path: "desk/review/"},
	{name: "section", who: "budget.head", path: "desk/", link: "ul.todo a[href$='/section']"},
	{name: "delegations", who: "budget.head", path: "desk/delegations/"},
	{name: "an officer's home", who: "office.secrecy", path: "desk/"},
	{name: "confidentiality", who: "office.secrecy", path: "desk/", link: "ul.todo a[href$='/confidentiality']"},
	{name: "a publisher's home", who: "office.publisher", path: "desk/"},
	{name: "what must be public", who: "office.publisher", path: "desk/disclosure"},
	{name: "statistics", who: "office.publisher", path: "desk/statistics"},
	{name: "published documents", who: "office.publisher", path: "desk/documents?state=published"},
	{name: "document", who: "office.publisher", path: "desk/documents?state=published", link: "main table a[href*='/documents/']"},
	{name: "withdraw", who: "office.publisher", path: "desk/documents?state=published", link: "main table a[href*='/documents/']", on: "/withdraw"},
	{name: "compare", who: "office.publisher", path: "desk/documents?state=published", link: "main table a[href*='/documents/']", on: "/compare"},
	{name: "a director's home", who: "deputy", path: "desk/"},
	{name: "the system administrator's home", who: "sys.admin", path: "desk/"},
	{name: "people", who: "sys.admin", path: "desk/people/"},
	{name: "a new person", who: "sys.admin", path: "desk/people/new"},
	{name: "sections", who: "sys.admin", path: "desk/sections/"},
	{name: "columns", who: "sys.admin", path: "desk/columns/"},
	{name: "a column", who: "sys.admin", path: "desk/columns/", link: "main table a[href*='/desk/columns/']"},
	{name: "registers", who: "office.foi", path: "desk/registers/"},
	{name: "a register", who: "office.foi", path: "desk/registers/case"},
	{name: "a register with rows of its own", who: "office.foi", path: "desk/registers/document"},
	{name: "a row of a register", who: "office.foi", path: "desk/registers/case", link: "main table a[href*='/desk/registers/case/']"},
	{name: "a new row of a register", who: "treasury.author", path: "desk/registers/decision/new"},
	{name: "removing a row", who: "office.foi", path: "desk/registers/case", link: "main table a[href*='/desk/registers/case/']", on: "/remove"},
	{name: "import of a register", who: "office.foi", path: "desk/registers/case/import"},
	{name: "what a counter counts", who: "office.foi", path: "desk/registers/counters/n.portal?year=2026"},
	{name: "reports", who: "office.publisher", path: "desk/reports/"},
	{name: "workbench", who: "office.publisher", path: "desk/reports/2026"},
	{name: "workbench, a text with its numbers", who: "office.publisher", path: "desk/reports/2026?section=s1"},
	{name: "workbench, before the first section", who: "office.publisher", path: "desk/reports/2026?section=intro"},
	{name: "workbench, where a number comes from", who: "office.publisher", path: "desk/reports/2026?section=s3&cell=s3.total.nat"},
	{name: "workbench, a sum", who: "office.publisher", path: "desk/reports/2026?section=s3&cell=s3.total.sum"},
	{name: "workbench, a table to fill in", who: "office.publisher", path: "desk/reports/2026?section=s3&fill=yes"},
	{name: "workbench, section two to fill in", who: "office.publisher", path: "desk/reports/2026?section=s2&fill=yes"},
	{name: "workbench, section four", who: "office.publisher", path: "desk/reports/2026?section=s4"},
	{name: "workbench, problems", who: "office.publisher", path: "desk/reports/2026?section=s5"},
	{name: "workbench, everything found", who: "office.publisher", path: "desk/reports/2026?section=all"},
	{name: "workbench of a public year", who: "office.publisher", path: "desk/reports/2025"},
	{name: "workbench in the format of 2019", who: "office.publisher", path: "desk/reports/2020?section=s2"},
	{name: "workbench to look at", who: "office.head", path: "desk/reports/2026?section=s3&cell=s3.new.nat"},
	{name: "submit a report", who: "office.publisher", path: "desk/reports/2026/submit"},
	{name: "report of the site", who: "office.publisher", path: "desk/reports/2026/site"},
	{name: "report of the site to look at", who: "office.head", path: "desk/reports/2026/site"},
	{name: "settings", who: "sys.admin", path: "desk/settings"},
	{name: "search index", who: "sys.admin", path: "desk/search-index"},
	{name: "calendar", who: "sys.admin", path: "desk/calendar"},
	{name: "next year's calendar", who: "sys.admin", path: "desk/calendar?year=2027"},
	{name: "a person", who: "sec.admin", path: "desk/people/", link: "main table a[href*='/desk/people/']"},
	{name: "the audit administrator's home", who: "audit.admin", path: "desk/"},
	{name: "ledger", who: "audit.admin", path: "desk/ledger"},
	{name: "an entry", who: "audit.admin", path: "desk/ledger", link: "main table a[href*='/desk/ledger/']"},
}

// Every page of the desk, at 1280 and 390 px, with the demo's own documents:
// accessible, valid, narrow enough, true to its security policy.
func TestDeskGates(t *testing.T) {
	s := gated(t)
	browser := chromium(t)
	v := newValidator(t, browser)
	people, addresses := map[string]*person{}, map[string]string{}
	for _, k := range deskPages {
		if people[k.who] == nil {
			people[k.who] = signIn(t, browser, s.home, k.who)
			people[k.who].strict()
		}
	}
	for _, px := range []int64{1280, 390} {
		for _, k := range deskPages {
			t.Run(fmt.Sprintf("%s %d", k.name, px), func(t *testing.T) {
				p := people[k.who]
				p.t = t
				if _, known := addresses[k.name]; !known {
					addresses[k.name] = p.linked(k)
				}
				p.wide(px)
				if status := p.visit(addresses[k.name]); status != 200 {
					t.Fatalf("%s answers %d", addresses[k.name], status)
				}
				if p.writing() { // the vendored editor styles itself, its buttons are 40 px
					p.editor()
					p.spotless(addresses[k.name])
				} else {
					p.judged()
				}
				if px == 1280 {
					v.check(t, p.source(addresses[k.name]))
				}
			})
		}
	}
}

// linked is the address of a page of the desk.
func (p *person) linked(k deskPage) string {
	p.t.Helper()
	if k.link == "" {
		return k.path
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.source(k.path)))
	if err != nil {
		p.t.Fatal(err)
	}
	to := doc.Find(k.link).First().AttrOr("href", "")
	if to == "" {
		p.t.Fatalf("%s has nothing at %s", k.path, k.link)
	}
	return strings.TrimPrefix(to, "/") + k.on
}

// writing reports whether the page has the rich-text editor.
func (p *person) writing() bool {
	p.t.Helper()
	there, err := run(p, chromedp.Evaluate[bool](`!!document.getElementById('write')?.dataset.editor`))
	if err != nil {
		p.t.Fatal(err)
	}
	return there
}
