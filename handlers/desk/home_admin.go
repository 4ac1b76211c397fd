package desk

import (
	"fmt"
	"os"
	"time"

	"gongkai/models/identity"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// health fills an administrator's desk: the state of the system, no content.
func (h *Handler) health(d *homing) error {
	if !d.by.Has(identity.AuditAdmin) {
		if err := h.accounts(d); err != nil {
			return err
		}
		d.p.Quick = append(d.p.Quick, deskview.Button{Text: "机构与用户", Href: href.People(d.ctx), Icon: "users"})
	}
	if d.by.Has(identity.SysAdmin) {
		d.p.Quick = append(d.p.Quick, deskview.Button{Text: "栏目", Href: href.Columns(d.ctx), Icon: "list"}, deskview.Button{Text: "科室", Href: href.Sections(d.ctx), Icon: "building-2"},
			deskview.Button{Text: "网站设置", Href: href.Settings(d.ctx), Icon: "settings"}, deskview.Button{Text: "工作日历", Href: href.Calendar(d.ctx), Icon: "calendar"})
		if err := h.siteHealth(d); err != nil {
			return err
		}
	}
	if d.by.Has(identity.SecAdmin) {
		d.p.Quick = append(d.p.Quick, deskview.Button{Text: "授权代办", Href: href.Delegations(d.ctx), Icon: "badge-check"})
	}
	if d.by.Has(identity.AuditAdmin) {
		d.p.Quick = append(d.p.Quick, deskview.Button{Text: "操作日志", Href: href.Ledger(d.ctx), Icon: "history"})
		return h.ledgerHealth(d)
	}
	return nil
}

// accounts counts people, locks and accounts that nobody uses.
func (h *Handler) accounts(d *homing) error {
	people, err := h.app.People.People(d.ctx)
	if err != nil {
		return err
	}
	last, err := h.app.People.LastLogins(d.ctx)
	if err != nil {
		return err
	}
	used, locked, dormant, idle := 0, 0, 0, 0
	for i := range people {
		x := &people[i]
		switch {
		case x.Disabled:
			continue
		case x.LockedUntil != nil && x.LockedUntil.After(d.now):
			locked++
		}
		used++
		if x.Dormant(last, d.now) {
			dormant++
		}
		if len(x.Roles) == 0 {
			idle++
		}
	}
	at := href.People(d.ctx)
	d.p.Tiles = append(d.p.Tiles, deskview.Tile{Name: "在用账号", Icon: "users", N: fmt.Sprint(used), Note: fmt.Sprintf("另有 %d 个停用", len(people)-used), Href: at},
		alarm("锁定中", "lock", locked, "连续输错密码", at), alarm("90 天未登录", "clock", dormant, "不再需要的请停用", at), alarm("没有岗位", "user", idle, "登录后不能办事", at))
	d.p.Health = append(d.p.Health, worded("锁定的账号", locked, "没有", "%d 个，由安全管理员解除", at), worded("90 天未登录的账号", dormant, "没有", "%d 个，请核实是否还需要", at))
	return nil
}

// alarm is a tile that warns when it is not nought.
func alarm(name, icon string, n int, note, to string) deskview.Tile {
	t := deskview.Tile{Name: name, Icon: icon, N: fmt.Sprint(n), Note: note, Href: to}
	if n > 0 {
		t.Tone = "warn"
	}
	return t
}

func worded(name string, n int, none, some, to string) deskview.HealthRow {
	if n == 0 {
		return deskview.HealthRow{Name: name, Text: none, Tone: "ok", Href: to}
	}
	return deskview.HealthRow{Name: name, Text: fmt.Sprintf(some, n), Tone: "warn", Href: to}
}

// siteHealth says what the public pages lack and which columns are over their time.
func (h *Handler) siteHealth(d *homing) error {
	words, err := h.app.Site.Settings(d.ctx)
	if err != nil {
		return err
	}
	var ids []uint64
	for _, col := range d.tree.All() {
		if col.UpdateDays > 0 && col.Writable() && !col.Ended(d.now) {
			ids = append(ids, col.ID)
		}
	}
	last, err := h.app.Content.LastPublished(d.ctx, ids)
	if err != nil {
		return err
	}
	late := 0
	for _, id := range ids {
		if _, tone := freshness(d.tree.ByID(id), last, d.now); tone == "bad" {
			late++
		}
	}
	d.p.Health = append(d.p.Health, worded("页脚必须有的标识", len(words.Missing()), "齐全", "缺 %d 项", href.Settings(d.ctx)),
		worded("超过更新期限的栏目", late, "没有", "%d 个", href.Columns(d.ctx)), calendarHealth(d))
	return nil
}

// ledgerHealth shows the ledger's head, the newest entries checked, and when the
// last checkpoint was written outside the database.
func (h *Handler) ledgerHealth(d *homing) error {
	head, err := h.app.Ledger.Now(d.ctx)
	if err != nil {
		return err
	}
	recent, err := h.app.Ledger.Recent(d.ctx, ledgerTail)
	if err != nil {
		return err
	}
	at := href.Ledger(d.ctx)
	d.p.Tiles = append(d.p.Tiles, deskview.Tile{Name: "日志记录", Icon: "history", N: fmt.Sprint(head.Seq), Note: "最新指纹 " + shortHash(head.Hash), Href: at})
	chain := deskview.HealthRow{Name: "最近记录的衔接", Text: fmt.Sprintf("最近 %d 条完好", min(head.Seq, ledgerTail)), Tone: "ok", Href: at}
	if !recent.Whole() {
		chain.Text, chain.Tone = "核验没有通过", "bad"
	}
	d.p.Health = append(d.p.Health, chain, checkpointHealth(h.cfg.CheckpointFile(), d.now))
	return nil
}

// checkpointHealth says how old the last checkpoint is; a running server writes
// one every ten minutes when there is something new.
func checkpointHealth(file string, now time.Time) deskview.HealthRow {
	r := deskview.HealthRow{Name: "库外检查点", Text: "还没有写过", Tone: "warn"}
	if info, err := os.Stat(file); err == nil {
		r.Text, r.Tone = "最近一次 "+ui.Minute(info.ModTime()).Shown, "ok"
		if now.Sub(info.ModTime()) > 24*time.Hour {
			r.Tone = "warn"
		}
	}
	return r
}
