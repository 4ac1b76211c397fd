package register

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/models/roll"
)

// Ids of the kinds.
const (
	Document    = "document"    // 文件
	Item        = "item"        // 事项
	Decision    = "decision"    // 处理决定
	Fee         = "fee"         // 行政事业性收费
	Procurement = "procurement" // 政府集中采购
	Case        = "case"        // 依申请公开
	Dispute     = "dispute"     // 复议诉讼
	Channel     = "channel"     // 渠道发布
)

// Choice is one value of a field: as it is stored and as people read it.
type Choice struct{ ID, Title string }

// Field is one field of a kind. Its Column says how it is spelled, in a form and
// in a sheet alike.
type Field struct {
	roll.Column
	Choices []Choice // of an Enum: what its Options stand for, in their order
	Ahead   bool     // of a Day: may lie ahead of today; what has happened may not
	at      func(*Row) *string
}

// Kind is one register.
type Kind struct {
	ID     string
	Title  string
	About  string // one sentence: what belongs in it and what counts it
	Fields []Field
	Day    string // label of the day by which a row belongs to a year
	Own    bool   // writers of a section may keep its rows
	sheet  *roll.Kind
}

// Field returns the field with a key, nil when there is none.
func (k *Kind) Field(key string) *Field {
	i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return nil
	}
	return &k.Fields[i]
}

// Sheet is the register as a list with the same columns, for templates, imports
// and exports.
func (k *Kind) Sheet() *roll.Kind { return k.sheet }

// Kinds lists the kinds in the order people see them.
func Kinds() []*Kind { return kinds }

