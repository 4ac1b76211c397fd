package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// settingGroups name the settings for people, in the order of the form.
var settingGroups = []deskview.SettingsGroup{
	{Title: "名称", Fields: []deskview.SettingsField{
		{Name: site.SiteName, Label: "网站名称", Hint: "单位全称，与页头一致，例如 重庆市黔江区财政局。"},
		{Name: site.SiteShort, Label: "网站简称", Hint: "当前位置的第一级，例如 区财政局。"},
		{Name: site.SiteEnglish, Label: "英文名称", Hint: "选填，小字显示在名称下面。"},
		{Name: site.District, Label: "网站类别", Hint: "显示在页面最上方，例如 黔江区政府部门网站。"},
		{Name: site.ParentName, Label: "上级网站名称", Hint: "选填，显示在页面最上方，例如 区政府网站。"},
		{Name: site.ParentAddress, Label: "上级网站网址", Hint: "以 https:// 开头，域名以 .gov.cn 结尾。"},
		{Name: site.HotWords, Label: "热搜词", Hint: "最多 6 个，用逗号隔开，显示在搜索框下面。"},
	}},
	{Title: "联系方式", Fields: []deskview.SettingsField{
		{Name: site.Host, Label: "主办单位"},
		{Name: site.Keeper, Label: "承办单位"},
		{Name: site.Address, Label: "地址"},
		{Name: site.Postcode, Label: "邮政编码", Hint: "6 位数字。"},
		{Name: site.Phone, Label: "电话", Hint: "例如 023-0000 0000，分机写作“转8001”。"},
		{Name: site.Email, Label: "电子邮箱"},
		{Name: site.Hours, Label: "办公时间"},
	}},
	{Title: "页脚标识", Fields: []deskview.SettingsField{
		{Name: site.Conac, Label: "党政机关网站标识编号", Hint: "标识链接地址中 id= 后面的 32 位数字和字母。"},
		{Name: site.IDCode, Label: "政府网站标识码", Hint: "10 位数字，或“bm”加 8 位数字。"},
		{Name: site.OrgCode, Label: "统一社会信用代码", Hint: "18 位。发布时自动编的索引号以它开头，改动只影响以后的编号。"},
		{Name: site.Origins, Label: "转载白名单", Hint: "可以转载的网站域名，用逗号隔开；政府网站（gov.cn）不用写。"},
		{Name: site.ICP, Label: "ICP 备案号", Hint: "例如 渝ICP备00000000号。"},
		{Name: site.Police, Label: "公安备案号", Hint: "例如 渝公网安备00000000000000号，其中有 14 位数字。"},
		{Name: site.IPv6, Label: "支持 IPv6", Hint: "选“是”时页脚写明“本站支持 IPv6”，请先确认已经开通。",
			Options: []ui.Option{{Value: "no", Text: "否"}, {Value: site.Yes, Text: "是"}}},
		{Name: site.AccessChecked, Label: "最近一次无障碍检查的日期", Hint: "例如 2026-11-23，显示在无障碍说明页。"},
	}},
}

// ShowSettings handles GET /desk/settings.
func (h *Handler) ShowSettings(c echo.Context) error {
	words, err := h.app.Site.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	v := url.Values{}
	for _, name := range site.Names() {
		v.Set(name, words.Get(name))
	}
	version, err := h.app.Site.SettingsVersion(c.Request().Context())
	if err != nil {
		return err
	}
	return h.settingsPage(c, http.StatusOK, version, v, nil)
}

func (h *Handler) settingsPage(c echo.Context, code, version int, v url.Values, problem error) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	words, err := h.app.Site.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	missing := words.Missing()
	p := deskview.SettingsPage{Frame: h.frame(c, "网站设置"), Groups: settingGroups, Form: deskview.Form{Version: version, Values: v, Errors: fault.FieldsOf(problem)}}
	for _, g := range settingGroups {
		for _, f := range g.Fields {
			if slices.Contains(missing, f.Name) {
				p.Missing = append(p.Missing, ui.Field{Name: f.Name, Label: f.Label})
			}
		}
	}
	if len(p.Errors) == 0 && v.Get("preview") != "" {
		if p.Tried, err = h.tried(c, words, v); err != nil {
			return err
		}
	}
	if p.Pasts, err = h.pasts(c); err != nil {
		return err
	}
	return web.Render(c, code, deskview.Settings(p))
}

// Settings handles POST /desk/settings: stores, or only shows the effect.
func (h *Handler) Settings(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := sysAdmin(c); err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	ctx, values := c.Request().Context(), settingValues(f.Values)
	if f.Get("preview") != "" {
		_, err := h.app.Site.Tried(ctx, values)
		if fault.KindOf(err) == fault.Invalid {
			return h.settingsPage(c, http.StatusUnprocessableEntity, seen, f.Values, err)
		}
		return errOr(err, func() error { return h.settingsPage(c, http.StatusOK, seen, f.Values, nil) })
	}
	err = h.app.Site.Set(ctx, seen, values, web.Actor(c))
	switch fault.KindOf(err) {
	case fault.Stale:
		return h.settingsMeanwhile(c, f)
	case fault.Invalid:
		return h.settingsPage(c, http.StatusUnprocessableEntity, seen, f.Values, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Settings(ctx))
}
