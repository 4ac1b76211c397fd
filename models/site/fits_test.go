package site_test

import (
	"testing"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/policy"
	"gongkai/models/site"
)

// Below 政府信息公开 stands nothing but what the law asks for, whether a column is
// made there or changed later; the same columns are welcome elsewhere.
func TestNoNewsAmongStatutoryColumns(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		tree, err := b.Site.Tree(t.Context())
		modeltest.Must(t, err)
		root, elsewhere := tree.ByPath(site.StatutoryRoot), tree.ByPath("xwdt")
		form := func(parent *site.Column, slug string) site.ColumnForm {
			return site.ColumnForm{Parent: parent.ID, Slug: slug, Name: "栏目 " + slug, PageType: site.List, Description: "一句话说明。", Keywords: "词", KindWord: "信息公开目录"}
		}
		for field, bad := range map[string]func(*site.ColumnForm){
			"kind": func(f *site.ColumnForm) { f.KindWord = "政务动态" }, "holds": func(f *site.ColumnForm) { f.Holds = policy.Interpretation },
			"type": func(f *site.ColumnForm) { f.PageType = site.Special },
		} {
			f := form(root, "a"+field)
			bad(&f)
			_, err := b.Site.CreateColumn(t.Context(), f, identity.Actor{})
			if modeltest.Want(t, err, fault.Invalid); fault.FieldsOf(err)[field] == "" {
				t.Errorf("%s: %v", field, fault.FieldsOf(err))
			}
			out := form(elsewhere, "a"+field)
			bad(&out)
			_, err = b.Site.CreateColumn(t.Context(), out, identity.Actor{})
			modeltest.Must(t, err)
			good, err := b.Site.CreateColumn(t.Context(), form(root, "b"+field), identity.Actor{})
			modeltest.Must(t, err)
			f = form(root, "")
			f.Name = good.Name
			bad(&f)
			modeltest.Want(t, b.Site.ChangeColumn(t.Context(), good.ID, good.Version, f, identity.Actor{}), fault.Invalid)
		}
	})
}
