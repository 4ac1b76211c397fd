package desk

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// settingFields name the settings for people.
var settingFields = map[string]ui.Field{
	site.SiteName:    {Label: "网站名称", Hint: "单位全称，与页头一致，例如 重庆市黔江区财政局。"},
	site.SiteShort:   {Label: "网站简称", Hint: "当前位置的第一级，例如 区财政局。"},
	site.SiteEnglish: {Label: "英文名称", Hint: "选填，小字显示在名称下面。"},
	site.District:    {Label: "网站类别", Hint: "显示在页面最上方，例如 黔江区政府部门网站。"},
	site.Host:        {Label: "主办单位"},
	site.Keeper:      {Label: "承办单位"},
	site.Address:     {Label: "地址"},
	site.Phone:       {Label: "电话"},
	site.Hours:       {Label: "办公时间"},
	site.IDCode:      {Label: "政府网站标识码", Hint: "10 位数字，或“bm”加 8 位数字。"},
	site.ICP:         {Label: "ICP 备案号"},
	site.Police:      {Label: "公安备案号"},
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
	p := deskview.SettingsPage{Frame: h.frame(c, "网站设置"), Form: deskview.Form{Version: version, Values: v, Errors: fault.FieldsOf(problem)}}
	for _, name := range site.Names() {
		f := settingFields[name]
		f.Name = name
		p.Fields = append(p.Fields, f)
	}
	return web.Render(c, code, deskview.Settings(p))
}

// Settings handles POST /desk/settings.
func (h *Handler) Settings(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	values := site.Settings{}
	for _, name := range site.Names() {
		if f.Has(name) {
			values[name] = f.Get(name)
		}
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	err = h.app.Site.Set(c.Request().Context(), seen, values, web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.settingsPage(c, http.StatusUnprocessableEntity, seen, f.Values, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Settings(c.Request().Context()))
}
