package models

import (
	"context"
	"errors"
	"io"
	"strconv"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/extract"
	"gongkai/models/fault"
	"gongkai/models/markup"
	"gongkai/models/policy"
	"gongkai/models/search"
	"gongkai/models/site"
)

// searched is what the search finds: public documents as models/content knows
// them, in the words of models/search.
type searched struct{ *App }

// Identity implements search.Source: the first entry of the ledger.
func (a searched) Identity(ctx context.Context) (uint64, error) {
	e, err := a.Ledger.Entry(ctx, 1)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return identity64(e), nil
}

func identity64(e *audit.Entry) uint64 {
	n, _ := strconv.ParseUint(e.Hash[:min(len(e.Hash), 15)], 16, 64)
	return n
}

// Latest implements search.Source.
func (a searched) Latest(ctx context.Context) (uint64, error) { return a.Site.Latest(ctx) }

// Changes implements search.Source.
func (a searched) Changes(ctx context.Context, after, until uint64) ([]uint64, error) {
	return a.Site.Changes(ctx, after, until)
}

// After implements search.Source.
func (a searched) After(ctx context.Context, id uint64, n int) ([]search.Doc, error) {
	ps, err := a.Content.WholeAfter(ctx, id, n)
	if err != nil {
		return nil, err
	}
	return a.docs(ctx, ps)
}

// Docs implements search.Source.
func (a searched) Docs(ctx context.Context, ids []uint64) ([]search.Doc, error) {
	ps, err := a.Content.Whole(ctx, ids)
	if err != nil {
		return nil, err
	}
	return a.docs(ctx, ps)
}

func (a searched) docs(ctx context.Context, ps []content.Page) ([]search.Doc, error) {
	if len(ps) == 0 {
		return nil, nil
	}
	tree, err := a.Site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	docs := make([]search.Doc, len(ps))
	for i := range ps {
		docs[i] = docOf(&ps[i], tree.ByID(ps[i].ColumnID))
	}
	return docs, nil
}

func docOf(p *content.Page, col *site.Column) search.Doc {
	facts := p.Said()
	d := search.Doc{ID: p.DocumentID, Title: p.Title, Text: markup.Text(markup.HTML(p.Body)), Number: facts.Number, Index: p.IndexText, Column: p.ColumnID,
		Type: typeOf(p, col), Year: calendar.Year(p.PublishedAt), PublishedAt: p.PublishedAt}
	switch {
	case p.Standing.Over():
		d.Validity = search.Over
	case p.Standing == content.Amended:
		d.Validity = search.Amended
	case col != nil && col.Holds.Policy():
		d.Validity = search.InForce
	}
	for _, f := range p.Attachments {
		if f.Kind == content.Enclosure {
			d.Attachments = append(d.Attachments, search.Attachment{Key: f.Key, Name: f.Name, Type: f.Type, Size: f.Size, Digest: f.Digest})
		}
	}
	return d
}

// typeOf is what a document is to a reader, by where it stands.
func typeOf(p *content.Page, col *site.Column) search.Type {
	switch {
	case p.ReportYear != nil:
		return search.Report
	case col == nil:
		return search.Other
	}
	switch col.Holds {
	case policy.Normative, policy.Document, policy.Superior:
		return search.Policy
	case policy.Interpretation:
		return search.Interpretation
	case policy.Response:
		return search.Response
	case policy.Budget:
		return search.Budget
	}
	switch {
	case p.Roll != "":
		return search.Roll
	case col.Statutory():
		return search.Statutory
	case col.KindWord == "通知公告" || policy.GenreOf(p.Title) == "公告" || policy.GenreOf(p.Title) == "通告":
		return search.Notice
	}
	return search.News
}

// Read implements search.Source.
func (a searched) Read(ctx context.Context, f search.Attachment) ([]search.Part, error) {
	in, err := a.Files.Open(f.Digest)
	if err != nil {
		return nil, errors.New("文件不在，无法读取")
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, extract.MaxFile+1))
	if err != nil {
		return nil, errors.New("文件无法读取")
	}
	parts, err := extract.Read(ctx, f.Type, b)
	if err != nil {
		return nil, err
	}
	out := make([]search.Part, len(parts))
	for i, p := range parts {
		out[i] = search.Part{Place: p.Place, Text: p.Text}
	}
	return out, nil
}
