package site

import (
	"testing"
	"time"
)

// The digest of a column without a last day is what entries written before
// columns had one say.
func TestColumnDigest(t *testing.T) {
	up := uint64(1)
	c := Column{ID: 7, Path: "xwdt/gzdt", ParentID: &up, Name: "工作动态", PageType: List, UpdateDays: 14, Article20: "（二）", Description: "说明", Keywords: "词",
		KindWord: "政务动态", Position: 20, Version: 3, CreatedAt: time.UnixMilli(1_577_926_800_000), Writers: []uint64{1, 2}}
	if got := c.row(); got.Key != "site_columns/7" || got.Sum != "1:e5d355f5eabb814c668100e1f761560f" {
		t.Errorf("%+v", got)
	}
	open := c.row()
	for _, say := range []func(*Column){func(c *Column) { c.Basis = "2026-12-31" }, func(c *Column) { c.Absent = "2026-12-31" }} {
		with, ends := c, c
		say(&with)
		if ends.EndsOn = "2026-12-31"; with.row() == open || with.row() == ends.row() {
			t.Errorf("%+v", with.row())
		}
	}
	c.EndsOn = "2026-12-31"
	if c.row() == open {
		t.Error("the last day is not in the digest")
	}
}
