package desk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// paper is one form of the paper archive.
type paper struct {
	name, other string
	title       string // of the link to the other one
	points      []ui.Option
	answer      func(signed []review.Signature, option string) string
	result      func(signed []review.Signature) string
}

// papers are the forms by the last word of their address.
var papers = map[string]paper{
	"secrecy": {"信息公开保密审查表", "release", "信息发布审核表", deskview.SecrecyQuestions(), secrecyAnswer, secrecyResult},
	"release": {"信息发布审核表", "secrecy", "保密审查表", deskview.SectionPoints(), releaseAnswer, releaseResult},
}

// Paper handles GET /desk/documents/:id/forms/:form.
func (h *Handler) Paper(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	form, known := papers[c.Param("form")]
	cs, err := h.caseAsked(c, v)
	if err != nil {
		return err
	}
	if !known || cs == nil {
		return fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	return h.paperPage(c, v, cs, form)
}

// caseAsked is the case that the address names, or the newest; nil when there is
// none of this document.
func (h *Handler) caseAsked(c echo.Context, v *content.View) (*review.Case, error) {
	cases, err := h.app.Review.Cases(c.Request().Context(), &v.Track)
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	asked := c.QueryParam("case")
	for i := range cases {
		if strconv.FormatUint(cases[i].ID, 10) == asked || asked == "" && i == len(cases)-1 {
			return &cases[i], nil
		}
	}
	return nil, nil
}

func (h *Handler) paperPage(c echo.Context, v *content.View, cs *review.Case, form paper) error {
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	r, err := h.revisionOfCase(c, v, cs)
	if err != nil {
		return err
	}
	signed, err := h.app.Review.Signatures(k.ctx, cs)
	if err != nil {
		return err
	}
	shown, err := h.signatures(k, &v.Track, cs)
	if err != nil {
		return err
	}
	address := href.Abs(k.ctx, href.Document(k.ctx, v.Document.ID))
	p := deskview.PaperPage{Frame: h.frame(c, form.name, documentsLink(k), documentLink(k, v)), Name: form.name, Bureau: h.siteName(c), Number: cs.Number(),
		State: fateText(cs, v.Track.State), QR: portal.QR(address), Address: address, Result: form.result(signed), Found: brief(scan(r, nil, false).checks), Signed: shown,
		Printed: ui.Minute(k.now), Other: ui.Link{Text: form.title, Href: href.Paper(k.ctx, v.Document.ID, form.other, cs.ID)},
		Back: ui.Link{Text: "回到稿件", Href: href.Document(k.ctx, v.Document.ID)}}
	p.Frame.Scripts = []string{"review.js"}
	for _, s := range signed {
		p.Signed[s.Level-1].Hash = s.Sum
	}
	p.Facts = []deskview.Fact{{Name: "标题", Text: r.Title}, {Name: "拟稿", Text: k.sections[v.Track.SectionID] + " " + k.names[v.Track.AuthorID]},
		{Name: "公开栏目", Text: k.column(r.ColumnID)}, {Name: "信息来源", Text: r.Source}, {Name: "公开时间", Text: publishText(r.PublishAt)},
		{Name: "送审时间", Text: ui.Minute(cs.OpenedAt).Shown}, {Name: "送审版本", Text: revisionName(r.Number)}, {Name: "内容指纹", Text: cs.Sum, Code: true}}
	for _, o := range form.points {
		p.Points = append(p.Points, deskview.PaperPoint{Text: o.Text, Answer: form.answer(signed, o.Value)})
	}
	return web.Render(c, http.StatusOK, deskview.Paper(p))
}

// brief drops the full stops of findings that stand in one line.
func brief(list []deskview.Check) []deskview.Check {
	for i := range list {
		list[i].Text = strings.TrimSuffix(list[i].Text, "。")
	}
	return list
}

func (h *Handler) revisionOfCase(c echo.Context, v *content.View, cs *review.Case) (*content.Revision, error) {
	ctx := c.Request().Context()
	revisions, err := h.app.Content.Revisions(ctx, v.Document.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range revisions {
		if r.ID == cs.RevisionID {
			return h.app.Content.RevisionOf(ctx, v.Document.ID, r.Number, web.Actor(c))
		}
	}
	return nil, fault.New(fault.NotFound, "没有这一稿。")
}

func fateText(cs *review.Case, s review.State) string {
	switch cs.Fate {
	case review.Open:
		return stateText(s)
	case review.Done:
		return "已发布"
	case review.Sent:
		return "已退回"
	case review.Recalled:
		return "已撤回"
	}
	return "已被新的送审替代"
}

// answers reads the stored answers of one level: "q1=no q2=no …".
func answers(signed []review.Signature, level int) map[string]string {
	for _, s := range signed {
		if s.Level != level {
			continue
		}
		out := map[string]string{}
		for w := range strings.FieldsSeq(s.Answers) {
			name, value, _ := strings.Cut(w, "=")
			out[name] = value
		}
		return out
	}
	return nil
}

func secrecyAnswer(signed []review.Signature, q string) string {
	return map[string]string{"yes": "是", "no": "否"}[answers(signed, review.LevelConfidentiality)[q]]
}

func secrecyResult(signed []review.Signature) string {
	return deskview.ConclusionText(answers(signed, review.LevelConfidentiality)["conclusion"])
}

func releaseAnswer(signed []review.Signature, point string) string {
	for checked := range strings.SplitSeq(answers(signed, review.LevelSection)["checks"], ",") {
		if checked == point {
			return "无问题"
		}
	}
	return ""
}

func releaseResult(signed []review.Signature) string {
	switch len(signed) {
	case 3:
		return "三级审核通过"
	case 2:
		return "科室审核通过，待保密审查"
	}
	return "审核中"
}
