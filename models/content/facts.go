package content

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/screen"
	"gongkai/models/site"
)

// Facts are what a document says of itself beside its text (公文要素). They are
// signed with it. Days are written "2006-01-02"; "" is not said.
type Facts struct {
	Basis       string `json:"basis,omitempty"`        // 公开依据, an item of the 条例
	Number      string `json:"number,omitempty"`       // 发文字号
	Organ       string `json:"organ,omitempty"`        // 发布机构
	Subject     string `json:"subject,omitempty"`      // 主题分类, one of policy.Subjects
	Genre       string `json:"genre,omitempty"`        // 体裁, one of policy.Genres
	FormedOn    string `json:"formed_on,omitempty"`    // 成文日期
	EffectiveOn string `json:"effective_on,omitempty"` // 施行日期
	ExpiresOn   string `json:"expires_on,omitempty"`   // last day on which it holds
	LegalReview string `json:"legal_review,omitempty"` // 合法性审核 number
	DiscussedOn string `json:"discussed_on,omitempty"` // 集体讨论
	Filing      string `json:"filing,omitempty"`       // 备案号
	Exemption   string `json:"exemption,omitempty"`    // why a normative document has no interpretation

	Explains  policy.Form `json:"explains,omitempty"` // form of an interpretation
	Origin    string      `json:"origin,omitempty"`   // of a reprint: who published it first
	OriginAt  string      `json:"origin_at,omitempty"`
	Concern   string      `json:"concern,omitempty"` // of a response: where people raised it
	ConcernOn string      `json:"concern_on,omitempty"`
	Links     []Link      `json:"links,omitempty"` // by kind, then document

	Budget *Budget `json:"budget,omitempty"` // of 财政预决算
}

// Relation is how one document stands to another.
type Relation string

// The relations. The first two change what the other document is.
const (
	Amends      Relation = "amends"      // 修改
	Repeals     Relation = "repeals"     // 废止
	Interprets  Relation = "interprets"  // 解读
	Interpreted Relation = "interpreted" // is explained by; the same pair seen from the document
	RelatedTo   Relation = "related"     // 相关
)

// Relations lists the relations in the order of a form.
func Relations() []Relation { return []Relation{Amends, Repeals, Interprets, Interpreted, RelatedTo} }

// Link is a relation to another document of this site.
type Link struct {
	Kind Relation `json:"kind"`
	To   uint64   `json:"to"`
}

// tellFacts gives a draft its facts: those of the revision before, with what the
// form says of them.
func (s *Service) tellFacts(ctx context.Context, c *fault.Check, r, before *Revision, said Said, by identity.Actor) (err error) {
	var f Facts
	self := uint64(0)
	if before != nil {
		self = before.DocumentID
		if f, err = readFacts(before.Facts); err != nil {
			return err
		}
	}
	if len(said) > 0 {
		if f, err = s.told(ctx, c, f, said, self, by); err != nil {
			return err
		}
	}
	r.Facts = f.text()
	return nil
}

// Said reads the facts of a revision; one that cannot be read says nothing.
func (r *Revision) Said() Facts { f, _ := readFacts(r.Facts); return f }

// Said reads the facts of a public page.
func (p *Page) Said() Facts { f, _ := readFacts(p.Facts); return f }

// maxLinks bounds the documents that one relation may name.
const maxLinks = 40

// To lists the documents of one relation.
func (f *Facts) To(kind Relation) (ids []uint64) {
	for _, l := range f.Links {
		if l.Kind == kind {
			ids = append(ids, l.To)
		}
	}
	return ids
}

// Empty reports whether nothing is said.
func (f *Facts) Empty() bool { return f.text() == "" }

// text is the canonical JSON of the facts, "" when there are none.
func (f *Facts) text() string {
	b, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	if string(b) == "{}" {
		return ""
	}
	return string(b)
}

// readFacts reads what text wrote; "" is no facts.
func readFacts(text string) (f Facts, err error) {
	if text == "" {
		return f, nil
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return f, fmt.Errorf("content: facts: %w", err)
	}
	return f, nil
}

// Said is what a form says of a document's facts: by the name of the field what
// was typed. A field that is not there says nothing, and what was said before
// stays.
type Said map[string]string

// factField is one plain field of the facts.
type factField struct {
	name string
	what string // as messages call it
	most int    // runes
	at   func(*Facts) *string
}

