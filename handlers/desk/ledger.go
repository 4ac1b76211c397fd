package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/register"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// actionTitles are the ledger's words for people.
var actionTitles = map[audit.Action]string{
	audit.DocumentCreate: "建立稿件", audit.ReviewEdit: "修改稿件", audit.ReviewSubmit: "提交审核（拟稿签名）", audit.ReviewSection: "科室审核签名",
	audit.ReviewApprove: "保密审查签名", audit.ReviewReturn: "退回", audit.ReviewRecall: "撤回", audit.ReviewDiscard: "删除草稿或放弃更正",
	audit.ReviewPublish: "发布", audit.ReviewHold: "暂停发布", audit.ReviewIssue: "签发", audit.ReviewCorrect: "开始更正", audit.ReviewWithdraw: "撤下",
	audit.ReviewConfirm: "复核撤下", audit.DocumentStand: "有效性变化", audit.CommentCreate: "写批注", audit.CommentSettle: "标记批注已解决", audit.CommentReopen: "重新打开批注",
	audit.PersonCreate: "新增账号", audit.PersonChange: "更改账号资料或岗位", audit.PersonDisable: "停用账号",
	audit.PersonEnable: "恢复账号", audit.PersonPassword: "更改密码", audit.PersonUnlock: "解除锁定", audit.PersonTOTP: "更改动态口令",
	audit.PersonLock: "锁定账号", audit.PersonLogin: "登录", audit.PersonLogout: "退出", audit.DelegationCreate: "授权代办", audit.DelegationRevoke: "收回授权",
	audit.SectionCreate: "新增科室", audit.SectionChange: "更改科室", audit.ColumnCreate: "新增栏目", audit.ColumnChange: "更改栏目", audit.SettingChange: "更改设置", audit.CalendarSet: "录入放假安排",
	audit.RegisterAdd: "登记台账", audit.RegisterEdit: "修改台账", audit.RegisterRemove: "移除台账行", audit.RegisterRestore: "恢复台账行", audit.RegisterImport: "导入台账",
	audit.ReportEnter: "手工填写年报数字", audit.ReportClear: "恢复自动计算", audit.ReportWrite: "编写年报正文", audit.ReportExplain: "说明年报提示", audit.ReportFreeze: "固定年报数字和正文",
	audit.SiteReportFill: "填写网站年度报表", audit.SiteReportExplain: "说明网站年度报表提示", audit.SiteReportFreeze: "固定网站年度报表",
	audit.RegisterNone: "声明没有此类事项", audit.RegisterChecked: "核对台账",
}

var objectTitles = map[string]string{"register": "登记行", "registers": "台账", "document": "稿件", "person": "账号", "section": "科室", "column": "栏目", "delegation": "授权", "site": "站点设置"}

const ledgerSize = 50

func auditor(c echo.Context) error {
	if web.Actor(c).Has(identity.AuditAdmin) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有审计管理员可以查看操作日志。")
}

