// Package layout holds the frames pages stand in: one for the public portal,
// one for the staff's desk.
package layout

import "gongkai/views/ui"

// Site is what stays the same on every public page: who runs the site and how
// to reach them. Everything here is set by the operator; an empty field leaves
// its line out.
type Site struct {
	Name     string    // 网站名称, as in the SiteName tag
	NameEN   string    // shown small below the name
	Kind     string    // e.g. "黔江区政府部门网站", first thing on the page
	Parent   ui.Link   // the government's portal above this site
	Sponsor  string    // 主办单位
	Operator string    // 承办单位
	Address  string    // 地址
	Phone    string    // 电话
	Hours    string    // when the phone is answered
	IDCode   string    // 政府网站标识码
	ICP      string    // ICP备案号
	Police   string    // 公安备案号
	ConacID  string    // 32 hex digits of the 党政机关 mark
	HotWords []ui.Link // searches offered below the search box
	IPv6     bool      // the footer says that the site can be reached over IPv6
	Updated  ui.Moment // the newest thing anywhere on the site
}

// Prefs is how the reader wants pages shown. The zero value is the standard look.
type Prefs struct {
	Mode  string // "standard" or "elder" (长辈版)
	Font  string // "m", "l" or "xl"
	Theme string // "light", "dark", "auto" or "contrast"
}

// Elder reports whether the reader chose 长辈版.
func (p Prefs) Elder() bool { return p.Mode == "elder" }

func (p Prefs) mode() string { return known(p.Mode, "standard", "elder") }

func (p Prefs) font() string { return known(p.Font, "m", "l", "xl") }

func (p Prefs) theme() string { return known(p.Theme, "light", "dark", "auto", "contrast") }

// known returns value if it is one of the choices, else the first of them.
func known(value string, choices ...string) string {
	for _, choice := range choices {
		if value == choice {
			return value
		}
	}
	return choices[0]
}

// Meta is one page tag (网页标签) such as SiteName or PubDate.
type Meta struct{ Name, Content string }

// Frame is everything around a public page's content.
type Frame struct {
	Title       string // of the page alone; empty on the front page
	Site        Site
	Description string
	Canonical   string    // whole address of the page; empty on pages that have none
	Meta        []Meta    // in the order they are printed
	Crumbs      []ui.Link // none on the front page
	Nav         []ui.Link // main navigation, the front page first
	Prefs       Prefs     // the reader's display settings
	Feed        ui.Link   // the feed of what the page lists
	NoIndex     bool      // keep the page out of search engines
	Back        string    // path of the page, where the settings forms return to
	Query       string    // what stands in the search box
	Updated     ui.Moment // newest content on the page
	Group       string    // the part of the site that the page belongs to; many parts have a column of the same name
	Scripts     []string  // modules of package public that make the page handier, by name
	Data        []any     // what the page is about, as schema.org nodes; not printed with NoIndex
}

// documentTitle is what the browser's tab shows.
func (f Frame) documentTitle() string {
	if f.Title == "" {
		return f.Site.Name
	}
	if f.Group != "" && f.Group != f.Title {
		return f.Title + " - " + f.Group + " - " + f.Site.Name
	}
	return f.Title + " - " + f.Site.Name
}

// structured is the page's description for search engines (JSON-LD).
func (f Frame) structured() any {
	return map[string]any{"@context": "https://schema.org", "@graph": f.Data}
}