// factFields are the plain fields, in the order of the forms. Names of fields
// are part of the desk's addresses and stay.
var factFields = []factField{
	{"basis", "公开依据", 100, func(f *Facts) *string { return &f.Basis }},
	{"number", "发文字号", 60, func(f *Facts) *string { return &f.Number }},
	{"organ", "发布机构", 100, func(f *Facts) *string { return &f.Organ }},
	{"subject", "主题分类", 60, func(f *Facts) *string { return &f.Subject }},
	{"genre", "体裁分类", 20, func(f *Facts) *string { return &f.Genre }},
	{"formed_on", "成文日期", 10, func(f *Facts) *string { return &f.FormedOn }},
	{"effective_on", "施行日期", 10, func(f *Facts) *string { return &f.EffectiveOn }},
	{"expires_on", "失效日期", 10, func(f *Facts) *string { return &f.ExpiresOn }},
	{"legal_review", "合法性审核编号", 60, func(f *Facts) *string { return &f.LegalReview }},
	{"discussed_on", "集体讨论日期", 10, func(f *Facts) *string { return &f.DiscussedOn }},
	{"filing", "备案号", 60, func(f *Facts) *string { return &f.Filing }},
	{"exemption", "不解读的理由", 200, func(f *Facts) *string { return &f.Exemption }},
	{"explains", "解读形式", 10, func(f *Facts) *string { return (*string)(&f.Explains) }},
	{"origin", "转载来源", 100, func(f *Facts) *string { return &f.Origin }},
	{"origin_at", "原文网址", 500, func(f *Facts) *string { return &f.OriginAt }},
	{"concern", "关切来源", 100, func(f *Facts) *string { return &f.Concern }},
	{"concern_on", "关切日期", 10, func(f *Facts) *string { return &f.ConcernOn }},
}

// parts are the words of the facts, to be looked through as the text is.
func (f *Facts) parts() (parts []screen.Part) {
	for _, x := range factFields {
		if v := *x.at(f); v != "" {
			parts = append(parts, screen.Part{Field: x.name, Name: x.what, Text: v})
		}
	}
	if f.Budget != nil {
		parts = append(parts, f.Budget.parts()...)
	}
	return parts
}

// FactParts are the words of a revision's facts, to be looked through.
func (r *Revision) FactParts() []screen.Part {
	f := r.Said()
	return f.parts()
}

// FactFields are the names of all fields that Said may have.
func FactFields() (names []string) {
	for _, f := range factFields {
		names = append(names, f.name)
	}
	for _, k := range Relations() {
		names = append(names, string(k))
	}
	return append(names, budgetNames()...)
}

// Said is the facts as a form shows them.
func (f *Facts) Said() Said {
	s := Said{}
	for _, x := range factFields {
		if v := *x.at(f); v != "" {
			s[x.name] = v
		}
	}
	for _, k := range Relations() {
		var ids []string
		for _, id := range f.To(k) {
			ids = append(ids, strconv.FormatUint(id, 10))
		}
		if len(ids) > 0 {
			s[string(k)] = strings.Join(ids, "、")
		}
	}
	if f.Budget != nil {
		f.Budget.said(s)
	}
	return s
}

// told returns before with what a form says of it. self is the document's own
// number, 0 for a new one.
func (s *Service) told(ctx context.Context, c *fault.Check, before Facts, said Said, self uint64, by identity.Actor) (Facts, error) {
	f := before
	f.Links = nil
	for _, x := range factFields {
		v, ok := said[x.name]
		if !ok {
			continue
		}
		v = line(v)
		*x.at(&f) = v
		c.If(utf8.RuneCountInString(v) > x.most, x.name, "%s不超过 %d 个字。", x.what, x.most)
		if strings.HasSuffix(x.name, "_on") && v != "" {
			_, err := calendar.ParseDay(v)
			c.If(err != nil, x.name, "%s应写成 2026-01-31 这样的日期。", x.what)
		}
	}
	f.check(c)
	why, err := s.barredOrigin(ctx, f.OriginAt)
	if err != nil {
		return f, err
	}
	c.If(why != "", "origin_at", "%s", why)
	f.Budget = toldBudget(c, before.Budget, said)
	for _, k := range Relations() {
		typed, ok := said[string(k)]
		ids := before.To(k)
		if ok {
			var err error
			if ids, err = s.named(ctx, c, string(k), typed, self, by); err != nil {
				return f, err
			}
		}
		for _, id := range ids {
			f.Links = append(f.Links, Link{k, id})
		}
	}
	return f, nil
}

