package desk

import (
	"fmt"
	"strings"

	"gongkai/handlers/sheets"
	"gongkai/models/content"
	"gongkai/models/diff"
	"gongkai/models/markup"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// difference is one comparison as a page wants it. A nil from shows to alone.
type difference struct {
	k        *cast
	from, to *content.Revision
	old, new ui.Link // how the two are called
	all      bool    // folds nothing away
	open     string  // the one fold that is open
	fold     func(first string) string
	threads  map[int][]deskview.Thread // by block of to
	remark   func(block int) ui.Link   // nil where no remarks are made
	shown    diff.Counts
}

// page makes the comparison and counts what was changed.
func (d *difference) page() (deskview.Diff, error) {
	p := deskview.Diff{Old: d.old, New: d.new}
	blocks := d.to.Blocks()
	before := blocks
	if d.from != nil {
		before = d.from.Blocks()
		p.Fields, p.Files = d.fields(), fileChanges(diff.Files(enclosed(d.from), enclosed(d.to)))
	} else {
		p.Old = ui.Link{}
	}
	lines := diff.Blocks(before, blocks)
	d.shown = diff.Count(lines)
	p.Parts = d.parts(lines, "", "p", true)
	figures, changed, err := d.figures()
	if err != nil {
		return p, err
	}
	p.Parts = append(p.Parts, figures...)
	p.Equal = d.from != nil && !d.shown.Any() && !changed && len(p.Fields)+len(p.Files) == 0
	p.Summary = d.summary(len(blocks))
	return p, nil
}

// figures compares the statutory tables, whose rows no remark can be made on.
func (d *difference) figures() (parts []deskview.DiffPart, changed bool, err error) {
	heading, draw := "统计表", func(r *content.Revision) (markup.HTML, error) { return sheets.Figures(d.k.ctx, r.Figures) }
	if d.to.Roll != "" || d.from != nil && d.from.Roll != "" {
		heading, draw = "清单", func(r *content.Revision) (markup.HTML, error) { return sheets.RollRows(d.k.ctx, r.Roll) }
	}
	now, err := draw(d.to)
	if err != nil {
		return nil, false, err
	}
	was := now
	if d.from != nil {
		if was, err = draw(d.from); err != nil {
			return nil, false, err
		}
	}
	if now == "" && was == "" {
		return nil, false, nil
	}
	lines := diff.Blocks(markup.Blocks(was), markup.Blocks(now))
	return d.parts(lines, heading, "t", false), diff.Count(lines).Any(), nil
}

func (d *difference) parts(lines []diff.Line, heading, prefix string, remarks bool) (parts []deskview.DiffPart) {
	folds := []diff.Fold{{Lines: lines}}
	if d.from != nil && !d.all {
		folds = diff.Folds(lines)
	}
	for _, f := range folds {
		part := deskview.DiffPart{Heading: heading}
		heading = ""
		first, last := f.Lines[0], f.Lines[len(f.Lines)-1]
		if name := fmt.Sprint(prefix, first.New); f.Hidden && d.open != name && !(remarks && d.talked(f.Lines)) {
			part.Fold = ui.Link{Text: fmt.Sprintf("展开未改动的第 %d 至 %d 段（%d 段）", first.New, last.New, len(f.Lines)), Href: d.fold(name) + "#" + fmt.Sprint(prefix, max(1, first.New-1))}
			parts = append(parts, part)
			continue
		}
		for _, l := range f.Lines {
			part.Rows = append(part.Rows, d.row(l, prefix, remarks))
		}
		parts = append(parts, part)
	}
	return parts
}

// talked reports whether somebody has remarked on one of the lines.
func (d *difference) talked(lines []diff.Line) bool {
	for _, l := range lines {
		if len(d.threads[l.New]) > 0 {
			return true
		}
	}
	return false
}

var lineTones = map[diff.Kind]string{diff.Changed: "chg", diff.Dress: "chg", diff.Added: "add", diff.Removed: "del", diff.Moved: "move", diff.Left: "del"}

func (d *difference) row(l diff.Line, prefix string, remarks bool) deskview.DiffRow {
	r := deskview.DiffRow{Tone: lineTones[l.Kind], Look: look(&l.Block), Mark: lineMark(l)}
	r.Old, r.New = sides(l)
	if l.New == 0 || l.Kind == diff.Left {
		r.No = fmt.Sprintf("原 %d", l.Old)
		return r
	}
	r.No, r.ID = fmt.Sprint(l.New), fmt.Sprint(prefix, l.New)
	if remarks {
		r.Threads = d.threads[l.New]
		if d.remark != nil {
			r.Remark = d.remark(l.New)
		}
	}
	return r
}

func lineMark(l diff.Line) string {
	switch {
	case l.Kind == diff.Moved:
		return fmt.Sprintf("移动自第 %d 段", l.Old)
	case l.Kind == diff.Left:
		return fmt.Sprintf("移到第 %d 段", l.New)
	case l.Kind == diff.Dress && l.Before.Kind != l.Block.Kind:
		return "段落样式有改动"
	case l.Kind == diff.Dress:
		return "格式有改动"
	case l.Kind == diff.Changed && l.Block.Src != l.Before.Src:
		return "图片已更换"
	}
	return ""
}

func look(b *markup.Block) string {
	switch b.Kind {
	case "h2", "h3", "h4", "h5", "h6", "caption":
		return "head"
	case "li", "dd":
		return "item"
	case "img":
		return "img"
	}
	return ""
}

// sides are the two halves of a line.
func sides(l diff.Line) (before, after deskview.DiffSide) {
	before, after = deskview.DiffSide{Src: l.Before.Src}, deskview.DiffSide{Src: l.Block.Src}
	before.Absent = l.Old == 0
	after.Absent = l.New == 0 || l.Kind == diff.Left
	before.Spans, after.Spans = half(l.Spans, diff.Cut), half(l.Spans, diff.Put)
	for _, c := range l.Cells {
		if c.Kind != diff.Added {
			before.Cells = append(before.Cells, half(c.Spans, diff.Cut))
		}
		if c.Kind != diff.Removed {
			after.Cells = append(after.Cells, half(c.Spans, diff.Put))
		}
	}
	return before, after
}

func half(spans []diff.Span, side diff.Op) (out []deskview.DiffSpan) {
	for _, s := range spans {
		switch {
		case s.Op == diff.Keep:
			out = append(out, deskview.DiffSpan{Text: s.Text})
		case s.Op == side && side == diff.Cut:
			out = append(out, deskview.DiffSpan{Text: s.Text, Tone: "del"})
		case s.Op == side:
			out = append(out, deskview.DiffSpan{Text: s.Text, Tone: "ins"})
		}
	}
	return out
}

// fields compares what is published beside the body.
func (d *difference) fields() (rows []deskview.DiffRow) {
	was, now := d.facts(d.from), d.facts(d.to)
	for i := range now {
		if was[i].Text == now[i].Text {
			continue
		}
		spans := diff.Text(was[i].Text, now[i].Text)
		rows = append(rows, deskview.DiffRow{No: now[i].Name, Tone: "chg", Old: deskview.DiffSide{Spans: half(spans, diff.Cut), Absent: was[i].Text == ""},
			New: deskview.DiffSide{Spans: half(spans, diff.Put), Absent: now[i].Text == ""}})
	}
	return rows
}

func (d *difference) facts(r *content.Revision) []deskview.Fact {
	kind := map[string]string{content.FirstChange: "", content.Minor: "小改", content.Correction: "更正", content.Superseded: "被替代、废止"}[r.ChangeKind]
	fs := []deskview.Fact{{Name: "标题", Text: r.Title}, {Name: "栏目", Text: d.k.column(r.ColumnID)}, {Name: "来源", Text: r.Source},
		{Name: "发布时间", Text: publishText(r.PublishAt)}, {Name: "更正性质", Text: kind}, {Name: "公开说明", Text: r.PublicNote},
		{Name: "有效性", Text: standingText(r.Standing)}, {Name: "现行的文件", Text: pointerText(r.Successor)}}
	return append(fs, mergeFacts(d.k.factLines(r, true))...)
}

// summary counts in words.
func (d *difference) summary(blocks int) string {
	words := []string{fmt.Sprintf("共 %d 段", blocks)}
	if d.from == nil {
		return words[0]
	}
	if text := changedText(d.shown); text != "" {
		return strings.Join(append(words, text), " · ")
	}
	return words[0] + " · 正文没有改动"
}

func changedText(c diff.Counts) string {
	var words []string
	for _, w := range []struct {
		n    int
		text string
	}{{c.Changed, "改动 %d 段"}, {c.Added, "新增 %d 段"}, {c.Removed, "删去 %d 段"}, {c.Moved, "移动 %d 段"}, {c.Dress, "格式改动 %d 段"}} {
		if w.n > 0 {
			words = append(words, fmt.Sprintf(w.text, w.n))
		}
	}
	return strings.Join(words, "，")
}

// remarkOn leads to the form of a remark on a block.
func (k *cast) remarkOn(id uint64) func(block int) ui.Link {
	return func(block int) ui.Link {
		return ui.Link{Text: fmt.Sprintf("给第 %d 段写批注", block), Href: href.Comments(k.ctx, id, block)}
	}
}

// enclosed are the attachments of a revision as a comparison needs them.
func enclosed(r *content.Revision) (list []diff.File) {
	for _, a := range r.Attachments {
		list = append(list, diff.File{Name: a.Name, Digest: a.Digest, Size: a.Size, Alt: a.Alt})
	}
	return list
}