// KindOf returns the kind with an id, nil when there is none.
func KindOf(id string) *Kind {
	for _, k := range kinds {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// TitleOf is the name of a stored value of a field, itself where there is none.
func (f *Field) TitleOf(id string) string {
	for _, c := range f.Choices {
		if c.ID == id {
			return c.Title
		}
	}
	return id
}

// Applicants are the columns of table three.
var Applicants = []Choice{{"nat", "自然人"}, {"biz", "商业企业"}, {"sci", "科研机构"}, {"ngo", "社会公益组织"}, {"law", "法律服务机构"}, {"oth", "其他"}}

// Results are the rows of table three that say how a request ended, by their ids in
// the form of 2021. The form of 2019 has one row for the last three.
var Results = []Choice{
	{"open", "予以公开"}, {"partial", "部分公开"},
	{"deny_secret", "不予公开：属于国家秘密"}, {"deny_law", "不予公开：其他法律行政法规禁止公开"}, {"deny_safety", "不予公开：危及“三安全一稳定”"},
	{"deny_third", "不予公开：保护第三方合法权益"}, {"deny_internal", "不予公开：属于三类内部事务信息"}, {"deny_process", "不予公开：属于四类过程性信息"},
	{"deny_enforce", "不予公开：属于行政执法案卷"}, {"deny_query", "不予公开：属于行政查询事项"},
	{"none_nothold", "无法提供：本机关不掌握相关政府信息"}, {"none_create", "无法提供：没有现成信息需要另行制作"}, {"none_unclear", "无法提供：补正后申请内容仍不明确"},
	{"rej_petition", "不予处理：信访举报投诉类申请"}, {"rej_repeat", "不予处理：重复申请"}, {"rej_publication", "不予处理：要求提供公开出版物"},
	{"rej_mass", "不予处理：无正当理由大量反复申请"}, {"rej_confirm", "不予处理：要求确认或重新出具已获取信息"},
	{"other_nofix", "其他处理：逾期不补正"}, {"other_nopay", "其他处理：逾期不缴费"}, {"other_misc", "其他处理：其他（含撤回）"},
}

// Outcomes are how a review or a lawsuit ends.
var Outcomes = []Choice{{"upheld", "结果维持"}, {"corrected", "结果纠正"}, {"other", "其他结果"}}

var yesNo = []Choice{{"1", "是"}, {"0", "否"}}

func text(key, title string, must bool, at func(*Row) *string, hint string) Field {
	return Field{Column: roll.Column{Key: key, Title: title, Type: roll.Text, Required: must, Width: 24, Hint: hint}, at: at}
}

func day(key, title string, must bool, at func(*Row) *string, other ...string) Field {
	return Field{Column: roll.Column{Key: key, Title: title, Other: other, Type: roll.Day, Required: must, Width: 12, Hint: "2026-01-31"}, at: at}
}

// ahead is a day that may be planned.
func ahead(f Field) Field {
	f.Ahead = true
	return f
}

func choose(key, title string, must bool, at func(*Row) *string, from []Choice) Field {
	f := Field{Column: roll.Column{Key: key, Title: title, Type: roll.Enum, Required: must, Width: 16}, Choices: from, at: at}
	for _, c := range from {
		f.Options = append(f.Options, c.Title)
	}
	f.Hint = from[0].Title
	return f
}

func money(key, title string) Field {
	return Field{Column: roll.Column{Key: key, Title: title, Other: []string{"金额"}, Type: roll.Money, Unit: "元", Places: 2, Required: true, Width: 14, Hint: "12500.00"}}
}

func count(title string) Field {
	return Field{Column: roll.Column{Key: "n", Title: title, Type: roll.Number, Width: 12, Hint: "1，不填为 1"}}
}

func sorts(ids ...string) (list []Choice) {
	for _, id := range ids {
		list = append(list, Choice{id, sortTitles[id]})
	}
	return list
}

var sortTitles = map[string]string{
	"rules": "规章", "normdocs": "行政规范性文件", "license": "行政许可", "other_svc": "其他对外管理服务", "penalty": "行政处罚", "coercion": "行政强制",
	"fee": "行政事业性收费", "review": "行政复议", "suit_direct": "未经复议直接起诉", "suit_after": "复议后起诉",
	"wechat": "微信公众号", "weibo": "政务微博", "douyin": "政务抖音", "other": "其他",
}

func name(r *Row) *string      { return &r.Name }
func number(r *Row) *string    { return &r.Number }
func opened(r *Row) *string    { return &r.OpenedOn }
func public(r *Row) *string    { return &r.PublicOn }
func closed(r *Row) *string    { return &r.ClosedOn }
func expires(r *Row) *string   { return &r.ExpiresOn }
func sortOf(r *Row) *string    { return &r.Sort }
func applicant(r *Row) *string { return &r.Applicant }
func result(r *Row) *string    { return &r.Result }
func about(r *Row) *string     { return &r.About }
func noteOf(r *Row) *string    { return &r.Note }

// section and document hold ids; Service reads and writes them.
func section() Field {
	return Field{Column: roll.Column{Key: "section", Title: "科室", Other: []string{"责任科室", "承办科室"}, Type: roll.Section, Width: 12, Hint: "预算科"}}
}

func document() Field {
	return Field{Column: roll.Column{Key: "document", Title: "本站稿件编号", Type: roll.Text, Width: 14}}
}

func note() Field { return text("note", "备注", false, noteOf, "") }

var kinds = built(
	&Kind{ID: Document, Title: "文件", Day: "制发日期", About: "规章和行政规范性文件。本站“规范性文件”栏目里已经公开的自动计入，不用再登记；这里补登没有在本站公开的，或者补上废止日期等内容。",
		Fields: []Field{choose("sort", "类别", true, sortOf, sorts("normdocs", "rules")), text("name", "标题", true, name, "区财政局关于印发……办法的通知"), text("number", "文号", false, number, "黔江财规〔2026〕1号"),
			day("opened_on", "制发日期", true, opened, "印发日期", "成文日期"), day("public_on", "首次公开日期", false, public), day("closed_on", "废止（失效）日期", false, closed, "废止日期", "失效日期"),
			ahead(day("expires_on", "有效期至", false, expires)), document(), note()}},
	&Kind{ID: Item, Title: "事项", Day: "开始日期", About: "行政许可、其他对外管理服务、行政处罚、行政强制、行政事业性收费的事项，不是办件。2019 年格式的“上一年项目数量”和“本年增/减”由它计数。",
		Fields: []Field{choose("sort", "类别", true, sortOf, sorts("license", "other_svc", "penalty", "coercion", "fee")), text("name", "事项名称", true, name, "中介机构从事代理记账业务审批"), text("about", "设定依据", false, about, "《会计法》第三十六条"),
			day("opened_on", "开始日期", true, opened), ahead(day("closed_on", "取消日期", false, closed, "结束日期")), note()}},
	&Kind{ID: Decision, Title: "处理决定", Day: "决定日期", Own: true, About: "行政许可、其他对外管理服务、行政处罚、行政强制的处理决定，公开的和依法不公开的都登记。可以一件一行，也可以按月登记合计件数。",
		Fields: []Field{choose("sort", "类别", true, sortOf, sorts("license", "other_svc", "penalty", "coercion")), text("name", "事项名称", true, name, "中介机构从事代理记账业务审批"), text("number", "决定文号", false, number, ""),
			day("opened_on", "决定日期", true, opened, "办结日期"), count("件数"), flagField(), section(), note()}},
	&Kind{ID: Fee, Title: "行政事业性收费", Day: "收费日期", Own: true, About: "收到的行政事业性收费，以元登记，报告中换算为万元。",
		Fields: []Field{text("name", "收费项目", true, name, "会计专业技术资格考试考务费"), day("opened_on", "收费日期", true, opened, "收到日期"), money("amount", "收费金额（元）"), section(), note()}},
	&Kind{ID: Procurement, Title: "政府集中采购", Day: "合同日期", Own: true, About: "纳入政府集中采购的项目，一个项目一行。2019 年格式的采购项目数量和总金额由它计数。",
		Fields: []Field{text("name", "项目名称", true, name, "办公设备采购"), text("number", "合同编号", false, number, ""), day("opened_on", "合同日期", true, opened, "签订日期"), money("amount", "合同金额（元）"), section(), note()}},
	&Kind{ID: Case, Title: "依申请公开", Day: "收到日期", About: "收到的政府信息公开申请。不登记申请人的姓名、证件号码和联系方式。",
		Fields: []Field{text("number", "申请编号", true, number, "〔2026〕第 9 号"), choose("applicant", "申请人类别", true, applicant, Applicants), text("name", "申请内容摘要", false, name, "2025 年部门决算"),
			day("opened_on", "收到日期", true, opened), day("closed_on", "办结日期", false, closed, "答复日期"), choose("result", "处理结果", false, result, Results), note()}},
	&Kind{ID: Dispute, Title: "复议诉讼", Day: "受理日期", About: "因政府信息公开申请引起的行政复议和行政诉讼。",
		Fields: []Field{choose("sort", "类别", true, sortOf, sorts("review", "suit_direct", "suit_after")), text("number", "案号", true, number, "〔2026〕黔江府复 3 号"), text("about", "所涉申请编号", false, about, "〔2026〕第 9 号"),
			day("opened_on", "受理日期", true, opened, "收到日期", "立案日期"), day("closed_on", "审结日期", false, closed), choose("result", "结果", false, result, Outcomes), note()}},
	&Kind{ID: Channel, Title: "渠道发布", Day: "发布日期", Own: true, About: "在微信公众号、政务微博等其他渠道发布的信息。可以一篇一行，也可以按月登记合计篇数。",
		Fields: []Field{choose("sort", "渠道", true, sortOf, sorts("wechat", "weibo", "douyin", "other")), text("name", "标题", true, name, "一图读懂……"), day("opened_on", "发布日期", true, opened),
			count("篇数"), document(), section(), note()}},
)

func flagField() Field {
	f := choose("flag", "是否公开", false, nil, yesNo)
	f.Width = 10
	return f
}

// built gives every kind its sheet.
func built(all ...*Kind) []*Kind {
	for _, k := range all {
		k.sheet = &roll.Kind{ID: "register-" + k.ID, Title: k.Title + "台账", About: k.About, Fixed: true, Name: "name"}
		for _, f := range k.Fields {
			k.sheet.Columns = append(k.sheet.Columns, f.Column)
		}
	}
	return all
}

// get is a field of a row as a form and a sheet spell it. Sections and documents
// are their numbers.
func (f *Field) get(r *Row) string {
	switch f.Key {
	case "n":
		return strconv.Itoa(r.N)
	case "amount":
		return yuan(r.AmountFen)
	case "flag":
		if r.Flag {
			return "1"
		}
		return "0"
	case "section":
		return idText(r.SectionID)
	case "document":
		return idText(r.DocumentID)
	}
	return *f.at(r)
}

// set stores a field that was spelled canonically: days, decimals, ids of choices.
func (f *Field) set(r *Row, v string) {
	switch f.Key {
	case "n":
		r.N = 1
		if n, err := strconv.Atoi(v); err == nil {
			r.N = n
		}
	case "amount":
		r.AmountFen = fen(v)
	case "flag":
		r.Flag = v == "1"
	case "section":
		r.SectionID = idOf(v)
	case "document":
		r.DocumentID = idOf(v)
	default:
		*f.at(r) = v
	}
}

func idText(id *uint64) string {
	if id == nil {
		return ""
	}
	return strconv.FormatUint(*id, 10)
}

func idOf(v string) *uint64 {
	id, err := strconv.ParseUint(v, 10, 63)
	if err != nil || id == 0 {
		return nil
	}
	return &id
}

// yuan writes an amount of 分 as a canonical decimal of 元.
func yuan(fen int64) string { return scaled(fen, 2) }

// fen reads a canonical decimal of 元 with at most two places.
func fen(v string) int64 {
	whole, fraction, _ := strings.Cut(v, ".")
	n, _ := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	return n
}

// wan turns 分 into 万元 with at most four places, half up.
func wan(fen int64) string { return scaled((fen+50)/100, 4) }

// scaled writes n, which has some decimal places, as a canonical decimal.
func scaled(n int64, places int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	for len(s) <= places {
		s = "0" + s
	}
	whole, fraction := s[:len(s)-places], strings.TrimRight(s[len(s)-places:], "0")
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}
