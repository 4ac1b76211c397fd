package sample

import (
	"context"
	"net/url"
	"strconv"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// auditor is the frame the audit administrator sees.
func auditor(ctx context.Context, title string, trail ...ui.Link) layout.DeskFrame {
	f := admin(ctx, title, trail...)
	f.Person, f.Roles = "审计管理员", "审计管理员"
	return f
}

// Ledger is the explorer with a filter.
func Ledger(ctx context.Context) desk.LedgerPage {
	row := func(seq uint64, day, hour int, who, action string, object ui.Link) desk.LedgerRow {
		return desk.LedgerRow{Seq: strconv.FormatUint(seq, 10), Href: href.LedgerEntry(ctx, seq), When: minute(day, hour, 40),
			Who: who, Action: action, Object: object, Digest: "9f3c…21a4", Hash: "07be…c94d"}
	}
	login := row(1201, 23, 13, "李明", "登录", ui.Link{Text: "会话"})
	login.Digest = ""
	return desk.LedgerPage{
		Frame:   auditor(ctx, "操作日志"),
		Form:    desk.Form{Values: url.Values{"person": {"12"}, "from": {"2026-11-01"}}},
		People:  []ui.Option{{Text: "全部人员"}, {Value: "11", Text: "张敏"}, {Value: "12", Text: "李明"}},
		Actions: []ui.Option{{Text: "全部动作"}, {Value: "document.submit", Text: "提交审核"}},
		Chain:   desk.Chain{Whole: true, Text: "完整性校验通过，共 1,204 条，最新指纹 07be…c94d。", When: minute(23, 2, 0)},
		Total:   "符合条件的 212 条",
		Rows: []desk.LedgerRow{
			row(1204, 23, 15, "王芳", "保密审查通过", documentLink(ctx)),
			row(1203, 23, 14, "李明", "科室审核通过", documentLink(ctx)),
			login,
		},
		Pager: ui.PagerProps{Page: 1, Pages: 5, Href: func(n int) string {
			return href.LedgerPage(ctx, url.Values{"person": {"12"}, "page": {strconv.Itoa(n)}})
		}},
	}
}

// LedgerBroken is the explorer when the chain does not hold.
func LedgerBroken(ctx context.Context) desk.LedgerPage {
	p := Ledger(ctx)
	p.Chain = desk.Chain{Text: "完整性校验没有通过：第 887 条与它的指纹不符。请立即报告审计管理员，不要再做任何改动。", When: minute(23, 2, 0)}
	p.Rows, p.Pager, p.Total = nil, ui.PagerProps{}, "没有记录"
	return p
}

// LedgerEntry is one entry in full.
func LedgerEntry(ctx context.Context) desk.LedgerEntryPage {
	return desk.LedgerEntryPage{
		Frame: auditor(ctx, "第 1203 条", ui.Link{Text: "操作日志", Href: href.Ledger(ctx)}), Seq: "1203",
		Facts: []desk.Fact{
			{Name: "时间", Text: "2026-11-23 14:40:07"}, {Name: "人员", Text: "李明（budget.head）"}, {Name: "动作", Text: "科室审核通过"},
			{Name: "对象", Text: notice, Href: href.Document(ctx, id)},
			{Name: "内容指纹", Text: hash, Code: true}, {Name: "前一条", Text: hash, Code: true}, {Name: "本条", Text: hash, Code: true},
			{Name: "细节", Text: "level=2 decision=approve version=9", Code: true},
		},
		Older: ui.Link{Text: "第 1202 条", Href: href.LedgerEntry(ctx, 1202)}, Newer: ui.Link{Text: "第 1204 条", Href: href.LedgerEntry(ctx, 1204)},
	}
}
