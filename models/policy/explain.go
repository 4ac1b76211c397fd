package policy

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

// Form is how an interpretation explains (解读形式).
type Form string

// The forms. Government sites count them apart in their yearly table.
const (
	Text   Form = "text"   // 文字解读
	Figure Form = "figure" // 图解
	QA     Form = "qa"     // 问答
	Video  Form = "video"  // 视频
	Press  Form = "press"  // 新闻发布会
)

// Forms lists the forms in the order people see them.
func Forms() []Form { return []Form{Text, Figure, QA, Video, Press} }

var formTitles = map[Form]string{Text: "文字", Figure: "图解", QA: "问答", Video: "视频", Press: "新闻发布会"}

// Title is the form's Chinese name; "" of one that is unknown.
func (f Form) Title() string { return formTitles[f] }

// Heading is a part that an interpretation should have, and the words by which
// a heading in a text is recognised as it.
type Heading struct {
	Name  string
	Words []string
	Must  bool   // without it an interpretation is incomplete
	Hint  string // what to write below it; ____ is to be filled in
}

// Headings are the parts of an interpretation, in their order. Local rules on
// 政策解读 ask for the first five and, where a document takes another's place,
// for what is different.
var Headings = []Heading{
	{"背景依据", []string{"背景", "依据", "起草", "为什么"}, true, "为什么出台这份文件，依据哪些规定：____。"},
	{"目标任务", []string{"目标", "目的", "任务", "意义"}, true, "要解决什么问题，达到什么目标：____。"},
	{"主要内容", []string{"主要内容", "内容", "要点", "重点", "规定了"}, true, "分点说明最重要的规定：____。"},
	{"适用范围", []string{"范围", "对象", "哪些人", "谁可以", "适用"}, true, "哪些人、哪些单位、哪些事项适用：____。"},
	{"执行标准", []string{"标准", "条件", "流程", "办理", "怎么", "时限", "期限"}, true, "条件、标准、流程和时限，到哪里办、怎么办：____。"},
	{"新旧差异", []string{"差异", "变化", "新旧", "区别", "不同", "修改"}, false, "与以前的规定相比有哪些变化；没有旧规定的，删去这一节：____。"},
	{"关键词诠释", []string{"关键词", "名词", "术语", "解释", "诠释"}, false, "解释读者不熟悉的名词：____。咨询电话：____。"},
}

// Complete says which of Headings the headings of a text cover, in their order.
func Complete(headings []string) (has []bool) {
	has = make([]bool, len(Headings))
	for i, h := range Headings {
		has[i] = slices.ContainsFunc(headings, func(text string) bool {
			return slices.ContainsFunc(h.Words, func(w string) bool { return strings.Contains(text, w) })
		})
	}
	return has
}

// Missing names what an interpretation must have and its headings do not cover.
func Missing(headings []string) (names []string) {
	for i, has := range Complete(headings) {
		if !has && Headings[i].Must {
			names = append(names, Headings[i].Name)
		}
	}
	return names
}

// shingle is how many letters or digits in a row are compared.
const shingle = 6

// Copied is how much of text, from 0 to 1, stands word for word in original:
// the share of its runs of six letters or digits that original has too. An
// interpretation above CopiedLimit only repeats its document.
func Copied(text, original string) float64 {
	own := shingles(text)
	if len(own) == 0 {
		return 0
	}
	there := shingles(original)
	n := 0
	for s := range own {
		if _, ok := there[s]; ok {
			n++
		}
	}
	return float64(n) / float64(len(own))
}

// CopiedLimit is the share of copied text above which an interpretation is
// flagged.
const CopiedLimit = 0.8

func shingles(text string) map[uint64]struct{} {
	var rs []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			rs = append(rs, unicode.ToLower(r))
		}
	}
	all := make(map[uint64]struct{}, len(rs))
	for i := 0; i+shingle <= len(rs); i++ {
		h := fnv.New64a()
		h.Write([]byte(string(rs[i : i+shingle])))
		all[h.Sum64()] = struct{}{}
	}
	return all
}
