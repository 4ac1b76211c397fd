package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var shotsCommand = command{
	name: "shots",
	does: "Take the pictures of every public page and of the manual",
	more: `
Starts a demo and looks at it in a headless Chromium: each page 1280 and 390
pixels wide, the front page and a document in 长辈版 too, the report on paper; and
what each role sees on the desk, for docs/manual (names begin with desk-).

`,
	run: runShots,
}

// A shot is one page to be pictured. Pages without a lasting address are found
// as the first link at a selector of another page.
type shot struct {
	name, path, link string
}

var shots = []shot{
	{"home", "", ""}, {"hub", "xwdt/", ""}, {"list", "xwdt/gzdt/", ""}, {"article", "zcwj/gfx/", "main .news a"}, {"report", "zfxxgk/nb/2020/", ""},
	{"reports", "zfxxgk/nb/", ""}, {"disclosure", "zfxxgk/", ""}, {"directory", "zfxxgk/fd/", ""}, {"people", "zwgk/ldxx/", ""}, {"single", "zfxxgk/zn/", ""},
	{"matrix", "zwgk/yjs/", ""}, {"consultation", "zwgk/yjzj/", ""}, {"topics", "ztzl/", ""}, {"special", "ztzl/", ".topics h3 a"},
	{"search", "search?q=预算", ""}, {"search-none", "search?q=没有这样的词", ""}, {"sitemap", "sitemap/", ""}, {"apply", "zfxxgk/ysq/", ""},
	{"contact", "contact/", ""}, {"accessibility", "a11y/", ""}, {"privacy", "privacy/", ""}, {"feeds", "rss/", ""}, {"not-found", "zwgk/2020/ysbg.html", ""},
}

// A view is a window, with display settings as the cookie holds them.
type view struct {
	suffix string
	width  int64
	look   string
	only   []string // names of shots; none is all
}

var shotViews = []view{
	{suffix: "", width: 1280}, {suffix: "-phone", width: 390},
	{suffix: "-elder", width: 1280, look: "elder.m.light", only: []string{"home", "article", "report"}},
	{suffix: "-elder-phone", width: 390, look: "elder.m.light", only: []string{"home", "article"}},
	{suffix: "-dark", width: 1280, look: "standard.m.dark", only: []string{"home"}},
	{suffix: "-contrast", width: 390, look: "standard.m.contrast", only: []string{"home"}},
}

func runShots(ctx context.Context, flags *flag.FlagSet, args []string) error {
	into := flags.String("into", "docs/screenshots", "`folder` of the pictures")
	site := flags.String("site", "", "`address` of a running demo, instead of starting one")
	only := flags.String("only", "", "pictures whose names match this `pattern`")
	if err := parse(flags, args); err != nil {
		return err
	}
	wanted, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	if err := provide(ctx, chromiumNeed, fontNeed); err != nil {
		return err
	}
	if *site == "" {
		d, stop, err := builtDemo(ctx)
		if err != nil {
			return err
		}
		defer stop()
		*site = d.url
	}
	if err := os.MkdirAll(*into, 0o755); err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	window, end := chromedp.NewContext(allocator)
	defer end()
	p := &photographer{ctx: window, site: *site, into: *into, wanted: wanted}
	return p.all()
}

// builtDemo builds the program and starts its demo in a folder of its own.
func builtDemo(ctx context.Context) (*demo, func(), error) {
	temp, err := os.MkdirTemp("", "gongkai-shots-")
	if err != nil {
		return nil, nil, err
	}
	program := filepath.Join(temp, "gongkai")
	if err := build(ctx, program); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(temp))
	}
	d, err := startDemo(ctx, program, "--data", filepath.Join(temp, "data"))
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(temp))
	}
	return d, func() { d.stop(); _ = os.RemoveAll(temp) }, nil
}

// quality of the pictures: letters stay sharp, and a folder of sixty pictures
// stays small enough for a repository.
const quality = 60

// photographer goes through the site with one window.
type photographer struct {
	ctx    context.Context
	site   string
	into   string
	wanted *regexp.Regexp
}

func (p *photographer) all() error {
	for _, v := range shotViews {
		for _, s := range shots {
			name := s.name + v.suffix
			if !p.wanted.MatchString(name) || len(v.only) > 0 && !strings.Contains(" "+strings.Join(v.only, " ")+" ", " "+s.name+" ") {
				continue
			}
			address, err := p.address(s)
			if err == nil {
				err = p.picture(name, address, v)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if p.wanted.MatchString("report-print") {
		if err := p.paper(); err != nil {
			return err
		}
	}
	return p.desk()
}

// address is where the page lies.
func (p *photographer) address(s shot) (string, error) {
	path, query, _ := strings.Cut(s.path, "?q=")
	address := p.site + path
	if query != "" {
		address += "?q=" + url.QueryEscape(query)
	}
	if s.link == "" {
		return address, nil
	}
	r, err := http.NewRequestWithContext(p.ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer a.Body.Close()
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(a.Body, 1<<20))
	if err != nil {
		return "", err
	}
	to, ok := doc.Find(s.link).First().Attr("href")
	if !ok {
		return "", fmt.Errorf("%s has nothing at %s", address, s.link)
	}
	return strings.TrimSuffix(p.site, "/") + to, nil
}

// picture shows the page in a view and keeps all of it, from top to bottom.
func (p *photographer) picture(name, address string, v view) error {
	var phone []chromedp.EmulateViewportOption
	if v.width < 600 {
		phone = append(phone, chromedp.EmulateMobile)
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(v.width, 900, phone...), chromedp.Navigate(p.site)); err != nil {
		return err
	}
	look := v.look
	if look == "" {
		look = "standard.m.light"
	}
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.cookie = "ui=`+look+`; path=/"`)); err != nil {
		return err
	}
	if err := chromedp.Do(p.ctx, chromedp.Navigate(address)); err != nil {
		return err
	}
	return p.keep(filepath.Join(p.into, name+".webp"), true, quality, pageLimit)
}

// keep stores a picture of the window, or of the whole page: as fine as a limit in
// bytes allows, but never so coarse that letters blur.
func (p *photographer) keep(file string, whole bool, fine int64, limit int) error {
	webp := page.CaptureScreenshotFormatWebp
	for ; ; fine -= 8 {
		picture, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: webp, Quality: &fine, CaptureBeyondViewport: &whole})
		if err != nil {
			return err
		}
		if len(picture.Data) <= limit || fine < 20 {
			return os.WriteFile(file, picture.Data, 0o644)
		}
	}
}

// pageLimit is how many bytes a picture of a whole page should have.
const pageLimit = 150_000

// paper prints the report.
func (p *photographer) paper() error {
	if err := chromedp.Do(p.ctx, chromedp.Navigate(p.site+"zfxxgk/nb/2020/")); err != nil {
		return err
	}
	yes := true
	pdf, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.into, "report-print.pdf"), pdf.Data, 0o644)
}
