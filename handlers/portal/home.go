package portal

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/models/stats"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// A gateSpec is a way into a column that the front page offers, unless the
// column is empty.
type gateSpec struct{ path, icon, title, note string }

// gates lead into the statutory section.
var gates = []gateSpec{
	{"zfxxgk/zn", "book-open", "信息公开指南", "怎么查、找谁问"},
	{"zfxxgk/zd", "list", "信息公开制度", "规章与工作制度"},
	{"zfxxgk/fd", "file-text", "法定主动公开", "按目录查找"},
	{"zfxxgk/nb", "chart-column", "信息公开年报", "历年报告"},
	{"zwgk/yjs", "table", "财政预决算", "区级、部门、“三公”"},
	{applyPath, "send", "依申请公开", "20 个工作日内答复"},
}

// tasks are what 长辈版 opens with.
var tasks = []gateSpec{
	{"zwgk/hnbt", "hand-coins", "查补贴", "惠民惠农“一卡通”发放公示"},
	{"zwgk/yjs", "table", "看预算决算", "政府的钱花在哪里"},
	{applyPath, "send", "申请公开信息", "不会上网？可打电话或到窗口"},
	{"hdjl", "message-square", "问一问、提意见", "看看别人问过什么"},
}

// readingTags name the form of an interpretation by a word of its title.
var readingTags = []struct{ word, tag string }{
	{"图解", "图解"}, {"图表", "图解"}, {"一张图", "图解"}, {"一图", "图解"}, {"问答", "问答"}, {"答问", "问答"}, {"常见问题", "问答"}, {"视频", "视频"}, {"转载", "转载"},
}

// Home handles GET /. It depends on the day, for dates of this year stand
// without it and consultations end.
func (h *Handler) Home(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	h.viewed(c, stats.Home, 0)
	p := portalview.HomePage{Frame: s.frame("", nil), Gates: s.gateList(gates), Tasks: s.gateList(tasks)}
	p.Canonical = href.Abs(s.ctx, href.Home(s.ctx))
	if s.visible(s.tree.ByPath(site.StatutoryRoot)) {
		p.GatesAll = href.Column(s.ctx, site.StatutoryRoot)
	}
	if err := h.homeLists(s, &p); err != nil {
		return err
	}
	if p.Data, err = h.data(s); err != nil {
		return err
	}
	if p.Links, err = h.links(s); err != nil {
		return err
	}
	if !s.newest.IsZero() {
		p.Updated = ui.Minute(s.newest)
	}
	return web.Render(c, http.StatusOK, portalview.Home(p))
}

// homeLists fills the dated lists.
func (h *Handler) homeLists(s *scene, p *portalview.HomePage) (err error) {
	now := h.app.Store.Now(s.ctx)
	if p.News, err = h.block(s, 7, s.shortOf(now), "xwdt/czyw", "xwdt/gzdt"); err != nil {
		return err
	}
	if len(p.News.Items) > 1 {
		first := p.News.Items[0]
		p.Lead = portalview.Lead{Title: first.Title, Href: first.Href, At: first.At}
		p.News.Items = p.News.Items[1:]
	}
	if root := s.tree.ByPath("xwdt"); root != nil && len(p.News.Items) > 0 {
		p.News.Title, p.News.Href = root.Name, href.Column(s.ctx, root.Path)
	}
	if p.Notices, err = h.block(s, 5, s.items, "xwdt/tzgg"); err != nil {
		return err
	}
	if p.Policies, err = h.block(s, 3, s.policies, "zcwj"); err != nil {
		return err
	}
	if root := s.tree.ByPath("zcwj"); root != nil && len(p.Policies.Items) > 0 {
		p.Policies.Subs = s.subs(root, 2)
	}
	p.Readings, err = h.block(s, 5, func(list []content.Item) []portalview.Item { return tagged(s.short(list, now)) }, "zcjd")
	return err
}

func (s *scene) shortOf(now time.Time) func([]content.Item) []portalview.Item {
	return func(list []content.Item) []portalview.Item { return s.short(list, now) }
}

// block is the newest of some columns under the name of the first.
func (h *Handler) block(s *scene, n int, show func([]content.Item) []portalview.Item, paths ...string) (portalview.Block, error) {
	items, err := h.branch(s, n, paths...)
	if err != nil || len(items) == 0 {
		return portalview.Block{}, err
	}
	col := s.tree.ByPath(paths[0])
	if col == nil {
		col = s.tree.ByID(items[0].ColumnID)
	}
	return portalview.Block{Title: col.Name, Href: href.Column(s.ctx, col.Path), Items: show(items)}, nil
}

