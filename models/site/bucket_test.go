package site_test

import (
	"testing"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/policy"
	"gongkai/models/site"
)

// Where a column is counted follows from what it is, unless it says so itself; a
// class that is none is refused.
func TestBuckets(t *testing.T) {
	for want, c := range map[site.Bucket][]site.Column{
		site.News:      {{KindWord: "政务动态"}, {KindWord: "通知公告"}, {KindWord: "机构职能", Counts: site.News}},
		site.Overview:  {{KindWord: "机构职能"}, {KindWord: "信息公开指南"}},
		site.Catalogue: {{KindWord: "信息公开目录"}, {KindWord: "文件资料", Holds: policy.Normative}, {KindWord: "政务动态", Counts: site.Catalogue}},
		site.Uncounted: {{KindWord: "文件资料", Holds: policy.Reprint}, {KindWord: "政策解读"}, {KindWord: "政务动态", Counts: site.Uncounted}},
	} {
		for _, x := range c {
			if got := x.Bucket(); got != want {
				t.Errorf("%+v is counted in %q, want %q", x, got, want)
			}
		}
		if want.Title() == "" {
			t.Errorf("%q has no title", want)
		}
	}
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := site.ColumnForm{Slug: "gk", Name: "概况", PageType: site.List, Description: "一句话说明。", Keywords: "词", KindWord: "文件资料", Counts: "everything"}
		_, err := b.Site.CreateColumn(t.Context(), f, identity.Actor{})
		if modeltest.Want(t, err, fault.Invalid); fault.FieldsOf(err)["counts"] == "" {
			t.Errorf("%v", err)
		}
		f.Counts = site.Overview
		col, err := b.Site.CreateColumn(t.Context(), f, identity.Actor{})
		modeltest.Must(t, err)
		f.Counts = site.Uncounted
		modeltest.Must(t, b.Site.ChangeColumn(t.Context(), col.ID, 1, f, identity.Actor{}))
		tree, err := b.Site.Tree(t.Context())
		modeltest.Must(t, err)
		if got := tree.ByID(col.ID).Bucket(); got != site.Uncounted {
			t.Errorf("stored as %q", got)
		}
		b.Whole()
	})
}
