package annual

import (
	"context"
	"slices"
	"strings"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/report/rules"
	"gongkai/models/review"
	"gongkai/models/site"
)

// Bench is everything that stands on the workbench for one year.
type Bench struct {
	Year     int
	Version  int // of what people entered; 0 before anybody did
	Format   *report.Format
	Org      string // the bureau's short name
	Host     string // its full name
	Cells    map[string]*Cell
	Prose    map[string]string // as saved, by section; see Text
	Counters []Counter
	Previous *Previous // nil when last year's report is not public here
	Findings []Finding // failures first
	Suspects []report.Suspect
	Document uint64       // the document that holds this year's report, 0 for none
	State    review.State // of that document, "" for none
	Public   *Previous    // this year's report as it is public, nil when it is not
	Written  bool         // this person may change it now
	Why      string       // why not, when this person may in principle
	Imported bool         // the document's text comes from a file, not from here
}

// Previous is a report that is public here.
type Previous struct {
	Year     int
	Document uint64
	Figures  report.Figures
	Text     string
	Day      string            // of its first publication, "2006-01-02"
	Prose    map[string]string // by section, as lines
	HTML     map[string]string // the same as it is public
}

// Open computes a year. Faults: Forbidden, NotFound.
func (s *Service) Open(ctx context.Context, year int, by identity.Actor) (*Bench, error) {
	if err := mayRead(by); err != nil {
		return nil, err
	}
	return s.open(ctx, year, by)
}

func (s *Service) open(ctx context.Context, year int, by identity.Actor) (*Bench, error) {
	f, err := s.formatOf(ctx, year)
	if err != nil {
		return nil, err
	}
	words, err := s.site.Settings(ctx)
	if err != nil {
		return nil, err
	}
	b := &Bench{Year: year, Format: f, Org: words.Get(site.SiteShort), Host: words.Get(site.Host)}
	if b.Previous, err = s.public(ctx, year-1); err != nil {
		return nil, err
	}
	if b.Public, err = s.public(ctx, year); err != nil {
		return nil, err
	}
	w, hands, said, err := s.stored(ctx, year)
	if err != nil {
		return nil, err
	}
	b.Version = w.Version
	if b.Prose, err = w.prose(); err != nil {
		return nil, err
	}
	var before map[string]report.Value
	if b.Previous != nil {
		before = b.Previous.Figures.Cells
	}
	c, err := s.cells(ctx, f, year, hands, before)
	if err != nil {
		return nil, err
	}
	b.Cells = c.all
	if s.counters != nil {
		if b.Counters, err = s.counters(ctx, year); err != nil {
			return nil, err
		}
	}
	for _, x := range s.sources {
		more, err := x.Suspects(ctx, f, year)
		if err != nil {
			return nil, err
		}
		b.Suspects = append(b.Suspects, more...)
	}
	if err := s.stand(ctx, b, by); err != nil {
		return nil, err
	}
	return b, s.find(ctx, b, c.values(), said)
}

// public reads a year's report as the public does; nil when there is none with
// figures that can be read.
func (s *Service) public(ctx context.Context, year int) (*Previous, error) {
	col, err := s.column(ctx)
	if err != nil {
		return nil, err
	}
	ctx = content.Aside(ctx) // a look, not a page
	id, err := s.content.ReportOf(ctx, col.ID, year)
	if k := fault.KindOf(err); k == fault.NotFound || k == fault.Gone {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := s.content.Live(ctx, id)
	if err != nil {
		return nil, err
	}
	fig, err := report.DecodeFigures(p.Figures)
	if err != nil {
		return nil, nil // typed by hand, without tables
	}
	parts := partsOf(fig, p.Body)
	prose := map[string]string{}
	for id, part := range parts {
		prose[id] = strings.ReplaceAll(strings.TrimSpace(report.TextFromHTML(part)), "\n", "\n\n")
	}
	return &Previous{Year: year, Document: id, Figures: fig, Text: p.Title + "\n" + report.TextFromHTML(p.Body), Day: calendar.Day(p.PublishedAt), Prose: prose, HTML: parts}, nil
}

// partsOf is the prose of a published report, by section.
func partsOf(fig report.Figures, body string) map[string]string {
	m := map[string]string{}
	f, ok := report.ByID(fig.Format)
	if !ok {
		return m
	}
	for _, p := range report.Compose(f, body) {
		m[p.SectionID] = p.HTML
	}
	return m
}

// stand looks where the year's document stands, and whether the workbench is open.
func (s *Service) stand(ctx context.Context, b *Bench, by identity.Actor) error {
	col, err := s.column(ctx)
	if err != nil {
		return err
	}
	if b.Document, err = s.content.ReportIn(ctx, col.ID, b.Year); err != nil {
		return err
	}
	if b.Document != 0 {
		t, err := s.review.Track(ctx, content.Ref(b.Document), identity.Actor{})
		if err != nil {
			return err
		}
		b.State = t.State
		if b.Imported, err = s.imported(ctx, b.Document); err != nil {
			return err
		}
	}
	_, b.Written = May(by)
	if b.Written && slices.Contains(moving, b.State) {
		b.Written, b.Why = false, "这一年的年报正在审核（"+b.State.Title()+"），撤回或者退回后才能修改。"
	}
	return nil
}

// imported reports whether the newest text of a document was not made here.
func (s *Service) imported(ctx context.Context, document uint64) (bool, error) {
	r, err := s.content.Latest(ctx, document)
	if err != nil {
		return false, err
	}
	fig, err := report.DecodeFigures(r.Figures)
	return err != nil || !fig.Has(report.Made), nil
}

// moving are the states in which others decide on the document.
var moving = []review.State{review.Section, review.Confidentiality, review.Approved, review.Held}

// unlocked refuses changes while the report is with its reviewers.
func (s *Service) unlocked(ctx context.Context, year int, by identity.Actor) error {
	b := &Bench{Year: year}
	if err := s.stand(ctx, b, by); err != nil {
		return err
	}
	if b.Why != "" {
		return fault.New(fault.Conflict, "%s", b.Why)
	}
	return nil
}

// Finding is what a rule says on the workbench.
type Finding struct {
	rules.Finding
	Section  string           // the chapter it belongs to: "s1" … "s6", "" for the whole
	Said     string           // why it may stand, "" while nobody said
	Suspects []report.Suspect // rows that may be the cause
}

// Blocks reports whether the report may not be submitted because of it.
func (f *Finding) Blocks() bool { return f.Status == rules.Fail && f.Severity == rules.Error }

// Asks reports whether somebody must say first why it may stand.
func (f *Finding) Asks() bool {
	return f.Status == rules.Fail && f.Severity == rules.Warning && f.Said == ""
}
