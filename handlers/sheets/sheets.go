// Package sheets turns a revision's body and figures into what pages show: the
// statutory tables of an annual report stand where the format says, whatever
// the prose around them looks like. The portal and the desk both use it, so
// reviewers sign exactly what citizens will see.
package sheets

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"gongkai/models/markup"
	"gongkai/models/report"
	"gongkai/views/href"
	"gongkai/views/sheet"
	"gongkai/views/ui"
)

// Part is one section of a report.
type Part struct {
	ID      string
	Heading string
	Prose   ui.HTML
	Tables  templ.Component // nil for a section without tables
	Table   string          // name and subject of the tables, "" without
	Files   []sheet.File    // the tables as files, where the report has an address
}

// WholeReport is a report ready for a page.
type WholeReport struct {
	Intro  ui.HTML // what stands before the first section
	Parts  []Part
	Period string // 统计期限
	Form   string // 格式版本
}

// Report composes a report from a body and its figures; nil when the figures
// are none, or not ones this program can read. address is where the public
// reads the report and downloads its tables; "" for a text that is not public.
func Report(ctx context.Context, body, figures, address string) *WholeReport {
	f, fig, ok := decode(figures)
	if !ok {
		return nil
	}
	tables := sheetsBySection(f, fig, address)
	w := &WholeReport{Period: fmt.Sprintf("%d-01-01 至 %d-12-31", fig.Year, fig.Year), Form: formName(f)}
	for _, p := range report.Compose(f, body) {
		if p.SectionID == "" {
			w.Intro = placed(ctx, p.HTML)
			continue
		}
		part := Part{ID: p.SectionID, Heading: p.Heading, Prose: placed(ctx, p.HTML)}
		if s, ok := tables[p.SectionID]; ok {
			part.Tables, part.Table, part.Files = sheet.Tables(s), s.Name+" "+s.Title, s.Files
		}
		w.Parts = append(w.Parts, part)
	}
	return w
}

// decode reads stored figures and the format they are in; false when there are
// none, or none that this program can read.
func decode(figures string) (*report.Format, report.Figures, bool) {
	if figures == "" {
		return nil, report.Figures{}, false
	}
	fig, err := report.DecodeFigures(figures)
	if err != nil {
		return nil, report.Figures{}, false
	}
	f, ok := report.ByID(fig.Format)
	return f, fig, ok
}

// Whole is a body and its tables as one piece, for pages that show a revision
// outside the report's own frame.
func Whole(ctx context.Context, body, figures string) (ui.HTML, templ.Component) {
	w := Report(ctx, body, figures, "")
	if w == nil {
		return placed(ctx, body), nil
	}
	return w.Intro, sections(w.Parts)
}

// placed turns a stored body, which markup.Clean made, into what pages may show
// as it stands; its addresses move below the base path.
func placed(ctx context.Context, body string) ui.HTML {
	return ui.HTML(markup.Under(markup.HTML(body), href.Base(ctx)))
}

// Figures are the statutory tables alone, as HTML that can be cut into blocks and
// compared; "" when there are none.
func Figures(ctx context.Context, figures string) (markup.HTML, error) {
	f, fig, ok := decode(figures)
	if !ok {
		return "", nil
	}
	tables := sheetsBySection(f, fig, "")
	var out bytes.Buffer
	for _, section := range slices.Sorted(maps.Keys(tables)) {
		if err := sheet.Tables(tables[section]).Render(ctx, &out); err != nil {
			return "", fmt.Errorf("sheets: %w", err)
		}
	}
	return markup.HTML(out.String()), nil
}