// Ledger handles GET /desk/ledger: read only.
func (h *Handler) Ledger(c echo.Context) error {
	if err := auditor(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	f, values := ledgerFilter(c)
	head, err := h.app.Ledger.Now(ctx)
	if err != nil {
		return err
	}
	n := web.PageNumber(c)
	total, err := h.app.Ledger.Count(ctx, f)
	if err != nil {
		return err
	}
	pages := max(1, int((total+ledgerSize-1)/ledgerSize))
	n = min(n, pages)
	entries, err := h.app.Ledger.List(ctx, f, (n-1)*ledgerSize, ledgerSize)
	if err != nil {
		return err
	}
	people, err := h.app.People.People(ctx)
	if err != nil {
		return err
	}
	p := deskview.LedgerPage{Frame: h.frame(c, "操作日志"), Form: deskview.Form{Values: values}, People: []ui.Option{{Text: "全部人员"}}, Actions: []ui.Option{{Text: "全部动作"}},
		Total: fmt.Sprintf("共 %d 条", total)}
	recent, err := h.app.Ledger.Recent(ctx, ledgerTail)
	if err != nil {
		return err
	}
	p.Chain = chainState(recent, head)
	names := map[uint64]string{0: "系统"}
	for _, x := range people {
		names[x.ID] = x.Name
		p.People = append(p.People, ui.Option{Value: strconv.FormatUint(x.ID, 10), Text: x.Name + "（" + x.Username + "）"})
	}
	for _, a := range audit.Actions() {
		p.Actions = append(p.Actions, ui.Option{Value: string(a), Text: actionTitles[a]})
	}
	for i := range entries {
		p.Rows = append(p.Rows, ledgerRow(ctx, &entries[i], names))
	}
	p.Pager = ui.PagerProps{Page: n, Pages: pages, Href: func(n int) string {
		values.Set("page", strconv.Itoa(n))
		return href.LedgerPage(ctx, values)
	}}
	return web.Render(c, http.StatusOK, deskview.Ledger(p))
}

// ledgerTail is how many of the newest entries the page checks itself; the
// whole ledger, and the data against it, is the command's work.
const ledgerTail = 1000

func chainState(recent *audit.Report, head audit.Checkpoint) deskview.Chain {
	c := deskview.Chain{Whole: recent.Whole(), When: ui.Minute(head.At)}
	if !c.Whole {
		c.Text = "完整性核验没有通过：" + recent.Findings[0].Message
		return c
	}
	c.Text = fmt.Sprintf("共 %d 条，最新指纹 %s。最近 %d 条已逐条核验，前后衔接完好；全部记录用命令 gongkai ledger verify 核验", head.Seq, shortHash(head.Hash), min(head.Seq, ledgerTail))
	return c
}

// ledgerFilter reads the filter; what cannot be read does not narrow.
func ledgerFilter(c echo.Context) (audit.Filter, url.Values) {
	q := c.QueryParams()
	values := url.Values{}
	for _, name := range []string{"person", "action", "object", "from", "until"} {
		values.Set(name, clip(q.Get(name)))
	}
	f := audit.Filter{Action: audit.Action(values.Get("action")), Object: objectName(values.Get("object"))}
	f.Actor, _ = strconv.ParseUint(values.Get("person"), 10, 63)
	f.From, _ = calendar.ParseDay(values.Get("from"))
	if until, err := calendar.ParseDay(values.Get("until")); err == nil {
		f.Until = until.AddDate(0, 0, 1)
	}
	return f, values
}

// objectName turns "稿件 12" or "document/12" into the ledger's name.
func objectName(v string) string {
	v = strings.TrimSpace(v)
	for kind, title := range objectTitles {
		if rest, ok := strings.CutPrefix(v, title); ok {
			return kind + "/" + strings.TrimSpace(rest)
		}
	}
	return v
}

// objectLink names an object for people. It leads nowhere: the auditor reads
// the ledger, not the content.
func objectLink(object string) ui.Link {
	kind, id, _ := strings.Cut(object, "/")
	if k := register.KindOf(id); k != nil && kind == "registers" {
		id = k.Title
	}
	return ui.Link{Text: strings.TrimSpace(objectTitles[kind] + " " + id)}
}

func ledgerRow(ctx context.Context, e *audit.Entry, names map[uint64]string) deskview.LedgerRow {
	return deskview.LedgerRow{Seq: strconv.FormatUint(e.Seq, 10), Href: href.LedgerEntry(ctx, e.Seq), When: ui.Minute(e.At), Who: names[e.ActorID],
		Action: actionTitles[e.Action], Object: objectLink(e.Object), Digest: shortHash(e.Digest), Hash: shortHash(e.Hash)}
}

// LedgerEntry handles GET /desk/ledger/:seq.
func (h *Handler) LedgerEntry(c echo.Context) error {
	if err := auditor(c); err != nil {
		return err
	}
	seq, err := web.PathID(c, "seq")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := h.app.Ledger.Entry(ctx, seq)
	if err != nil {
		return err
	}
	names, err := h.app.People.Names(ctx, e.ActorID)
	if err != nil {
		return err
	}
	head, err := h.app.Ledger.Now(ctx)
	if err != nil {
		return err
	}
	p := deskview.LedgerEntryPage{Seq: strconv.FormatUint(seq, 10), Frame: h.frame(c, fmt.Sprintf("第 %d 条", seq), ui.Link{Text: "操作日志", Href: href.Ledger(ctx)}),
		Facts: []deskview.Fact{{Name: "时间", Text: e.At.In(calendar.Shanghai).Format("2006-01-02 15:04:05.000")}, {Name: "人员", Text: names[e.ActorID]},
			{Name: "动作", Text: actionTitles[e.Action]}, {Name: "对象", Text: objectLink(e.Object).Text}, {Name: "细节", Text: e.Detail},
			{Name: "内容指纹", Text: e.Digest, Code: true}, {Name: "写入的数据行", Text: e.Written, Code: true},
			{Name: "上一条指纹", Text: e.PrevHash, Code: true}, {Name: "本条指纹", Text: e.Hash, Code: true}}}
	if seq > 1 {
		p.Older = ui.Link{Text: fmt.Sprintf("第 %d 条", seq-1), Href: href.LedgerEntry(ctx, seq-1)}
	}
	if seq < head.Seq {
		p.Newer = ui.Link{Text: fmt.Sprintf("第 %d 条", seq+1), Href: href.LedgerEntry(ctx, seq+1)}
	}
	return web.Render(c, http.StatusOK, deskview.LedgerEntry(p))
}
