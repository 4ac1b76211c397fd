package browser

import (
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A4 without the margins of print.css (20 mm at the sides, 22 and 20 above and
// below) in CSS pixels, of which 96 make 25.4 mm.
const (
	paperWidth  = 170 * 960 / 254
	paperHeight = 255 * 960 / 254
)

// onePage counts the page objects of a PDF; their dictionaries are not packed.
var onePage = regexp.MustCompile(`/Type\s*/Page[^s]`)

// A report of either format on paper: at most six sheets of A4, tagged; table
// three on one of them; none of the page's machinery.
func TestPrintedReport(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			for _, year := range []string{"2020", "2024"} {
				p := open(t, browser, s[1], "reader")
				if status := p.visit("zfxxgk/nb/" + year + "/"); status != 200 {
					t.Fatalf("the report of %s answers %d", year, status)
				}
				yes := true
				pdf, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes})
				if err != nil {
					t.Fatal(err)
				}
				if n := len(onePage.FindAll(pdf.Data, -1)); n < 2 || n > 6 {
					t.Errorf("%s: %d pages", year, n)
				}
				p.onPaper()
			}
		})
	}
}

// onPaper looks at the page as a sheet of paper shows it.
func (p *person) onPaper() {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if err == nil {
		_, err = chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: paperWidth, Height: paperHeight, DeviceScaleFactor: 1})
	}
	if err != nil {
		p.t.Fatal(err)
	}
	type paper struct {
		Tall     float64  `json:"tall"`
		Wide     float64  `json:"wide"`
		Whole    bool     `json:"whole"`
		Repeats  bool     `json:"repeats"`
		Columns  int      `json:"columns"`
		Showing  []string `json:"showing"`
		Source   bool     `json:"source"`
		Overflow float64  `json:"overflow"`
	}
	got, err := run(p, chromedp.Evaluate[paper](`(() => {
		const table = document.querySelector('.sheet-matrix table'), box = table.getBoundingClientRect()
		const shown = selector => [...document.querySelectorAll(selector)].some(e => e.checkVisibility())
		return {
			tall: box.height, wide: box.width,
			whole: getComputedStyle(table).breakInside === 'avoid',
			repeats: getComputedStyle(table.tHead).display === 'table-header-group',
			columns: [...table.querySelectorAll('tr.total:last-child td')].filter(e => e.checkVisibility()).length,
			showing: ['.strip', '.head', '.nav', '.crumbs', '.side', '.foot', '.toolbar', '.toc', '.yearnav', '.share', '.sheet-pick', '.sheet-files', '.prevnext', '.sheet-cards'].filter(shown),
			source: shown('.print-src'),
			overflow: document.documentElement.scrollWidth - innerWidth,
		}
	})()`))
	if err != nil {
		p.t.Fatal(err)
	}
	if got.Tall == 0 || got.Tall > paperHeight || !got.Whole || !got.Repeats || got.Columns != 7 {
		p.t.Errorf("table three: %+v", got)
	}
	if len(got.Showing) > 0 || !got.Source || got.Overflow > 0 {
		p.t.Errorf("on paper: %+v", got)
	}
}