// check looks at what the fields say together.
func (f *Facts) check(c *fault.Check) {
	c.If(f.Subject != "" && !slices.Contains(policy.Subjects, f.Subject), "subject", "请从列表中选择主题分类。")
	c.If(f.Genre != "" && !slices.Contains(policy.Genres, f.Genre), "genre", "请从列表中选择体裁分类。")
	c.If(f.Explains != "" && f.Explains.Title() == "", "explains", "请从列表中选择解读形式。")
	c.If(f.EffectiveOn != "" && f.ExpiresOn != "" && f.ExpiresOn < f.EffectiveOn, "expires_on", "失效日期不能早于施行日期。")
	c.If(f.FormedOn != "" && f.EffectiveOn != "" && f.EffectiveOn < f.FormedOn, "effective_on", "施行日期不能早于成文日期。")
	if f.OriginAt != "" {
		u, err := url.Parse(f.OriginAt)
		bad := err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !strings.Contains(u.Hostname(), ".") || strings.ContainsFunc(f.OriginAt, unfit)
		c.If(bad, "origin_at", "原文网址须以 https:// 或 http:// 开头，并且写完整。")
	}
}

// named reads a list of documents: numbers or addresses, as a person separates
// them. A document that is neither public nor the writer's to read is not known.
func (s *Service) named(ctx context.Context, c *fault.Check, field, typed string, self uint64, by identity.Actor) (ids []uint64, err error) {
	words := apart(typed)
	c.If(len(words) > maxLinks, field, "这一项最多填写 %d 篇。", maxLinks)
	for _, w := range words[:min(len(words), maxLinks)] {
		id, err := s.pointed(ctx, w)
		if err != nil {
			return nil, err
		}
		known := false
		if id != 0 && id != self {
			if known, err = s.knows(ctx, id, by); err != nil {
				return nil, err
			}
		}
		switch {
		case id != 0 && id == self:
			c.Say(field, "不能指向这篇稿件自己。")
		case !known:
			c.Say(field, "没有找到“%s”这篇稿件。请填写稿件的编号或者它在本站的网址，几篇之间用顿号隔开。", clip(w, 40))
		case !slices.Contains(ids, id):
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// knows reports whether a document is public, or by's to read.
func (s *Service) knows(ctx context.Context, id uint64, by identity.Actor) (bool, error) {
	public, err := s.AmongLive(ctx, []uint64{id})
	if err != nil || len(public) > 0 {
		return len(public) > 0, err
	}
	_, err = s.review.Track(ctx, Ref(id), by)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

func clip(s string, n int) string {
	if rs := []rune(s); len(rs) > n {
		return string(rs[:n]) + "…"
	}
	return s
}

// A lack is something that a document's facts do not say and should.
type lack struct {
	field string
	must  bool // level 2 is not signed without it
	text  string
	fix   string // what the field should say instead, where that can be told
}

// lacks lists what the facts of a document of this kind do not say, apart from
// its interpretation. The title says what facts of a budget leave out.
func (f *Facts) lacks(h policy.Holding, title string) (all []lack) {
	say := func(bad bool, field string, must bool, text string) {
		if bad {
			all = append(all, lack{field: field, must: must, text: text})
		}
	}
	if h.Own() {
		must := h == policy.Normative
		say(f.Number == "", "number", must, h.Title()+"应填写发文字号。")
		say(f.FormedOn == "", "formed_on", must, h.Title()+"应填写成文日期。")
		if why, fix := policy.CheckNumber(f.Number); why != "" {
			all = append(all, lack{"number", must, why, fix})
		}
		say(f.Subject == "", "subject", false, "请选择主题分类，读者按它查找文件。")
	}
	if h == policy.Budget {
		b := f.Budget.complete(title)
		all = append(all, b.lacks()...)
	}
	say(f.Origin == "" && f.OriginAt != "", "origin", true, "填写了原文网址，也请填写转载来源。")
	say(h == policy.Reprint && f.Origin == "", "origin", true, "转载的信息须填写转载来源和原文网址。")
	say(f.Origin != "" && f.OriginAt == "", "origin_at", h == policy.Reprint, "请填写转载信息的原文网址。")
	say(h == policy.Response && f.Concern == "", "concern", false, "请填写关切来源，例如 网民留言、12345 热线、媒体报道。")
	say(h == policy.Interpretation && len(f.To(Interprets)) == 0, "interprets", false, "请填写解读的是哪一份文件，两边的页面才会出现链接。")
	say(h == policy.Interpretation && f.Explains == "", "explains", false, "请选择解读形式。")
	return all
}

// BasisOf is the legal basis of a document's publication: its own, or that of
// the item of 条例第二十条 that its column stands for; "" when neither says one.
func (f *Facts) BasisOf(col *site.Column) string {
	if f.Basis != "" || col == nil || col.Article20 == "" {
		return f.Basis
	}
	return "条例第二十条" + col.Article20
}
