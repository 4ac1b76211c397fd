package sitereport

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/site"
)

// Sheet is the form of one year as it stands.
type Sheet struct {
	Year     int
	Version  int
	Site     string // name of the site
	Host     string
	Lines    map[string]*Line // by field
	Findings []Finding
	Document uint64
	State    review.State // of the document, "" for none
	Open     bool         // this person may change it now
	Why      string       // why not, when this person may in principle
}

// Line is one field with its value.
type Line struct {
	Field
	Value  string
	Known  *Known // what is counted, nil when nobody counts it
	Hand   bool   // filled in, not counted
	Reason string
}

// Finding is a rule that does not hold. One that stops the form must be put right,
// any other explained.
type Finding struct {
	Rule   string
	Fields []string
	Text   string
	Stops  bool
	Said   string
}

// Asks reports whether somebody must say first why it may stand.
func (f *Finding) Asks() bool { return !f.Stops && f.Said == "" }

// Open computes a year's form. Faults: Forbidden, NotFound.
func (s *Service) Open(ctx context.Context, year int, by identity.Actor) (*Sheet, error) {
	if err := mayRead(by); err != nil {
		return nil, err
	}
	return s.open(ctx, year, by)
}

func (s *Service) open(ctx context.Context, year int, by identity.Actor) (*Sheet, error) {
	if err := s.exists(ctx, year); err != nil {
		return nil, err
	}
	words, err := s.site.Settings(ctx)
	if err != nil {
		return nil, err
	}
	w, entries, err := s.stored(ctx, year)
	if err != nil {
		return nil, err
	}
	known, err := s.source(ctx, year)
	if err != nil {
		return nil, fmt.Errorf("sitereport: %d: %w", year, err)
	}
	x := &Sheet{Year: year, Version: w.Version, Site: words.Get(site.SiteName), Host: words.Get(site.Host), Lines: map[string]*Line{}, Document: w.DocumentID}
	for _, b := range form.Blocks {
		for _, f := range b.Fields {
			x.Lines[f.ID] = line(f, known, entries)
		}
	}
	x.find(entries)
	return x, s.stand(ctx, x, by)
}

func line(f Field, known map[string]Known, entries map[string]entry) *Line {
	l := &Line{Field: f, Value: f.First}
	if k, ok := known[f.From]; ok && f.From != "" {
		l.Known, l.Value = &k, k.Value
	}
	if e, ok := entries[f.ID]; ok {
		l.Value, l.Reason, l.Hand = e.Value, e.Reason, true
	}
	return l
}

// find asks the rules.
func (x *Sheet) find(entries map[string]entry) {
	for _, b := range form.Blocks {
		for _, f := range b.Fields {
			if l := x.Lines[f.ID]; l.Value == "" && !f.Optional {
				x.Findings = append(x.Findings, Finding{Rule: "YR-0", Fields: []string{f.ID}, Stops: true, Text: "“" + b.Title + "”的“" + f.Label + "”还没有填写，没有的写 0 或者“否”。"})
			}
		}
	}
	for _, r := range form.Rules {
		holds, known, numbers := r.holds(func(id string) string { return x.Lines[id].Value })
		if !known || holds {
			continue
		}
		f := Finding{Rule: r.ID, Fields: slices.Concat(r.Left, r.Right), Text: r.Says + "：" + numbers + "。"}
		if e, ok := entries[r.ID]; ok && e.Value == f.Text {
			f.Said = e.Reason
		}
		x.Findings = append(x.Findings, f)
	}
}

// stored reads a year; one that nobody touched has version 0.
func (s *Service) stored(ctx context.Context, year int) (work, map[string]entry, error) {
	var ws []work
	var es []entry
	db := s.store.DB(ctx)
	if err := cmp.Or(db.Where("year = ?", year).Find(&ws).Error, db.Where("year = ?", year).Find(&es).Error); err != nil {
		return work{}, nil, fmt.Errorf("sitereport: %d: %w", year, err)
	}
	w, m := work{Year: year}, map[string]entry{}
	if len(ws) > 0 {
		w = ws[0]
	}
	for _, e := range es {
		m[e.Field] = e
	}
	return w, m, nil
}

// stand looks where the year's document stands.
func (s *Service) stand(ctx context.Context, x *Sheet, by identity.Actor) error {
	x.Open = mayWrite(by) == nil
	if x.Document == 0 {
		return nil
	}
	t, err := s.review.Track(ctx, content.Ref(x.Document), identity.Actor{})
	if fault.KindOf(err) == fault.NotFound { // discarded: the next one is a new document
		x.Document = 0
		return nil
	}
	if err != nil {
		return err
	}
	x.State = t.State
	if x.Open && slices.Contains([]review.State{review.Section, review.Confidentiality, review.Approved, review.Held}, x.State) {
		x.Open, x.Why = false, "这一年的报表正在审核（"+x.State.Title()+"），撤回或者退回后才能修改。"
	}
	return nil
}
