package portal

import (
	"net/url"
	"strings"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// tag adds a page tag (网页标签). What is empty is left out: an empty tag counts as
// a fault where a missing one may be allowed.
func tag(f *layout.Frame, name, content string) {
	if content = strings.TrimSpace(content); content != "" {
		f.Meta = append(f.Meta, layout.Meta{Name: name, Content: content})
	}
}

// siteTags are the three tags of every page.
func (s *scene) siteTags(f *layout.Frame) {
	host := href.Abs(s.ctx, "")
	if u, err := url.Parse(host); err == nil {
		host = u.Hostname()
	}
	tag(f, "SiteName", s.words.Get(site.SiteName))
	tag(f, "SiteDomain", host)
	tag(f, "SiteIDCode", s.words.Get(site.IDCode))
}

// columnTags are the four tags of a column and of everything in it.
func columnTags(f *layout.Frame, col *site.Column) {
	tag(f, "ColumnName", col.Name)
	tag(f, "ColumnDescription", col.Description)
	tag(f, "ColumnKeywords", col.Keywords)
	tag(f, "ColumnType", col.KindWord)
}

// articleFrame adds a document's own tags to its column's.
func (s *scene) articleFrame(page *content.Page, col *site.Column) layout.Frame {
	f := s.frame(page.Title, col)
	i := page.Item()
	f.Canonical = href.Abs(s.ctx, s.address(i))
	f.Description = markup.Excerpt(markup.HTML(page.Body), 110)
	f.Updated = ui.Minute(page.RevisedAt)
	f.Scripts = []string{"reading.js"}
	tag(&f, "ArticleTitle", page.Title)
	tag(&f, "PubDate", pubDate(i))
	tag(&f, "ContentSource", page.Source)
	if col != nil {
		tag(&f, "Keywords", col.Keywords)
	}
	tag(&f, "Description", f.Description)
	tag(&f, "Url", strings.TrimPrefix(f.Canonical, href.Abs(s.ctx, "")))
	f.Data = append(f.Data, s.articleNode(page, f))
	return f
}

// standAt makes address, a path of the site, the one lasting address of a page
// that shows a document elsewhere than at the document's own.
func (s *scene) standAt(f *layout.Frame, address string) {
	f.Canonical = href.Abs(s.ctx, address)
	for i := range f.Meta {
		if f.Meta[i].Name == "Url" {
			f.Meta[i].Content = address
		}
	}
	for _, x := range f.Data {
		if n, ok := x.(node); ok && n["mainEntityOfPage"] != nil {
			n["mainEntityOfPage"] = f.Canonical
		}
	}
}

// node is one thing in the words of schema.org.
type node map[string]any

// siteNodes describe the bureau and its site; the front page says it for all.
func (s *scene) siteNodes() []any {
	home := href.Abs(s.ctx, href.Home(s.ctx))
	bureau := node{"@type": "GovernmentOrganization", "@id": home + "#bureau", "name": s.words.Get(site.SiteName), "url": home}
	for name, value := range map[string]string{"alternateName": s.words.Get(site.SiteEnglish), "telephone": s.words.Get(site.Phone), "address": s.words.Get(site.Address)} {
		if value != "" {
			bureau[name] = value
		}
	}
	return []any{bureau, node{
		"@type": "WebSite", "name": s.words.Get(site.SiteName), "url": home, "inLanguage": "zh-CN", "publisher": node{"@id": home + "#bureau"},
		"potentialAction": node{"@type": "SearchAction", "query-input": "required name=search_term_string",
			"target": node{"@type": "EntryPoint", "urlTemplate": href.Abs(s.ctx, href.Search(s.ctx, "")) + "?q={search_term_string}"}},
	}}
}

// crumbNode is the way from the front page to a column.
func (s *scene) crumbNode(trail []ui.Link) node {
	var list []any
	for i, l := range trail {
		step := node{"@type": "ListItem", "position": i + 1, "name": l.Text}
		if l.Href != "" {
			step["item"] = href.Abs(s.ctx, l.Href)
		}
		list = append(list, step)
	}
	return node{"@type": "BreadcrumbList", "itemListElement": list}
}

// articleNode describes a document; an annual report is a Report.
func (s *scene) articleNode(page *content.Page, f layout.Frame) node {
	iso := func(t time.Time) string { return t.In(calendar.Shanghai).Format(time.RFC3339) }
	n := node{
		"@type": "Article", "headline": page.Title, "datePublished": iso(page.PublishedAt), "dateModified": iso(page.RevisedAt), "inLanguage": "zh-CN",
		"mainEntityOfPage": f.Canonical, "publisher": s.publisher(), "author": node{"@type": "Organization", "name": page.Source},
	}
	if f.Description != "" {
		n["description"] = f.Description
	}
	if page.Standing != content.Holds {
		n["creativeWorkStatus"] = page.Standing.Title()
	}
	if page.ReportYear != nil {
		n["@type"], n["temporalCoverage"] = "Report", coverage(*page.ReportYear)
	}
	return n
}

// dataNode describes the statutory tables of a report as a set of data.
func (s *scene) dataNode(page *content.Page, tables []tableFile) node {
	var files []any
	for _, t := range tables {
		files = append(files, node{"@type": "DataDownload", "name": t.name, "encodingFormat": t.kind, "contentUrl": href.Abs(s.ctx, t.href)})
	}
	n := node{"@type": "Dataset", "name": page.Title + "统计表", "inLanguage": "zh-CN", "isAccessibleForFree": true, "creator": s.publisher(), "distribution": files,
		"description": "主动公开政府信息、收到和处理政府信息公开申请、政府信息公开行政复议和行政诉讼三张法定统计表的全部数据，与年度报告正文一致。"}
	if page.ReportYear != nil {
		n["temporalCoverage"] = coverage(*page.ReportYear)
	}
	return n
}

// tableFile is a statutory table as a file, for dataNode.
type tableFile struct{ name, kind, href string }

func (s *scene) publisher() node {
	return node{"@type": "GovernmentOrganization", "name": s.words.Get(site.SiteName), "url": href.Abs(s.ctx, href.Home(s.ctx))}
}

// coverage is a calendar year as schema.org writes it.
func coverage(year int) string { return yearText(year) + "-01-01/" + yearText(year) + "-12-31" }
