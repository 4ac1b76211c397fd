package site

import (
	"slices"

	"gongkai/models/policy"
)

// Bucket is where yearly reports count what a column publishes: the classes of
// 政府网站工作年度报表.
type Bucket string

// The buckets. A column that says nothing is counted as Bucket derives it.
const (
	Overview  Bucket = "overview"  // 概况类信息
	News      Bucket = "news"      // 政务动态信息
	Catalogue Bucket = "catalogue" // 信息公开目录信息
	Uncounted Bucket = "none"      // 不计入这三类: counted elsewhere, or not at all
)

// Buckets lists the buckets in the order people see them.
func Buckets() []Bucket { return []Bucket{Overview, News, Catalogue, Uncounted} }

// Title is the bucket's Chinese name; "" of one that is unknown.
func (b Bucket) Title() string {
	return map[Bucket]string{Overview: "概况类信息", News: "政务动态信息", Catalogue: "信息公开目录信息", Uncounted: "不计入信息发布类别"}[b]
}

// Words of columns (Column.KindWord) by which their bucket is known.
var (
	newsWords     = []string{"政务动态", "通知公告"}
	overviewWords = []string{"概况信息", "机构职能", "负责人信息", "信息公开指南"}
	elsewhere     = []string{"政策解读", "回应关切", "征集调查", "咨询投诉", "在线访谈", "办事服务"}
)

// Bucket is where the column's documents are counted: as it says itself, else by
// what it holds and by the word of its kind. Interpretations, responses, services
// and what people ask have fields of their own in the yearly report.
func (c *Column) Bucket() Bucket {
	switch {
	case c.Counts != "":
		return c.Counts
	case slices.Contains(newsWords, c.KindWord):
		return News
	case c.Holds.Explains() || c.Holds == policy.Reprint || slices.Contains(elsewhere, c.KindWord):
		return Uncounted
	case slices.Contains(overviewWords, c.KindWord):
		return Overview
	}
	return Catalogue
}
