package portal

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// gates are the ways into the statutory section that the front page offers, in
// their order; one whose column is empty is left out.
var gates = []struct{ path, icon, title, note string }{
	{"zfxxgk/zn", "book-open", "信息公开指南", "怎么查、找谁问"},
	{"zfxxgk/zd", "list", "信息公开制度", "规章与工作制度"},
	{"zfxxgk/fd", "file-text", "法定主动公开", "按目录查找"},
	{"zfxxgk/nb", "chart-column", "信息公开年报", "历年报告"},
	{"zwgk/yjs", "table", "财政预决算", "区级 · 部门 · “三公”"},
	{applyPath, "send", "依申请公开", "20 个工作日内答复"},
}

// Home handles GET /.
func (h *Handler) Home(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	p := portalview.HomePage{Frame: s.frame("", nil)}
	p.Canonical = href.Abs(s.ctx, href.Home(s.ctx))
	for _, b := range []struct {
		into  *portalview.Block
		n     int
		paths []string
	}{
		{&p.News, 7, []string{"xwdt/czyw", "xwdt/gzdt"}},
		{&p.Notices, 5, []string{"xwdt/tzgg"}},
		{&p.Policies, 5, []string{"zcwj"}},
		{&p.Readings, 5, []string{"zcjd"}},
	} {
		if *b.into, err = h.block(s, b.n, b.paths...); err != nil {
			return err
		}
	}
	if len(p.News.Items) > 1 {
		first := p.News.Items[0]
		p.Lead = portalview.Lead{Title: first.Title, Href: first.Href, At: first.At}
		p.News.Items = p.News.Items[1:]
	}
	if root := s.tree.ByPath("xwdt"); root != nil && len(p.News.Items) > 0 {
		p.News.Title, p.News.Href = root.Name, href.Column(s.ctx, root.Path)
	}
	s.gates(&p)
	p.Links, err = h.links(s)
	if err != nil {
		return err
	}
	if newest, err := h.app.Content.Newest(s.ctx, nil, 1); err != nil {
		return err
	} else if len(newest) > 0 {
		p.Updated = ui.Minute(newest[0].PublishedAt)
	}
	return web.Render(c, http.StatusOK, portalview.Home(p))
}

// block is the newest of some columns under the name of the first.
func (h *Handler) block(s *scene, n int, paths ...string) (portalview.Block, error) {
	items, err := h.branch(s, n, paths...)
	if err != nil || len(items) == 0 {
		return portalview.Block{}, err
	}
	col := s.tree.ByPath(paths[0])
	if col == nil {
		col = s.tree.ByID(items[0].ColumnID)
	}
	return portalview.Block{Title: col.Name, Href: href.Column(s.ctx, col.Path), Items: s.items(items)}, nil
}

func (s *scene) gates(p *portalview.HomePage) {
	for _, g := range gates {
		if col := s.tree.ByPath(g.path); s.visible(col) || g.path == applyPath {
			p.Gates = append(p.Gates, portalview.Gate{Icon: g.icon, Title: g.title, Note: g.note, Href: href.Column(s.ctx, g.path), First: g.path == applyPath})
		}
	}
	if s.visible(s.tree.ByPath(site.StatutoryRoot)) {
		p.GatesAll = href.Column(s.ctx, site.StatutoryRoot)
	}
}

// links are the three short lists at the foot of the front page.
func (h *Handler) links(s *scene) (blocks []portalview.LinkBlock, err error) {
	for _, b := range []struct{ path, icon string }{{"bsfw", "user"}, {"hdjl", "message-square"}, {"ztzl", "flag"}} {
		items, err := h.branch(s, 4, b.path)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 {
			continue
		}
		block := portalview.LinkBlock{Title: s.tree.ByPath(b.path).Name, Href: href.Column(s.ctx, b.path)}
		for _, i := range items {
			block.Links = append(block.Links, portalview.IconLink{Icon: b.icon, Text: i.Title, Href: s.address(i)})
		}
		blocks = append(blocks, block)
	}
	return blocks, nil
}
