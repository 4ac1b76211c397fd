package desk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

var reasonWords = map[string]string{
	"mistake": "内容有误或误发", "personal-data": "含有个人信息", "superseded": "已被新的内容替代", "merged": "已并入其他页面", "order": "上级要求", "other": "其他",
}

// Change handles GET /desk/documents/:id/change: what happened to what is public.
func (h *Handler) Change(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	if v.Document.PublishedAt == nil {
		return fault.New(fault.Conflict, "这篇稿件还没有公开过，直接修改就可以。")
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.ChangePage{Frame: h.frame(c, "发生了什么？", documentsLink(k), documentLink(k, v)), Title: v.Revision.Title, Answers: h.answers(k, v), Remarks: k.forecast(v)}
	if item := liveItem(v); item != nil {
		p.Public = portal.Address(k.ctx, k.tree, *item)
	}
	return web.Render(c, http.StatusOK, deskview.Change(p))
}

// answers are what may have happened, each with what follows and where it is done.
func (h *Handler) answers(k *cast, v *content.View) []deskview.Answer {
	id := v.Document.ID
	not := func(do review.Action) string {
		return fault.MessageOf(h.app.Review.May(k.ctx, content.Ref(id), do, k.by))
	}
	noCorrection, noWithdrawal := not(review.Correct), not(review.Withdraw)
	correct := func(title, when, kind, icon string, effects ...string) deskview.Answer {
		return deskview.Answer{Title: title, When: when, Effects: effects, Not: noCorrection,
			Do: deskview.Button{Text: title, Href: href.Correct(k.ctx, id, kind), Icon: icon, Kind: deskview.Main}}
	}
	return []deskview.Answer{
		correct("小改", "错别字、失效的链接", content.Minor, "pencil", "意思没有变，读者不需要知道。", "三级审核通过后直接换成新的内容，日期不变。"),
		correct("更正", "事实、数字有误或有变化", content.Correction, "pencil", "读者需要知道：网页上公开一条更正说明，更新日期改变。", "三级审核通过前，线上的内容不变。"),
		correct("被替代、废止", "文件不再有效", content.Superseded, "gavel", "页面保留，供查阅；标题上方出现红色横幅，指向现行的文件。", "列表和搜索结果里标明“已废止”等字样；同样经过三级审核。"),
		{Title: "撤下", When: "误发、含有个人信息、已并入别处", Not: noWithdrawal, Effects: []string{"几秒之内从所有地方消失，原地址显示“已撤下”、原因和新的去处。", "不经过三级审核，事后由另一人复核。"},
			Do: deskview.Button{Text: "撤下", Href: href.DocumentDo(k.ctx, id, "withdraw"), Icon: "ban", Kind: deskview.Danger}},
	}
}

// actRemarks says what the page of an act must tell before it asks.
func (h *Handler) actRemarks(k *cast, verb string, v *content.View, p *deskview.ActPage) error {
	switch verb {
	case "correct":
		p.Remarks, p.Else = k.forecast(v), ui.Link{Text: "不是这种情况？看看有哪些选择", Href: href.DocumentDo(k.ctx, v.Document.ID, "change")}
		if v.Live != nil {
			p.Standing = v.Live.Standing.Title()
		}
	case "takedown":
		p.Else = ui.Link{Text: "不紧急？用“撤下”，可以写明新的去处", Href: href.DocumentDo(k.ctx, v.Document.ID, "withdraw")}
	case "confirm":
		r, err := h.withdrawn(k, v)
		if err != nil {
			return err
		}
		p.Remarks = []deskview.Remark{r, k.deadline(v)}
		p.Facts = append(p.Facts, k.withdrawal(v)...)
	}
	return nil
}

// withdrawn says why a document was withdrawn last, and by whom.
func (h *Handler) withdrawn(k *cast, v *content.View) (r deskview.Remark, err error) {
	history, err := h.app.Review.Steps(k.ctx, &v.Track)
	if err != nil {
		return r, err
	}
	for _, s := range history {
		if s.Act != review.Withdraw {
			continue
		}
		names, err := h.app.People.Names(k.ctx, s.ActorID)
		if err != nil {
			return r, err
		}
		r = deskview.Remark{Tone: "warn", Title: "撤下原因：" + reasonWords[v.Document.WithdrawnReason], Quote: s.Note, Who: names[s.ActorID], When: ui.Minute(s.At)}
	}
	return r, nil
}

// deadline asks for the second look while nobody has taken it.
func (k *cast) deadline(v *content.View) deskview.Remark {
	until := calendar.Day(k.days.Add(*v.Document.WithdrawnAt, confirmDays))
	return deskview.Remark{Tone: "info", Title: "请在 " + until + " 下班前由另一人复核（1 个工作日内，遇节假日顺延）。", Text: "可以复核的人：发布员、作者所在科室负责人、保密审查员，撤下的人除外。"}
}

// withdrawal is the fact that a document is withdrawn, for everybody who works on
// it: reviewers of its return must see it.
func (k *cast) withdrawal(v *content.View) (fs []deskview.Fact) {
	d := &v.Document
	if d.WithdrawnAt == nil {
		return nil
	}
	text := ui.Minute(*d.WithdrawnAt).Shown + "，" + reasonWords[d.WithdrawnReason]
	if v.Track.ConfirmedBy == nil {
		text += "，尚未复核"
	} else {
		text += "，已复核"
	}
	fs = append(fs, deskview.Fact{Name: "撤下", Text: text, Href: href.DocumentDo(k.ctx, d.ID, "withdrawn")})
	if d.Replacement != "" {
		fs = append(fs, k.pointerFact("新的去处", d.Replacement))
	}
	return fs
}

// aftermath explains what a withdrawal means for what comes after it.
func (k *cast) aftermath(v *content.View) []deskview.Remark {
	if v.Document.WithdrawnAt == nil {
		return nil
	}
	open := v.Track.ConfirmedBy == nil
	switch {
	case v.Track.State == review.Withdrawn && open:
		return []deskview.Remark{k.deadline(v)}
	case v.Track.State == review.Withdrawn:
		return nil
	case open:
		return []deskview.Remark{{Tone: "warn", Title: "这是已撤下稿件的更正，撤下还没有人复核。", Text: "原地址仍显示“已撤下”。审核的人请先看撤下的原因，认为不应重新公开的，请退回。这份更正稿不能删除；不再公开的，留在这里即可。",
			More: ui.Link{Text: "看撤下情况", Href: href.DocumentDo(k.ctx, v.Document.ID, "withdrawn")}}}
	}
	return []deskview.Remark{{Tone: "info", Title: "这是已撤下稿件的更正。", Text: "原地址仍显示“已撤下”，走完三级审核才会重新公开。这份更正稿不能删除，因为线上没有可以回到的版本；不再公开的，留在这里即可。"}}
}

// validity says whether a text holds, where that was ever in question, and what
// took its place.
func (k *cast) validity(r *content.Revision) (fs []deskview.Fact) {
	if r.ChangeKind == content.Superseded || r.Standing != content.Holds {
		fs = append(fs, deskview.Fact{Name: "有效性", Text: standingText(r.Standing)})
	}
	if r.Successor != "" {
		fs = append(fs, k.pointerFact("现行的文件", r.Successor))
	}
	return fs
}

// forecast is the aftermath for somebody who is about to correct: what that does to
// a withdrawal which nobody has confirmed.
func (k *cast) forecast(v *content.View) []deskview.Remark {
	said := k.aftermath(v)
	if v.Track.State == review.Withdrawn && v.Track.ConfirmedBy == nil {
		said = append(said, deskview.Remark{Tone: "warn", Title: "撤下还没有复核。", Text: "现在开始更正，就不再单独复核：能不能重新公开，由科室负责人和保密审查员在审核时决定，他们会看到撤下的原因和“尚未复核”。"})
	}
	return said
}

// standingText says whether a text holds.
func standingText(s content.Standing) string {
	if s == content.Holds {
		return "有效"
	}
	return s.Title()
}

// pointerText names what a pointer leads to.
func pointerText(pointer string) string {
	if number, local := strings.CutPrefix(pointer, content.Kind+"/"); local {
		return "本站 " + number + " 号稿件"
	}
	return pointer
}

func (k *cast) pointerFact(name, pointer string) deskview.Fact {
	f := deskview.Fact{Name: name, Text: pointerText(pointer), Href: pointer}
	if number, local := strings.CutPrefix(pointer, content.Kind+"/"); local {
		id, _ := strconv.ParseUint(number, 10, 63)
		f.Href = href.Document(k.ctx, id)
	}
	return f
}

// local makes of the whole address of a page of this site, short or long, what
// the domain reads: a path below the base path, or the document's number.
func (h *Handler) local(typed string) string {
	typed = strings.TrimSpace(typed)
	path, own := strings.CutPrefix(typed, h.cfg.BaseURL)
	if own = own && strings.HasPrefix(path, "/"); !own && strings.Contains(typed, "://") {
		return typed
	}
	path = strings.TrimPrefix(path, h.cfg.BasePath)
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	if code, short := strings.CutPrefix(path, "/s/"); short {
		if id, err := strconv.ParseUint(code, 36, 63); err == nil {
			return strconv.FormatUint(id, 10)
		}
	}
	return path
}
