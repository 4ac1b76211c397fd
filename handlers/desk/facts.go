package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"strings"

	"gongkai/models/content"
	"gongkai/models/policy"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// said takes from a posted form what it says of the document's facts: the fields
// that it has. What it lacks stays as it was.
func said(f *web.Values) content.Said {
	s := content.Said{}
	for _, name := range content.FactFields() {
		if f.Has(name) {
			s[name] = f.Get(name)
		}
	}
	return s
}

// organ begins the facts of the bureau's own official documents with its name.
func (h *Handler) organ(ctx context.Context, f *content.Form) error {
	tree, err := h.app.Site.Tree(ctx)
	if err != nil {
		return err
	}
	col := tree.ByPath(f.Column)
	if col == nil || !col.Holds.Own() || f.Said["organ"] != "" {
		return nil
	}
	words, err := h.app.Site.Settings(ctx)
	if err == nil {
		f.Said = maps.Clone(f.Said)
		if f.Said == nil {
			f.Said = content.Said{}
		}
		f.Said["organ"] = words.Get(site.SiteName)
	}
	return err
}

// withSaid adds what a form says of the facts to its values.
func withSaid(v url.Values, s content.Said) url.Values {
	for name, text := range s {
		v.Set(name, text)
	}
	return v
}

// factFields says which facts the form of a column asks for; nil is no column.
func (k *cast) factFields(col *site.Column, values url.Values) (x deskview.FactFields, err error) {
	x = deskview.FactFields{Bases: basisOptions(col, values.Get("basis")), Find: href.FindDocuments(k.ctx)}
	if x.Named, err = k.namedIn(values); err != nil || col == nil {
		return x, err
	}
	x.Kind, x.Policy, x.Normative, x.Own = col.Holds.Title(), col.Holds.Policy(), col.Holds == policy.Normative, col.Holds.Own()
	x.Explains, x.Responds, x.Reprint = col.Holds.Explains(), col.Holds == policy.Response, col.Holds == policy.Reprint
	if col.Holds == policy.Budget {
		x.Budget = budgetFields(values)
	}
	x.Subjects, x.Genres = choices("请选择", policy.Subjects), choices("按标题", policy.Genres)
	x.Forms = []ui.Option{{Text: "请选择"}}
	for _, f := range policy.Forms() {
		x.Forms = append(x.Forms, ui.Option{Value: string(f), Text: f.Title()})
	}
	return x, nil
}

func choices(first string, words []string) []ui.Option {
	list := []ui.Option{{Text: first}}
	for _, w := range words {
		list = append(list, ui.Option{Value: w, Text: w})
	}
	return list
}

// basisOptions are the items of 条例第二十条, before them that of the column and
// after them what stands in the document and is none of these.
func basisOptions(col *site.Column, stands string) []ui.Option {
	first := "按栏目"
	if none := (&content.Facts{}).BasisOf(col); none != "" {
		first += "：" + none
	}
	list := []ui.Option{{Text: first}}
	for _, item := range strings.Split("一二三四五六七八九", "") {
		list = append(list, ui.Option{Value: "条例第二十条（" + item + "）", Text: "条例第二十条（" + item + "）"})
	}
	for _, item := range []string{"十", "十一", "十二", "十三", "十四", "十五"} {
		list = append(list, ui.Option{Value: "条例第二十条（" + item + "）", Text: "条例第二十条（" + item + "）"})
	}
	list = append(list, ui.Option{Value: "条例第十九条", Text: "条例第十九条"}, ui.Option{Value: "条例第二十一条", Text: "条例第二十一条"})
	for _, o := range list {
		if o.Value == stands {
			return list
		}
	}
	return append(list, ui.Option{Value: stands, Text: stands})
}

