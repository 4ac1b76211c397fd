// Package policy knows how official documents (公文) describe themselves: the
// parts of a document number, the words of genre and subject, what an
// interpretation must say. It is pure: no database, no clock.
//
// Sources: GB/T 9704-2012 党政机关公文格式 (document numbers), 党政机关公文处理工作条例
// (中办发〔2012〕14号) Article 8 (genres), and the subject classes that the
// government portals have in common.
package policy

// Holding says what kind of documents a column keeps. It decides which facts
// its forms ask for and which rules its documents meet. Structured lists (package
// roll) are no holdings: a list may stand in any column, beside the documents that
// it belongs to, as the funds' list beside the funds' rules.
type Holding string

// The holdings.
const (
	General        Holding = ""               // 一般信息
	Normative      Holding = "normative"      // 行政规范性文件
	Document       Holding = "policy"         // 其他政策文件
	Superior       Holding = "superior"       // 上级文件, published by somebody else
	Interpretation Holding = "interpretation" // 政策解读
	Response       Holding = "response"       // 回应关切
	Reprint        Holding = "reprint"        // 转载
	Budget         Holding = "budget"         // 预决算
)

// Holdings lists the holdings in the order people see them.
func Holdings() []Holding {
	return []Holding{General, Normative, Document, Superior, Interpretation, Response, Reprint, Budget}
}

var holdingTitles = map[Holding]string{
	General: "一般信息", Normative: "规范性文件", Document: "政策文件", Superior: "上级文件", Interpretation: "政策解读", Response: "回应关切",
	Reprint: "转载信息", Budget: "预决算",
}

// Title is the holding's Chinese name; "" of one that is unknown.
func (h Holding) Title() string { return holdingTitles[h] }

// Policy reports whether documents of this kind stand in the policy library.
func (h Holding) Policy() bool { return h == Normative || h == Document || h == Superior }

// Own reports whether they are this bureau's own documents, which it numbers.
func (h Holding) Own() bool { return h == Normative || h == Document }

// Explains reports whether they explain other documents.
func (h Holding) Explains() bool { return h == Interpretation || h == Response }

// Genres (体裁, 文种) are the fifteen kinds of official documents, then those of
// rules that have a name of their own.
var Genres = []string{"决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要", "办法", "规定", "细则", "方案", "其他"}

// Subjects (主题) are classes of two levels, written as government portals write
// them. A finance bureau's own come first.
var Subjects = []string{
	"财政、金融、审计\\财政", "财政、金融、审计\\税务", "财政、金融、审计\\金融", "财政、金融、审计\\审计", "财政、金融、审计\\其他",
	"综合政务\\政务公开", "综合政务\\政务督查", "综合政务\\文秘工作", "综合政务\\其他",
	"国民经济管理、国有资产监管", "国土资源、能源", "农业、林业、水利", "工业、交通", "商业、海关、旅游", "市场监管、安全生产监管", "城乡建设、环境保护",
	"科技、教育", "文化、广电、新闻出版", "卫生、体育", "人口与计划生育、妇女儿童工作", "劳动、人事、监察", "公安、安全、司法", "民政、扶贫、救灾",
	"民族、宗教", "对外事务", "港澳台侨工作", "国防", "其他",
}

// GenreOf is the genre that a title ends in, or "".
func GenreOf(title string) string {
	title = trimTail(title)
	for _, g := range Genres[:len(Genres)-1] {
		if len(title) > len(g) && title[len(title)-len(g):] == g {
			return g
		}
	}
	return ""
}