// policies are items under which their column stands.
func (s *scene) policies(list []content.Item) []portalview.Item {
	out := s.items(list)
	for i := range out {
		if col := s.tree.ByID(list[i].ColumnID); col != nil {
			out[i].Note = col.Name
		}
	}
	return out
}

// tagged puts the form of an interpretation before its title.
func tagged(items []portalview.Item) []portalview.Item {
	for i := range items {
		for _, t := range readingTags {
			if items[i].Tag == "" && strings.Contains(items[i].Title, t.word) {
				items[i].Tag, items[i].TagKind = t.tag, "info"
				break
			}
		}
	}
	return items
}

// subs are the columns below col that show something, at most n.
func (s *scene) subs(col *site.Column, n int) (links []ui.Link) {
	for _, k := range s.tree.Children(col) {
		if s.visible(k) && len(links) < n {
			links = append(links, ui.Link{Text: k.Name, Href: href.Column(s.ctx, k.Path)})
		}
	}
	return links
}

func (s *scene) gateList(specs []gateSpec) (list []portalview.Gate) {
	for _, g := range specs {
		if s.visible(s.tree.ByPath(g.path)) || g.path == applyPath {
			list = append(list, portalview.Gate{Icon: g.icon, Title: g.title, Note: g.note, Href: href.Column(s.ctx, g.path), First: g.path == applyPath})
		}
	}
	return list
}

// linkSize is the length of the short lists at the foot of the front page.
const linkSize = 4

// links are the three short lists at the foot of the front page: in each, first
// what does not go stale, then the newest documents.
func (h *Handler) links(s *scene) (blocks []portalview.LinkBlock, err error) {
	for _, path := range []string{"bsfw", "hdjl", "ztzl"} {
		col := s.tree.ByPath(path)
		if !s.visible(col) {
			continue
		}
		block := portalview.LinkBlock{Title: col.Name, Href: href.Column(s.ctx, col.Path)}
		for _, t := range s.topicsOf(col) {
			block.Links = append(block.Links, iconLink(t.Name, href.Column(s.ctx, t.Path), path))
		}
		if path == "hdjl" {
			if block.Links, err = h.openCalls(s); err != nil {
				return nil, err
			}
		}
		items, err := h.app.Content.Newest(s.ctx, s.holding(col), linkSize)
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			block.Links = append(block.Links, iconLink(i.Title, s.address(i), path))
		}
		block.Links = block.Links[:min(linkSize, len(block.Links))]
		blocks = append(blocks, block)
	}
	return blocks, nil
}

// openCalls is a link to the consultations, when any is going on.
func (h *Handler) openCalls(s *scene) ([]portalview.IconLink, error) {
	col := s.tree.ByPath("zwgk/yjzj")
	if !s.visible(col) {
		return nil, nil
	}
	open, _, err := h.calls(s, col, 10)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return []portalview.IconLink{iconLink(fmt.Sprintf("%s：%d 项正在进行", col.Name, len(open)), href.Column(s.ctx, col.Path), "hdjl")}, nil
}

// linkIcons choose a picture by a word of the text, else by the column.
var linkIcons = []struct{ word, icon string }{
	{"意见征集", "square-pen"}, {"统计", "chart-column"}, {"留言", "message-square"}, {"咨询", "circle-help"}, {"电话", "phone"}, {"投诉", "gavel"},
	{"代理记账", "building-2"}, {"票据", "scroll-text"}, {"补贴", "hand-coins"}, {"营商环境", "shield-check"}, {"绩效", "chart-column"}, {"监督", "eye"},
	{"采购", "file-check"}, {"会计", "user"}, {"普法", "book-open"},
	{"bsfw", "file-text"}, {"hdjl", "message-square"}, {"ztzl", "flag"},
}

func iconLink(text, address, column string) portalview.IconLink {
	for _, l := range linkIcons {
		if strings.Contains(text, l.word) || l.word == column {
			return portalview.IconLink{Icon: l.icon, Text: text, Href: address}
		}
	}
	return portalview.IconLink{Icon: "file-text", Text: text, Href: address}
}