// factLines are a revision's facts as people read them, in their order; what is
// not said is left out unless all are wanted, as a comparison does.
func (k *cast) factLines(r *content.Revision, all bool) (fs []deskview.Fact) {
	f := r.Said()
	add := func(name, text string) {
		if text != "" || all {
			fs = append(fs, deskview.Fact{Name: name, Text: text})
		}
	}
	add("公开依据", f.BasisOf(k.tree.ByID(r.ColumnID)))
	add("发文字号", f.Number)
	add("发布机构", f.Organ)
	add("主题分类", f.Subject)
	add("体裁分类", f.Genre)
	add("成文日期", f.FormedOn)
	add("施行日期", f.EffectiveOn)
	add("失效日期", f.ExpiresOn)
	add("合法性审核", f.LegalReview)
	add("集体讨论", f.DiscussedOn)
	add("备案号", f.Filing)
	add("不解读的理由", f.Exemption)
	add("解读形式", f.Explains.Title())
	add("转载来源", f.Origin)
	add("原文网址", f.OriginAt)
	add("关切来源", f.Concern)
	add("关切日期", f.ConcernOn)
	if f.Budget != nil || all {
		budgetLines(f.Budget, add)
	}
	for _, kind := range content.Relations() {
		ids := f.To(kind)
		if len(ids) == 0 && all {
			fs = append(fs, deskview.Fact{Name: relationNames[kind]})
		}
		for _, id := range ids {
			fs = append(fs, k.relation(kind, id))
		}
	}
	return append(fs, noteLines(r.Figures)...)
}

// relation names a document that another one names; what this person may not
// read has its number alone.
func (k *cast) relation(kind content.Relation, id uint64) deskview.Fact {
	f := deskview.Fact{Name: relationNames[kind], Text: fmt.Sprintf("稿件 %d（没有公开，您不能查看）", id)}
	known, err := k.docs.Known(k.ctx, id, k.by)
	if err != nil || known.Title == "" {
		return f
	}
	f.Text = known.Title
	if known.Open {
		f.Href = href.Document(k.ctx, id)
	} else {
		f.Href = href.Short(k.ctx, id)
	}
	return f
}

// factConflicts shows the facts that two people have changed to different words.
func factConflicts(mine, theirs content.Said) (fs []deskview.ConflictField) {
	for _, name := range content.FactFields() {
		if m, typed := mine[name]; typed && m != theirs[name] {
			f := deskview.ConflictField{Name: name, Label: cmp.Or(factNames[name], content.BudgetFieldName(name)), Mine: m, Theirs: theirs[name], Options: budgetChoices(name)}
			if strings.HasSuffix(name, "_on") {
				f.Kind = "date"
			}
			fs = append(fs, f)
		}
	}
	return fs
}

// factNames are the fields in words.
var factNames = map[string]string{
	"basis": "公开依据", "number": "发文字号", "organ": "发布机构", "subject": "主题分类", "genre": "体裁分类", "formed_on": "成文日期", "effective_on": "施行日期",
	"expires_on": "失效日期", "legal_review": "合法性审核编号", "discussed_on": "集体讨论日期", "filing": "备案号", "exemption": "不解读的理由", "explains": "解读形式",
	"origin": "转载来源", "origin_at": "原文网址", "concern": "关切来源", "concern_on": "关切日期", "amends": "修改的文件", "repeals": "废止的文件", "interprets": "解读的文件", "interpreted": "解读", "related": "相关文件",
}

// relationNames are the relations in words.
var relationNames = map[content.Relation]string{
	content.Amends: "修改", content.Repeals: "废止", content.Interprets: "解读的文件", content.Interpreted: "解读", content.RelatedTo: "相关文件",
}

// namedIn are the documents that the relations of a form name, by field.
func (k *cast) namedIn(values url.Values) (map[string][]ui.Link, error) {
	all := map[string][]ui.Link{}
	for _, kind := range content.Relations() {
		ids, err := k.docs.Named(k.ctx, values.Get(string(kind)), k.by)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			l := k.relation(kind, id)
			all[string(kind)] = append(all[string(kind)], ui.Link{Text: l.Text, Href: l.Href})
		}
	}
	return all, nil
}

// mergeFacts joins lines of one name, so that two revisions have the same lines.
func mergeFacts(lines []deskview.Fact) (out []deskview.Fact) {
	for _, f := range lines {
		if n := len(out); n > 0 && out[n-1].Name == f.Name {
			out[n-1].Text += "；" + f.Text
			continue
		}
		out = append(out, f)
	}
	return out
}

// holdOptions are the kinds of documents that a column may keep.
func holdOptions() (list []ui.Option) {
	for _, h := range policy.Holdings() {
		list = append(list, ui.Option{Value: string(h), Text: h.Title()})
	}
	return list
}
