package href

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Home is the front page.
func Home(ctx context.Context) string { return Base(ctx) + "/" }

// Column is a column's (栏目) own page; path is as stored, e.g. "xwdt/gzdt".
func Column(ctx context.Context, path string) string {
	return Base(ctx) + columnPath(path)
}

// ColumnPage is page n of a column's list. Page 1 is the column itself.
func ColumnPage(ctx context.Context, path string, n int) string { return List(ctx, path, 0, n) }

// List is page n of what a column published in a year; year 0 is all years.
func List(ctx context.Context, path string, year, n int) string {
	values := url.Values{}
	if n > 1 {
		values.Set("page", strconv.Itoa(n))
	}
	if year != 0 {
		values.Set("year", strconv.Itoa(year))
	}
	if len(values) == 0 {
		return Column(ctx, path)
	}
	return Column(ctx, path) + "?" + values.Encode()
}

// Article is the address of a document: path is the column it stands in, at the
// moment of its first publication, id its number, by which an older address is
// still found when it moves to another column.
func Article(ctx context.Context, path string, at time.Time, id uint64) string {
	day := at.In(Beijing)
	return fmt.Sprintf("%s%s/t%s_%d.html", Column(ctx, path), day.Format("200601"), day.Format("20060102"), id)
}

// Report is the page of one year's disclosure report (政府信息公开年报).
func Report(ctx context.Context, year int) string {
	return Column(ctx, "zfxxgk/nb") + strconv.Itoa(year) + "/"
}

// ReportTable is one statutory table of a report as a file: report is the
// report's own address, section the id of the table's section ("s3"), ext "csv"
// or "xlsx".
func ReportTable(report, section, ext string) string {
	return report + "biao" + strings.TrimPrefix(section, "s") + "." + ext
}

// ReportFile is a whole report as a file: report is the report's own address, ext
// "docx", "xlsx", "pdf", "json" or "csv".
func ReportFile(report, ext string) string { return strings.TrimSuffix(report, "/") + "." + ext }

// Short is a document's short address, for paper and for telephones.
func Short(ctx context.Context, id uint64) string {
	return Base(ctx) + "/s/" + strconv.FormatUint(id, 36)
}

// Search is the result page for q, or the bare search page when q is empty.
func Search(ctx context.Context, q string) string { return SearchPage(ctx, q, 1) }

// SearchPage is page n of the results for q.
func SearchPage(ctx context.Context, q string, n int) string {
	values := url.Values{}
	if q != "" {
		values.Set("q", q)
	}
	if n > 1 {
		values.Set("page", strconv.Itoa(n))
	}
	if len(values) == 0 {
		return Base(ctx) + "/search"
	}
	return Base(ctx) + "/search?" + values.Encode()
}

// SearchFor is the result page of a whole search, words and filters.
func SearchFor(ctx context.Context, query url.Values) string {
	return withQuery(Base(ctx)+"/search", query)
}

// SearchFeed is the Atom feed of what a search finds.
func SearchFeed(ctx context.Context, query url.Values) string {
	return withQuery(Base(ctx)+"/search.xml", query)
}

// Suggest answers what somebody may mean who has typed q into a search box.
func Suggest(ctx context.Context) string { return Base(ctx) + "/search/suggest" }

// Feed is a column's Atom feed; the slashes of its path become dashes.
func Feed(ctx context.Context, path string) string {
	name := strings.ReplaceAll(strings.Trim(path, "/"), "/", "-")
	return Base(ctx) + "/feed/" + url.PathEscape(name) + ".xml"
}

// SitemapPage is the site map for people.
func SitemapPage(ctx context.Context) string { return Base(ctx) + "/sitemap/" }

// SitemapXML is the site map for search engines.
func SitemapXML(ctx context.Context) string { return Base(ctx) + "/sitemap.xml" }

// SitemapColumns is the part of a large site map that holds the columns.
func SitemapColumns(ctx context.Context) string { return Base(ctx) + "/sitemap/columns.xml" }

// SitemapMonth is the part that holds what was first published in the month of
// at, in Beijing time.
func SitemapMonth(ctx context.Context, at time.Time) string {
	return Base(ctx) + "/sitemap/" + at.In(Beijing).Format("200601") + ".xml"
}

// AllFeed is the Atom feed of the whole site. No column may have its name.
func AllFeed(ctx context.Context) string { return Feed(ctx, "all") }

// Feeds is the page that lists the feeds (订阅).
func Feeds(ctx context.Context) string { return Base(ctx) + "/rss/" }

// Contact is the page of addresses and telephone numbers (联系方式).
func Contact(ctx context.Context) string { return Base(ctx) + "/contact/" }

// Access is the accessibility statement (无障碍说明).
func Access(ctx context.Context) string { return Base(ctx) + "/a11y/" }

// Privacy says what the site knows of its readers (隐私说明).
func Privacy(ctx context.Context) string { return Base(ctx) + "/privacy/" }

// Apply is where one learns how to apply for information (依申请公开).
func Apply(ctx context.Context) string { return Column(ctx, "zfxxgk/ysq") }

// Pref takes the display preferences by POST.
func Pref(ctx context.Context) string { return Base(ctx) + "/pref" }

// Desk is the staff's first page.
func Desk(ctx context.Context) string { return Base(ctx) + "/desk/" }

// FaultReport is the national service where a reader reports a fault on the
// page (政府网站找错); page is that page's whole address.
func FaultReport(siteCode, page string) string {
	return "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=" +
		url.QueryEscape(siteCode) + "&url=" + url.QueryEscape(page)
}

// Conac is the register entry behind the 党政机关 mark; id is its 32 hex digits.
func Conac(id string) string {
	return "https://bszs.conac.cn/sitename?method=show&id=" + url.QueryEscape(id)
}

// ICP is the register in which a site's 备案号 can be looked up.
func ICP() string { return "https://beian.miit.gov.cn/" }

// PoliceFiling is the register entry of a 公安备案 number, of which only the
// digits count.
func PoliceFiling(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	return "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=" + digits
}

// Phone is the address that dials a number.
func Phone(number string) string {
	digits := strings.Map(func(r rune) rune {
		if (r < '0' || r > '9') && r != '+' && r != '-' {
			return -1
		}
		return r
	}, number)
	return "tel:" + digits
}

// columnPath turns a stored column path into "/xwdt/gzdt/"; whatever is not
// fit for a path segment is escaped.
func columnPath(path string) string {
	var b strings.Builder
	b.WriteByte('/')
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if segment == "" {
			continue
		}
		b.WriteString(url.PathEscape(segment))
		b.WriteByte('/')
	}
	return b.String()
}

// Version is a former text of the page at an address, by its number.
func Version(address string, n int) string { return address + "?version=" + strconv.Itoa(n) }
