package desk

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models"
	"gongkai/models/annual"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/register"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
	"gongkai/web"
)

// queueSize bounds the review queue that is shown and counted.
const queueSize = 50

// frame builds what surrounds a staff page. trail leads to the page; the title
// is added as its end.
func (h *Handler) frame(c echo.Context, title string, trail ...ui.Link) layout.DeskFrame {
	ctx, by := c.Request().Context(), web.Actor(c)
	f := layout.DeskFrame{Title: title, Site: h.siteName(c), Trail: append(trail, ui.Link{Text: title, Current: true}),
		Person: by.Name, Roles: roleTitles(by.Roles), CSRF: web.CSRF(c), Flash: h.flash(c)}
	if names, err := h.app.People.SectionNames(ctx); err == nil {
		f.Section = names[by.SectionID]
	}
	f.Nav = h.nav(c, by)
	if n, err := h.app.Review.Unread(ctx, content.Kind, by); err == nil {
		f.Unread = int(n)
	}
	return f
}

func (h *Handler) siteName(c echo.Context) string {
	words, err := h.app.Site.Settings(c.Request().Context())
	if err != nil {
		return "财政局"
	}
	return words.Get(site.SiteShort)
}

func roleTitles(roles []identity.Role) string {
	var titles []string
	for _, r := range roles {
		titles = append(titles, r.Title())
	}
	return strings.Join(titles, "、")
}

// nav offers what this person may open, and nothing else.
func (h *Handler) nav(c echo.Context, by identity.Actor) []layout.NavGroup {
	ctx, path := c.Request().Context(), c.Request().URL.Path
	item := func(text, address, icon string) layout.NavItem {
		return layout.NavItem{Text: text, Href: address, Icon: icon}
	}
	work := layout.NavGroup{Title: "工作", Items: []layout.NavItem{item("我的工作台", href.Desk(ctx), "house")}}
	if by.Has(identity.Author) {
		work.Items = append(work.Items, item("写稿件", href.NewDocument(ctx, ""), "square-pen"))
		work.Items = append(work.Items, item("导入文稿", href.Import(ctx), "upload"), item("导入清单", href.RollImport(ctx), "table"))
	}
	if !by.Admin() {
		work.Items = append(work.Items, item("稿件", href.Documents(ctx), "file-text"))
		if waiting, err := h.app.Review.Queue(ctx, content.Kind, by, queueSize); err == nil && reviews(by, len(waiting)) {
			q := item("审核", href.Queue(ctx), "circle-check")
			q.Count = len(waiting)
			work.Items = append(work.Items, q)
		}
	}
	if models.SeesStatistics(by) {
		work.Items = append(work.Items, item("访问统计", href.Statistics(ctx, nil), "bar-chart-3"))
	}
	if read, _ := annual.May(by); read {
		work.Items = append(work.Items, item("信息公开年报", href.Reports(ctx), "chart-column"))
	}
	if seesDuties(by) {
		work.Items = append(work.Items, item("法定公开事项", href.Duties(ctx), "list-tree"))
	}
	if register.Reads(by) {
		work.Items = append(work.Items, item("台账", href.Registers(ctx, 0), "book-open"))
	}
	groups := []layout.NavGroup{work}
	var manage []layout.NavItem
	if by.Has(identity.SysAdmin) || by.Has(identity.SecAdmin) {
		manage = append(manage, item("机构与用户", href.People(ctx), "users"))
	}
	if by.Has(identity.SysAdmin) {
		manage = append(manage, item("科室", href.Sections(ctx), "building-2"), item("栏目", href.Columns(ctx), "list"), item("网站设置", href.Settings(ctx), "settings"), item("工作日历", href.Calendar(ctx), "calendar"), item("检索状态", href.SearchIndex(ctx), "search"))
	}
	if by.Has(identity.Head) || by.Has(identity.SecAdmin) {
		manage = append(manage, item("授权代办", href.Delegations(ctx), "badge-check"))
	}
	if by.Has(identity.AuditAdmin) {
		manage = append(manage, item("操作日志", href.Ledger(ctx), "history"))
	}
	if len(manage) > 0 {
		groups = append(groups, layout.NavGroup{Title: "管理", Items: manage})
	}
	groups = append(groups, layout.NavGroup{Title: "本人", Items: []layout.NavItem{item("账号与密码", href.Account(ctx), "user"), item("帮助", href.Help(ctx), "circle-help")}})
	markCurrent(groups, path)
	return groups
}

// importsReports reports whether this person's section writes annual reports.
func (h *Handler) importsReports(c echo.Context, by identity.Actor) bool {
	tree, err := h.app.Site.Tree(c.Request().Context())
	if err != nil {
		return false
	}
	return slices.ContainsFunc(tree.All(), func(col *site.Column) bool { return col.PageType == site.Reports && col.Open(by.SectionID) })
}

// markCurrent marks the one entry whose address is the longest beginning of the
// page's: 写稿件 lies below 稿件, and only it is current then.
func markCurrent(groups []layout.NavGroup, path string) {
	var best *layout.NavItem
	length := 0
	for g := range groups {
		for i := range groups[g].Items {
			it := &groups[g].Items[i]
			at := strings.TrimSuffix(it.Href, "/")
			if under := path == it.Href || path == at || strings.HasPrefix(path, at+"/"); under && len(at) > length {
				best, length = it, len(at)
			}
		}
	}
	if best != nil {
		best.Current = true
	}
}

// reviews reports whether a person has to do with the review queue at all.
func reviews(by identity.Actor, waiting int) bool {
	return waiting > 0 || len(by.HeadOf) > 0 || by.Has(identity.Head) || by.Has(identity.Officer) || by.Has(identity.Director)
}

// flashes are the sentences that may follow an act; the cookie carries only the
// word, so nobody can make a page say something else.
var flashes = map[string]string{
	"saved":     "已保存。",
	"submitted": "已提交科室审核。",
	"passed":    "已通过，送保密审查。",
	"signed":    "已签名并通过。",
	"returned":  "已退回。",
	"noted":     "批注已保存。",
	"settled":   "批注已更新。",
	"recall":    "已撤回，可以继续修改。",
	"discard":   "已删除。",
	"correct":   "更正稿已建立，线上版本在审核通过前不变。",
	"withdraw":  "已从网站撤下。",
	"takedown":  "已从网站撤下。",
	"confirm":   "复核意见已记录。",
	"issue":     "签发意见已记录。",
	"attached":  "附件已添加。",
	"detached":  "附件已移除。",
	"imported":  "已导入为草稿，请核对后提交审核。",
	"dropped":   "自动保存的内容已放弃。",
	"person":    "已保存，下一次操作起生效。",
	"password":  "密码已更改，请用新密码重新登录。",
	"revoked":   "授权已收回。",
	"delegated": "授权已设置。",
	"read":      "提醒已全部标为已读。",
	"moved":     "顺序已调整。",
	"reverted":  "已恢复为原来的值。",
	"entered":   "已登记。",
	"removed":   "已移除，不再计数。",
	"restored":  "已恢复，重新计数。",
	"taken":     "表格已导入。",
	"marked":    "已记录。",
}

func (h *Handler) flash(c echo.Context) string {
	k := web.FlashCookie(h.cfg)
	word := k.Read(c)
	if word == "" {
		return ""
	}
	k.Clear(c)
	return flashes[word]
}

// done answers a successful POST with the next page and one sentence on it.
func (h *Handler) done(c echo.Context, word, address string) error {
	web.FlashCookie(h.cfg).Write(c, word)
	return web.SeeOther(c, address)
}
