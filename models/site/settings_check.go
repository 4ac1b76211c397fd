package site

import (
	"context"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/models/calendar"
	"gongkai/models/fault"
)

// Most hot words, and most characters of one.
const (
	mostHotWords = 6
	mostWord     = 12
)

var (
	idCodeForm   = regexp.MustCompile(`^([0-9]{10}|bm[0-9]{8})$`)
	orgCodeForm  = regexp.MustCompile(`^[0-9A-Z]{9}([0-9A-Z]{9})?$`)
	originsForm  = regexp.MustCompile(`^([a-z0-9-]+\.)+[a-z]{2,}$`)
	conacForm    = regexp.MustCompile(`^[0-9A-F]{32}$`)
	icpForm      = regexp.MustCompile(`^\p{Han}ICP备[0-9]{6,10}号(-[0-9]{1,3})?$`)
	policeForm   = regexp.MustCompile(`^\p{Han}公网安备 ?[0-9]{14}号$`)
	phoneForm    = regexp.MustCompile(`^\+?[0-9][0-9 -]{2,20}(转[0-9]{1,6})?$`)
	postcodeForm = regexp.MustCompile(`^[0-9]{6}$`)
)

// rules say what a setting that is not empty must look like, and what people
// read when it does not.
var rules = []struct {
	name string
	ok   func(string) bool
	text string
}{
	{IDCode, idCodeForm.MatchString, "网站标识码是 10 位数字，或“bm”加 8 位数字。"},
	{Conac, conacForm.MatchString, "党政机关网站标识的编号是 32 位，由数字和字母 A 至 F 组成。"},
	{OrgCode, orgCodeForm.MatchString, "统一社会信用代码是 18 位数字和大写字母（组织机构代码是 9 位）。"},
	{Origins, origins, "请填写域名，例如 gov.cn、xinhuanet.com，用逗号隔开。"},
	{ICP, icpForm.MatchString, "备案号的样子是“渝ICP备00000000号”，后面可以有“-1”。"},
	{Police, policeForm.MatchString, "公安备案号的样子是“渝公网安备00000000000000号”，其中有 14 位数字。"},
	{Phone, phoneForm.MatchString, "请填写一个电话号码，例如 023-0000 0000，分机写作“转8001”。"},
	{Email, address, "请填写一个电子邮箱，例如 name@example.gov.cn。"},
	{Postcode, postcodeForm.MatchString, "邮政编码是 6 位数字。"},
	{ParentAddress, governmental, "上级网站的网址以 https:// 开头，域名以 .gov.cn 结尾。"},
	{HotWords, hotWords, "热搜词最多 6 个，每个不超过 12 个字，用逗号隔开。"},
	{Synonyms, synonyms, "每组同义词用等号相连，组与组之间用分号隔开，例如 补贴=补助；收费=行政事业性收费。每个词不超过 20 个字。"},
	{IPv6, func(v string) bool { return v == Yes || v == "no" }, "请选择“是”或“否”。"},
	{AccessChecked, day, "请写成“2026-11-23”这样的日期。"},
}

// origins reports whether a list is one of host names.
func origins(list string) bool {
	return !slices.ContainsFunc(split(list), func(w string) bool { return !originsForm.MatchString(w) })
}

// check returns the names of the settings given, in order, or what is wrong
// with them.
func check(values Settings) (names []string, err error) {
	var c fault.Check
	for name, v := range values {
		_, known := defaults[name]
		c.If(!known, name, "没有这项设置。")
		most := 200
		if name == Synonyms || name == Origins { // lists, and the column has room
			most = 1000
		}
		c.If(utf8.RuneCountInString(v) > most, name, "不超过 %d 个字。", most)
		names = append(names, name)
	}
	for _, name := range []string{SiteName, SiteShort} {
		v, given := values[name]
		c.If(given && strings.TrimSpace(v) == "", name, "请填写这一项，它出现在每个页面上。")
	}
	for _, name := range []string{SiteName, SiteShort, SiteEnglish, District, Host, Keeper} {
		c.If(strings.Contains(values[name], "://"), name, "这里填写名称，不是网址。")
	}
	for _, r := range rules {
		v := tidy(r.name, values[r.name])
		c.If(v != "" && !r.ok(v), r.name, "%s", r.text)
	}
	name, named := values[ParentName]
	at, placed := values[ParentAddress]
	if named && placed {
		c.If(strings.TrimSpace(name) == "" && strings.TrimSpace(at) != "", ParentName, "请填写上级网站的名称，或者把网址留空。")
		c.If(strings.TrimSpace(name) != "" && strings.TrimSpace(at) == "", ParentAddress, "请填写上级网站的网址，或者把名称留空。")
	}
	slices.Sort(names)
	return names, c.Err()
}

// Marks are the settings that every page of a government's site must show
// (国办发〔2017〕47号, 《网页设计规范》): once given, they may change but not go away.
func Marks() []string { return []string{Host, Keeper, Phone, IDCode, Conac, ICP, Police} }

// lasting refuses to empty a mark that is there, and a check in the future.
func (s *Service) lasting(ctx context.Context, values Settings) error {
	now, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	var c fault.Check
	for _, name := range Marks() {
		v, given := values[name]
		c.If(given && strings.TrimSpace(v) == "" && now.Get(name) != "", name, "政府网站的每个页面都要有这一项，可以更改，不能清空。")
	}
	c.If(values[AccessChecked] > calendar.Day(s.store.Now(ctx)), AccessChecked, "检查日期不能晚于今天。")
	return c.Err()
}

// tidy is a setting as it is stored: without space around it, lists with one
// kind of comma, the digits of the CONAC mark in capitals as the register writes
// them.
func tidy(name, value string) string {
	value = strings.TrimSpace(value)
	switch name {
	case Conac:
		return strings.ToUpper(value)
	case HotWords:
		return strings.Join(split(value), ",")
	case Synonyms:
		return strings.Trim(strings.NewReplacer(";", "；", "＝", "=", "\n", "；").Replace(value), "；")
	}
	return value
}

// split cuts a list at its commas, of either width, and drops what is empty or
// stands there twice.
func split(list string) (words []string) {
	for w := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(",，、", r) }) {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

func hotWords(list string) bool {
	words := split(list)
	return len(words) <= mostHotWords && !slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) > mostWord })
}

// synonyms reports whether every list has two words or more, none of them long.
func synonyms(text string) bool {
	for list := range strings.SplitSeq(text, "；") {
		words := strings.Split(list, "=")
		if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool { n := utf8.RuneCountInString(strings.TrimSpace(w)); return n == 0 || n > 20 }) {
			return false
		}
	}
	return true
}

// governmental reports whether v is the address of a government's site.
func governmental(v string) bool {
	u, err := url.Parse(v)
	return err == nil && u.Scheme == "https" && u.User == nil && strings.HasSuffix(u.Hostname(), ".gov.cn")
}

func address(v string) bool {
	a, err := mail.ParseAddress(v)
	return err == nil && a.Address == v
}

func day(v string) bool {
	_, err := time.Parse(time.DateOnly, v)
	return err == nil
}
