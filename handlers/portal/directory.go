package portal

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// article20 is what 《中华人民共和国政府信息公开条例》第二十条 lists, in its order and
// words.
var article20 = []struct{ item, law string }{
	{"（一）", "行政法规、规章和规范性文件"},
	{"（二）", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"},
	{"（三）", "国民经济和社会发展规划、专项规划、区域规划及相关政策"},
	{"（四）", "国民经济和社会发展统计信息"},
	{"（五）", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"},
	{"（六）", "实施行政处罚、行政强制的依据、条件、程序以及具有一定社会影响的行政处罚决定"},
	{"（七）", "财政预算、决算信息"},
	{"（八）", "行政事业性收费项目及其依据、标准"},
	{"（九）", "政府集中采购项目的目录、标准及实施情况"},
	{"（十）", "重大建设项目的批准和实施情况"},
	{"（十一）", "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"},
	{"（十二）", "突发公共事件的应急预案、预警信息及应对情况"},
	{"（十三）", "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"},
	{"（十四）", "公务员招考的职位、名额、报考条件等事项以及录用结果"},
	{"（十五）", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"},
}

// lawOf returns the words of the items that a column names, and where the first
// of them stands in the article; a column without an item comes last.
func lawOf(item string) (law string, at int) {
	at = len(article20)
	var words []string
	for i, a := range article20 {
		if strings.Contains(item, a.item) {
			words, at = append(words, a.law), min(at, i)
		}
	}
	return strings.Join(words, "；"), at
}

// directory shows 法定主动公开内容: the columns by item of 条例第二十条, and the newest
// documents of them all.
func (h *Handler) directory(c echo.Context, s *scene, col *site.Column) error {
	p := portalview.DirectoryPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	sections, err := h.app.People.Sections(s.ctx)
	if err != nil {
		return err
	}
	owners := map[uint64]string{}
	for _, x := range sections {
		owners[x.ID] = x.Name
	}
	kids := slices.Clone(s.tree.Children(col))
	slices.SortStableFunc(kids, func(a, b *site.Column) int {
		_, x := lawOf(a.Article20)
		_, y := lawOf(b.Article20)
		return cmp.Compare(x, y)
	})
	for _, k := range kids {
		if !s.visible(k) {
			continue
		}
		row, err := h.directoryRow(s, k, owners)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	newest, err := h.app.Content.Newest(s.ctx, s.holding(col), 10)
	if err != nil {
		return err
	}
	p.Newest = s.rows(newest)
	return web.Render(c, http.StatusOK, portalview.Directory(p))
}

func (h *Handler) directoryRow(s *scene, col *site.Column, owners map[uint64]string) (portalview.DirectoryRow, error) {
	newest, err := h.newestOf(s, col)
	if err != nil {
		return portalview.DirectoryRow{}, err
	}
	law, _ := lawOf(col.Article20)
	row := portalview.DirectoryRow{Item: col.Article20, Law: law, Column: ui.Link{Text: col.Name, Href: href.Column(s.ctx, col.Path)},
		Rule: updateRule(col.UpdateDays), Count: fmt.Sprintf("%d 条", s.total(col)), At: ui.Day(newest.PublishedAt)}
	if col.OwnerID != nil {
		row.Owner = owners[*col.OwnerID]
	}
	return row, nil
}
