package desk

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/web"
)

// Problem shows an error page of the desk: what happened, who could do it, and
// under which number the log knows it.
func (h *Handler) Problem(c echo.Context, status int, cause error) error {
	p := deskview.ProblemPage{Code: status, Message: fault.MessageOf(cause), Request: web.RequestID(c)}
	for _, sentence := range fault.FieldsOf(cause) {
		p.Message = strings.TrimSpace(p.Message + " " + sentence)
	}
	if wantsJSON(c) {
		return c.JSON(status, map[string]string{"error": p.Message})
	}
	if status == http.StatusForbidden && strings.HasPrefix(p.Message, "只有") {
		p.Could, p.Message = p.Message, ""
	}
	p.Frame = layout.DeskFrame{Title: "暂时无法办理", Site: "财政局"}
	if status == http.StatusServiceUnavailable && c.Request().Method == http.MethodPost && c.Request().URL.Path != href.Login(c.Request().Context()) {
		if p.Kept = typed(c); p.Kept != nil {
			p.CSRF = c.FormValue("_csrf")
		}
	}
	if by := web.Actor(c); by.ID != 0 && status < http.StatusInternalServerError {
		p.Frame = h.frame(c, problemTitles[status])
	}
	return web.Render(c, status, deskview.Problem(p))
}

var problemTitles = map[int]string{
	http.StatusForbidden: "没有权限", http.StatusNotFound: "没有这个页面", http.StatusConflict: "已被处理", http.StatusUnprocessableEntity: "内容有误",
	http.StatusMethodNotAllowed: "不能这样打开", http.StatusTooManyRequests: "请稍候",
}
