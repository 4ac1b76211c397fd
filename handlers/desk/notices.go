package desk

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// noticesSize bounds the page of notices; what is older than two months is none.
const noticesSize = 100

// Notices handles GET /desk/notices.
func (h *Handler) Notices(c echo.Context) error {
	by, ctx := web.Actor(c), c.Request().Context()
	list, err := h.app.Review.News(ctx, content.Kind, by, noticesSize)
	if err != nil {
		return err
	}
	p := deskview.NoticesPage{Frame: h.frame(c, "提醒与通知")}
	if p.Rows, err = h.noticeRows(c, list); err != nil {
		return err
	}
	unread := 0
	for _, n := range list {
		if n.Unread {
			unread++
		}
	}
	p.Total = "最近 60 天，没有未读"
	if unread > 0 {
		p.Total, p.Upto = fmt.Sprintf("最近 60 天，%d 条未读", unread), review.Latest(list).String()
	}
	return web.Render(c, http.StatusOK, deskview.Notices(p))
}

// NoticesRead handles POST /desk/notices/read: what stood on the page is read, and
// nothing that came after it.
func (h *Handler) NoticesRead(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := h.app.Review.ReadNews(c.Request().Context(), review.ParseMark(f.Get("upto")), web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "read", href.Notices(c.Request().Context()))
}

// noticeRows puts news into sentences.
func (h *Handler) noticeRows(c echo.Context, list []review.News) ([]deskview.NoticeRow, error) {
	ctx := c.Request().Context()
	var docs, people []uint64
	for _, n := range list {
		docs, people = append(docs, n.SubjectID), append(people, n.ActorID)
	}
	heads, err := h.app.Content.Heads(ctx, docs)
	if err != nil {
		return nil, err
	}
	names, err := h.app.People.Names(ctx, people...)
	if err != nil {
		return nil, err
	}
	var rows []deskview.NoticeRow
	for _, n := range list {
		rows = append(rows, deskview.NoticeRow{Text: newsText(n, names[n.ActorID], heads[n.SubjectID].Title), Quote: n.Note,
			Href: href.Document(ctx, n.SubjectID), When: ui.Minute(n.At), Unread: n.Unread})
	}
	return rows, nil
}

var newsVerbs = map[review.Action]string{
	review.Edit: "修改了", review.Return: "退回了", review.SendBack: "请科室重新审核", review.Recall: "撤回了", review.Issue: "签发了", review.Decline: "没有签发",
	review.Correct: "开始更正", review.Withdraw: "撤下了", review.Confirm: "复核同意撤下", review.Refuse: "复核不同意撤下",
}

// newsText says in one sentence who did what with which document.
func newsText(n review.News, who, title string) string {
	switch n.Act {
	case "":
		if n.Answer {
			return who + "回复了《" + title + "》的批注"
		}
		return who + "批注了《" + title + "》"
	case review.Publish:
		return "《" + title + "》已公开发布"
	case review.Hold:
		return "《" + title + "》暂停发布"
	case review.Approve:
		if n.Was == review.Section {
			return who + "通过了《" + title + "》的科室审核"
		}
		return who + "通过了《" + title + "》的保密审查"
	}
	return who + newsVerbs[n.Act] + "《" + title + "》"
}
