package portal

import (
	"cmp"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"
	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/web"
)

// libraryRoutes are the files of a library, at one and two levels of columns.
func (h *Handler) libraryRoutes() (routes []web.Route) {
	for _, f := range []struct {
		file string
		do   func(echo.Context, *scene, *site.Column) error
	}{{"list.xlsx", h.libraryBook}, {"list.csv", h.libraryCSV}, {"policy.json", h.libraryJSON}, {"feed.xml", h.libraryFeed}} {
		handle := func(c echo.Context) error {
			s, col, err := h.libraryColumn(c, f.file)
			if err != nil {
				return err
			}
			return f.do(c, s, col)
		}
		for _, above := range []string{"/:column/", "/:column/:below/"} {
			routes = append(routes, web.Route{Method: http.MethodGet, Path: above + f.file, Policy: web.Public, Handle: handle})
		}
	}
	return routes
}

// libraryBook handles GET /{column}/list.xlsx.
func (h *Handler) libraryBook(c echo.Context, s *scene, col *site.Column) error {
	rows, err := h.listed(c, s, col)
	if err != nil {
		return err
	}
	book, err := sheets.Book(col.Name, listHead, rows)
	if err != nil {
		return err
	}
	return download(c, col.Name+"清单.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book)
}

// libraryCSV handles GET /{column}/list.csv.
func (h *Handler) libraryCSV(c echo.Context, s *scene, col *site.Column) error {
	rows, err := h.listed(c, s, col)
	if err != nil {
		return err
	}
	return download(c, col.Name+"清单.csv", "text/csv; charset=utf-8", sheets.CSV(listHead, rows))
}

// policyRecord is one document in the JSON feed. The first five names are those
// of the national policy feed.
type policyRecord struct {
	PubTime   string `json:"pubtime"` // of the first publication, with zone
	Title     string `json:"title"`
	Number    string `json:"pcode"`  // 发文字号
	Organ     string `json:"puborg"` // 发布机构
	Genre     string `json:"ptype"`  // 体裁
	Subject   string `json:"subject"`
	Index     string `json:"index"` // 索引号
	FormedOn  string `json:"formed_on,omitempty"`
	Effective string `json:"effective_on,omitempty"`
	Expires   string `json:"expires_on,omitempty"`
	Validity  string `json:"validity"`
	Read      bool   `json:"interpreted"`
	URL       string `json:"url"`
}

// policyFeed is one part of the JSON feed.
type policyFeed struct {
	Items []policyRecord `json:"items"`
	Next  string         `json:"next,omitempty"` // address of the next part; none at the end
	Since string         `json:"cursor"`         // to ask later for what has changed since
}

// feedPart is the number of documents in one part of the JSON feed.
const feedPart = 100

// libraryJSON handles GET /{column}/policy.json?cursor=: documents in the order
// of their last change, so that who keeps the cursor asks only for what is new.
func (h *Handler) libraryJSON(c echo.Context, s *scene, col *site.Column) error {
	q := readLibrary(c, col)
	x := q.shelf(s.holding(col))
	x.All = true
	stock, err := h.app.Content.Library(s.ctx, x)
	if err != nil {
		return err
	}
	epoch, id, ok := readCursor(c.QueryParam("cursor"))
	if !ok {
		return c.JSON(http.StatusBadRequest, map[string]string{"error": "cursor 无法识别，请使用上一次返回的 cursor，或者不带它从头读取。"})
	}
	items := slices.DeleteFunc(stock.Items, func(i content.Shelved) bool {
		return i.Changed < epoch || i.Changed == epoch && i.DocumentID <= id
	})
	slices.SortFunc(items, func(a, b content.Shelved) int {
		return cmp.Or(cmp.Compare(a.Changed, b.Changed), cmp.Compare(a.DocumentID, b.DocumentID))
	})
	more := len(items) > feedPart
	items = items[:min(len(items), feedPart)]
	numbers, err := h.app.Content.Indexes(s.ctx, itemsOf(items))
	if err != nil {
		return err
	}
	out := policyFeed{Items: []policyRecord{}, Since: fmt.Sprintf("%d-%d", epoch, id)}
	today := calendar.Day(h.app.Store.Now(s.ctx))
	for _, i := range items {
		out.Items = append(out.Items, policyRecord{PubTime: stamp(i.PublishedAt), Title: i.Title, Number: i.Number, Organ: i.Organ, Genre: i.Genre, Subject: i.Subject,
			Index: numbers[i.DocumentID], FormedOn: i.FormedOn, Effective: i.EffectiveOn, Expires: i.ExpiresOn, Validity: validity(i.Standing, i.EffectiveOn, today),
			Read: i.Interpreted, URL: href.Abs(s.ctx, s.address(i.Item))})
		out.Since = fmt.Sprintf("%d-%d", i.Changed, i.DocumentID)
	}
	if more {
		q.at.Set("cursor", out.Since)
		out.Next = href.Abs(s.ctx, libraryAddress(s, col, "policy.json", q.at))
	}
	return c.JSON(http.StatusOK, out)
}

// readCursor reads "epoch-document"; "" begins at the beginning.
func readCursor(text string) (epoch, id uint64, ok bool) {
	if text == "" {
		return 0, 0, true
	}
	a, b, _ := strings.Cut(text, "-")
	epoch, err := strconv.ParseUint(a, 10, 63)
	if err != nil {
		return 0, 0, false
	}
	id, err = strconv.ParseUint(b, 10, 63)
	return epoch, id, err == nil
}

// libraryFeed handles GET /{column}/feed.xml: the newest documents that fit the
// choices, as Atom.
func (h *Handler) libraryFeed(c echo.Context, s *scene, col *site.Column) error {
	q := readLibrary(c, col)
	x := q.shelf(s.holding(col))
	x.Page, x.Size = 1, feedSize
	stock, err := h.app.Content.Library(s.ctx, x)
	if err != nil {
		return err
	}
	page, own := href.Abs(s.ctx, libraryAddress(s, col, "", q.at)), href.Abs(s.ctx, libraryAddress(s, col, "feed.xml", q.at))
	f := atomFeed{Links: []feeds.AtomLink{{Href: own, Rel: "self", Type: "application/atom+xml"}, {Href: page, Rel: "alternate", Type: "text/html"}}}
	f.Xmlns, f.Id, f.Author = "http://www.w3.org/2005/Atom", own, author(s.words.Get(site.Host))
	f.Title = s.words.Get(site.SiteName) + " - " + col.Name
	since := time.Unix(0, 0)
	var items []content.Item
	for _, i := range stock.Items {
		items = append(items, i.Item)
		if i.RevisedAt.After(since) {
			since = i.RevisedAt
		}
	}
	f.Updated = stamp(since)
	if f.Entries, err = h.entries(s, items); err != nil {
		return err
	}
	return xmlBlob(c, "application/atom+xml; charset=utf-8", f)
}

// download answers a file that a reader keeps.
func download(c echo.Context, name, kind string, data []byte) error {
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(name, "list"+path.Ext(name)))
	return c.Blob(http.StatusOK, kind, data)
}
