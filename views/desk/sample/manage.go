package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// People lists two sections and the administrators.
func People(ctx context.Context) desk.PeoplePage {
	return desk.PeoplePage{
		Frame: admin(ctx, "机构与用户"), Total: "10 个科室，17 人",
		Acts: []desk.Button{
			{Text: "科室", Href: href.Sections(ctx), Icon: "building-2"},
			{Text: "新增人员", Href: href.NewPerson(ctx), Icon: "plus", Kind: desk.Main},
		},
		Sections: []desk.PeopleSection{
			{Name: "预算科", Href: href.Section(ctx, 1), People: []desk.PersonRow{
				{Name: "张敏", Username: "budget.author", Href: href.Person(ctx, 11), Does: []string{"起草本科室的稿件"}, State: "在用", StateTone: "ok", Last: minute(23, 8, 12)},
				{Name: "李明", Username: "budget.head", Href: href.Person(ctx, 12), Does: []string{"审核本科室的稿件", "撤下自己签过的稿件"}, State: "锁定", StateTone: "warn", Last: minute(22, 17, 0)},
				{Name: "孙悦", Username: "budget.author2", Href: href.Person(ctx, 13), Does: []string{"起草本科室的稿件"}, State: "停用", StateTone: "bad"},
			}},
			{Name: "票据科", Href: href.Section(ctx, 9)},
			{Name: "管理员", People: []desk.PersonRow{
				{Name: "安全管理员", Username: "sec.admin", Does: []string{"管理人员和岗位，不能起草或审核稿件"}, State: "在用", StateTone: "ok", Last: minute(23, 9, 0)},
			}},
		},
	}
}

func sectionOptions() []ui.Option {
	return []ui.Option{{Text: "不属于科室"}, {Value: "1", Text: "预算科"}, {Value: "2", Text: "国库科"}, {Value: "3", Text: "办公室"}}
}

func roleOptions() []ui.Option {
	return []ui.Option{
		{Value: "author", Text: "拟稿人", Hint: "起草和修改本科室的稿件"},
		{Value: "head", Text: "科室负责人", Hint: "审核本科室的稿件"},
		{Value: "secrecy", Text: "保密审查员", Hint: "审查全部送审的稿件"},
		{Value: "publisher", Text: "发布员", Hint: "看全部稿件，撤下已公开的稿件"},
	}
}

const passwordRules = "至少 10 个字符，包含大写字母、小写字母、数字、符号中的三种，不含用户名。"

// NewPerson is the form for a new person.
func NewPerson(ctx context.Context) desk.NewPersonPage {
	return desk.NewPersonPage{
		Frame: admin(ctx, "新增人员", ui.Link{Text: "机构与用户", Href: href.People(ctx)}), Sections: sectionOptions(), Roles: roleOptions(), Rules: passwordRules,
	}
}

// NewPersonRefused is that form with a name already taken.
func NewPersonRefused(ctx context.Context) desk.NewPersonPage {
	p := NewPerson(ctx)
	p.Form = desk.Form{
		Values: url.Values{"username": {"budget.author"}, "name": {"张敏"}, "section": {"1"}, "roles": {"author", "head"}},
		Errors: map[string]string{"username": "这个用户名已经有人使用。", "password": "密码太短，至少 10 个字符。"},
	}
	return p
}

// Person is somebody with every form offered.
func Person(ctx context.Context) desk.PersonPage {
	return desk.PersonPage{
		Frame: admin(ctx, "李明", ui.Link{Text: "机构与用户", Href: href.People(ctx)}),
		Form:  desk.Form{Version: 4, Values: url.Values{"name": {"李明"}, "section": {"1"}, "roles": {"author", "head"}}},
		ID:    12, Name: "李明", State: "锁定", StateTone: "warn",
		Conflicts: []string{"同时是拟稿人和科室负责人：自己起草的稿件须由他人审核，请再指定一名负责人或代办人。"},
		Facts: []desk.Fact{
			{Name: "用户名", Text: "budget.head"}, {Name: "建立", Text: "2024-03-01"}, {Name: "最近登录", Text: "2026-11-22 17:00"}, {Name: "动态口令", Text: "已启用"},
		},
		Does:     []string{"起草和修改本科室的稿件", "审核本科室他人起草的稿件", "撤下自己签过的稿件"},
		Sections: sectionOptions(), Roles: roleOptions(), Rules: passwordRules,
		Leaving: []string{"是本科室唯一的负责人：请先给另一人这个岗位，否则本科室的稿件没有人审核"},
		CanEdit: true, CanAct: []string{"unlock", "password", "otp", "disable"},
	}
}

// PersonRefused is a new password that was too weak.
func PersonRefused(ctx context.Context) desk.PersonPage {
	p := Person(ctx)
	p.Password.Errors = map[string]string{"password": "密码太短，至少 10 个字符。"}
	return p
}

// Sections lists the sections.
func Sections(ctx context.Context) desk.SectionsPage {
	return desk.SectionsPage{
		Frame: admin(ctx, "科室"),
		Acts:  []desk.Button{{Text: "新增科室", Href: href.NewSection(ctx), Icon: "plus", Kind: desk.Main}},
		Rows: []desk.SectionRow{
			{Name: "办公室", Href: href.Section(ctx, 3), Order: "10", Heads: "吴刚", People: "6 人"},
			{Name: "预算科", Href: href.Section(ctx, 1), Order: "20", Heads: "李明", People: "5 人"},
			{Name: "票据科", Href: href.Section(ctx, 9), Order: "100", People: "0 人"},
		},
	}
}

// SectionForm is the form of a section, with a mistake.
func SectionForm(ctx context.Context) desk.SectionFormPage {
	return desk.SectionFormPage{
		Frame: admin(ctx, "修改科室", ui.Link{Text: "科室", Href: href.Sections(ctx)}), ID: 9,
		Form: desk.Form{Version: 2, Values: url.Values{"name": {""}, "order": {"100"}}, Errors: map[string]string{"name": "请填写科室名称。"}},
	}
}

// Columns lists a part of the tree.
func Columns(ctx context.Context) desk.ColumnsPage {
	row := func(depth int, name, path, kind, owner, rule, item, count string) desk.ColumnRow {
		return desk.ColumnRow{Depth: depth, Name: name, Href: href.ColumnEdit(ctx, 5), Path: path, Public: href.Column(ctx, path),
			Type: kind, Owner: owner, Writers: "全部科室", Rule: rule, Item: item, Count: count, Last: ui.Day(at(18, 9, 0))}
	}
	rows := []desk.ColumnRow{
		row(0, "新闻动态", "xwdt", "目录", "办公室", "2 周", "", "28"),
		row(1, "工作动态", "xwdt/gzdt", "列表", "办公室", "2 周", "", "16"),
		row(1, "通知公告", "xwdt/tzgg", "列表", "办公室", "6 个月", "", "12"),
		row(0, "政府信息公开", "zfxxgk", "目录", "办公室", "无", "", "31"),
		row(1, "法定主动公开内容", "zfxxgk/fd", "目录", "办公室", "无", "", "9"),
		row(2, "财政预决算", "zfxxgk/fd/czyjs", "列表", "预算科", "6 个月", "第（七）项", "9"),
		row(1, "政府信息公开年报", "zfxxgk/nb", "年报", "办公室", "12 个月", "", "7"),
	}
	rows[5].Late, rows[6].Issue = true, true
	for i := range rows {
		rows[i].ID, rows[i].Version, rows[i].First, rows[i].Final = uint64(i+1), 2, i == 0 || i == 1 || i == 5, i == 3 || i == 5
	}
	return desk.ColumnsPage{
		Frame: admin(ctx, "栏目"), Rows: rows,
		Acts: []desk.Button{{Text: "新增栏目", Href: href.NewColumn(ctx), Icon: "plus", Kind: desk.Main}},
	}
}

// Duties is how the bureau keeps 条例第二十条, with something late, missing and absent.
func Duties(ctx context.Context) desk.DutiesPage {
	row := func(name, owner, count, due, state, kind string) desk.DutyRow {
		return desk.DutyRow{Column: ui.Link{Text: name, Href: href.NewDocument(ctx, "zfxxgk/fd")}, Owner: owner, Count: count, Last: ui.Day(at(18, 9, 0)), Due: due, State: state, Kind: kind}
	}
	late := row("政府信息公开 / 法定主动公开内容 / 财政预决算", "预算科", "9 条", "180 天内更新，应于 2026-10-30 前", "超过更新期限", "warn")
	late.Item, late.Basis = "（七）", "《中华人民共和国预算法》第十四条"
	none := row("政府信息公开 / 法定主动公开内容 / 统计信息", "国库科", "0 条", "365 天内更新", "暂无内容", "warn")
	none.Item, none.Last = "（四）", ui.Moment{}
	return desk.DutiesPage{Frame: admin(ctx, "法定公开事项"), Coverage: "条例第二十条共 15 项：13 项已有公开内容，1 项本单位不涉及（理由见表），1 项暂无内容。", Todo: []desk.DutyRow{late, none},
		Terms: []desk.TermRow{
			{Title: ui.Link{Text: "区教育委员会2026年部门预算", Href: href.Document(ctx, 7)}, Column: "政务公开 / 财政预决算", From: "2026-10-28 批复（批准）", Due: ui.Day(at(17, 9, 0)), State: "超期 3 天，没有公开", Kind: "bad"},
			{Title: ui.Link{Text: "区级专项资金管理办法", Href: href.Document(ctx, 8)}, Column: "政策文件 / 规范性文件", From: "2026-11-12 成文", Due: ui.Day(at(29, 9, 0)), State: "还有 9 天", Kind: "ok"},
		},
		Items: []desk.DutyItem{
			{Item: "（四）", Law: "国民经济和社会发展统计信息", State: "暂无内容", Kind: "warn", Rows: []desk.DutyRow{none}},
			{Item: "（七）", Law: "财政预算、决算信息", State: "超过更新期限", Kind: "warn", Rows: []desk.DutyRow{late}},
			{Item: "（十）", Law: "重大建设项目的批准和实施情况", State: "不涉及", Rows: []desk.DutyRow{{Column: ui.Link{Text: "重大建设项目"}, Reason: "本单位不承担重大建设项目的审批和实施。", State: "不涉及"}}},
		}}
}

// ColumnForm is the form of a column, with a mistake.
func ColumnForm(ctx context.Context) desk.ColumnFormPage {
	return desk.ColumnFormPage{
		Frame: admin(ctx, "修改栏目", ui.Link{Text: "栏目", Href: href.Columns(ctx)}), ID: 5,
		Form: desk.Form{Version: 3, Values: url.Values{
			"name": {"财政预决算"}, "parent": {"zfxxgk/fd"}, "path": {"zfxxgk/fd/财政"}, "type": {"list"}, "order": {"30"}, "owner": {"1"},
			"writers": {"1", "2"}, "rule_days": {"180"}, "item": {"7"}, "issue": {"yes"}, "description": {"公开本级预算、决算和“三公”经费。"}, "keywords": {"预算，决算"}, "kind": {"财政信息"},
		}, Errors: map[string]string{"name": "同一个上级栏目下已经有“财政预决算”，请换一个名称。"}},
		Parents: []ui.Option{{Text: "无，放在主导航"}, {Value: "zfxxgk/fd", Text: "政府信息公开 / 法定主动公开内容"}},
		Holds:   []ui.Option{{Text: "一般信息"}, {Value: "normative", Text: "规范性文件"}, {Value: "interpretation", Text: "政策解读"}},
		Types:   []ui.Option{{Value: "list", Text: "列表"}, {Value: "hub", Text: "目录"}, {Value: "single", Text: "单页"}, {Value: "report", Text: "年报"}},
		Kinds:   []ui.Option{{Value: "工作动态", Text: "工作动态"}, {Value: "财政信息", Text: "财政信息"}},
		Owners:  sectionOptions()[1:], Writers: sectionOptions()[1:],
		Items:  []ui.Option{{Text: "不属于第二十条"}, {Value: "7", Text: "第（七）项 财政预算、决算信息"}},
		Effect: "改动将影响 9 篇已公开的稿件、2 个下级栏目，保存后立即生效。", Address: "/zfxxgk/fd/czyjs/", Above: "政府信息公开 / 法定主动公开内容",
		History: []desk.HistoryRow{{When: minute(20, 9, 0), Text: "系统管理员 更改栏目", Number: "318"}},
	}
}

// NewColumn is the form of a column that does not exist yet, with a mistake.
func NewColumn(ctx context.Context) desk.ColumnFormPage {
	p := ColumnForm(ctx)
	p.ID, p.Version, p.Effect, p.Address, p.Above, p.History = 0, 0, "", "", "", nil
	p.Errors = map[string]string{"path": "地址只能用小写字母、数字和斜线。", "name": "同一个上级栏目下已经有“财政预决算”，请换一个名称。"}
	return p
}

// ConfirmRoles asks before two duties come into one hand.
func ConfirmRoles(ctx context.Context) desk.ConfirmPage {
	return desk.ConfirmPage{
		Frame: admin(ctx, "确认岗位", ui.Link{Text: "机构与用户", Href: href.People(ctx)}), Title: "请确认：李明的岗位", Version: 4, Action: href.PersonDo(ctx, 12, "edit"),
		Warnings: []string{"既起草又审核：本人写过或改过的稿件，须由另一位负责人或代办人审核。"},
		Changes:  []desk.Difference{{Name: "岗位", Before: "科室负责人", After: "联络员、科室负责人"}, {Name: "科室", After: "预算科"}},
		Carry:    []desk.Pair{{Name: "roles", Value: "author"}, {Name: "roles", Value: "head"}}, Back: ui.Link{Text: "取消", Href: href.Person(ctx, 12)},
	}
}

// ConflictRoles is a person's form that came too late.
func ConflictRoles(ctx context.Context) desk.ConflictPage {
	return desk.ConflictPage{
		Frame: admin(ctx, "内容已被别人修改"), What: "李明的资料", Who: "安全管理员", When: minute(23, 9, 1), Action: href.PersonDo(ctx, 12, "edit"), Version: 5,
		Fields: []desk.ConflictField{
			{Name: "section", Label: "科室", Mine: "1", Theirs: "2", Options: sectionOptions()},
			{Name: "roles", Label: "岗位", Theirs: "科室负责人", Options: roleOptions(), Ticked: []string{"author", "head"}},
		},
		Back: ui.Link{Text: "放弃我的修改", Href: href.Person(ctx, 12)},
	}
}

// SettingsTried is the form with the effect of what was typed.
func SettingsTried(ctx context.Context) desk.SettingsPage {
	p := Settings(ctx)
	p.Errors = nil
	p.Tried = &desk.Tried{
		Site:    layout.Site{Name: "重庆市黔江区财政局", NameEN: "Finance Bureau", Kind: "黔江区政府部门网站", Sponsor: "黔江区财政局", Operator: "局办公室", Address: "新华大道 1 号", Phone: "023-0000 0000", IDCode: "5001140001", ICP: "渝ICP备00000000号", Police: "渝公网安备00000000000000号", IPv6: true},
		Tags:    []desk.Fact{{Name: "SiteName", Text: "重庆市黔江区财政局", Code: true}},
		Changes: []desk.Difference{{Name: "电话", After: "023-0000 0000"}},
	}
	p.Pasts = []desk.PastRow{{ID: 3, Label: "电话", Before: "023-1111 1111", Who: "系统管理员", When: minute(20, 9, 0)}}
	return p
}

// Delegations lists two, one of which can be taken back.
func Delegations(ctx context.Context) desk.DelegationsPage {
	return desk.DelegationsPage{
		Frame: head(ctx, "授权代办"), Can: true, People: []ui.Option{{Text: "请选择"}, {Value: "21", Text: "何伟（国库科负责人）"}},
		Form: desk.Form{Values: url.Values{"from": {"2026-11-25"}, "until": {"2026-11-20"}}, Errors: map[string]string{"to": "请选择代办人。", "until": "结束日期不能早于开始日期。"}},
		Now:  []string{"何伟在 2026-11-20 至 2026-11-30 期间，可以代李明审核预算科的稿件，签第二级；自己写过、改过的除外"},
		Rows: []desk.DelegationRow{
			{ID: 3, Version: 1, From: "李明", To: "何伟", Begins: ui.Day(at(20, 0, 0)), Ends: ui.Day(at(30, 0, 0)), Reason: "外出培训", State: "生效中", StateTone: "ok", CanRevoke: true},
			{ID: 1, Version: 2, From: "李明", To: "何伟", Begins: ui.Day(at(2, 0, 0)), Ends: ui.Day(at(6, 0, 0)), Reason: "休假", State: "已到期"},
		},
	}
}

// Account is a person's own page, with a mistake.
func Account(ctx context.Context) desk.AccountPage {
	return desk.AccountPage{
		Frame: author(ctx, "我的账号"), Rules: passwordRules,
		Form:    desk.Form{Errors: map[string]string{"again": "两次输入的新密码不一样。"}},
		Remarks: []desk.Remark{{Tone: "warn", Title: "这是管理员设置的初始密码，请先修改密码再办理其他事项。"}},
		Facts:   []desk.Fact{{Name: "用户名", Text: "budget.author"}, {Name: "科室", Text: "预算科"}, {Name: "岗位", Text: "拟稿人"}, {Name: "动态口令", Text: "未启用"}},
		Logins: []desk.LoginRow{
			{When: minute(23, 8, 12), Where: "10.20.3.41", Device: "火狐浏览器，统信系统", Result: "成功", Tone: "ok", Current: true},
			{When: minute(22, 19, 3), Where: "10.20.3.77", Device: "谷歌浏览器，安卓系统", Result: "密码错误", Tone: "bad"},
		},
	}
}

// Setup is the form of a new installation, with a mistake.
func Setup(context.Context) desk.SetupPage {
	return desk.SetupPage{
		Frame: layout.BareFrame{Title: "首次设置", Site: site}, CSRF: "sample-token", Token: "7Q2M-K9XD", Rules: passwordRules,
		Form: desk.Form{Values: url.Values{"username": {"sec.admin"}}, Errors: map[string]string{"again": "两次输入的密码不一样。"}},
	}
}

// Settings is the form of the site's own words, with a mistake.
func Settings(ctx context.Context) desk.SettingsPage {
	return desk.SettingsPage{
		Frame: author(ctx, "网站设置"),
		Groups: []desk.SettingsGroup{
			{Title: "名称", Fields: []desk.SettingsField{{Name: "site.name", Label: "网站名称", Hint: "单位全称，与页头一致。"}}},
			{Title: "联系方式", Fields: []desk.SettingsField{{Name: "site.phone", Label: "电话"}}},
			{Title: "页脚标识", Fields: []desk.SettingsField{
				{Name: "site.idcode", Label: "政府网站标识码", Hint: "10 位数字，或“bm”加 8 位数字。"},
				{Name: "site.ipv6", Label: "支持 IPv6", Options: []ui.Option{{Value: "no", Text: "否"}, {Value: "yes", Text: "是"}}},
			}},
		},
		Missing: []ui.Field{{Name: "site.phone", Label: "电话"}},
		Form: desk.Form{Version: 3, Values: url.Values{"site.name": {"重庆市黔江区财政局"}, "site.idcode": {"123"}},
			Errors: map[string]string{"site.idcode": "网站标识码是 10 位数字，或“bm”加 8 位数字。"}},
	}
}

// SearchIndex is 检索状态 with attachments that cannot be read.
func SearchIndex(ctx context.Context) desk.SearchIndexPage {
	return desk.SearchIndexPage{
		Frame: author(ctx, "检索状态"), State: "可用，正在重建", Tone: "info",
		Facts:    []desk.Fact{{Name: "检索引擎", Text: "内置索引"}, {Name: "收录稿件", Text: "3216 篇"}, {Name: "占用空间", Text: "14.2 MB"}, {Name: "等待读取附件的稿件", Text: "2 篇"}, {Name: "重建进度", Text: "已完成 1024 篇"}},
		Troubles: []desk.SearchTrouble{{File: ui.Link{Text: "2019年部门决算.pdf", Href: href.File(ctx, "k7", "2019年部门决算.pdf")}, Document: ui.Link{Text: "2019年部门决算公开", Href: href.Document(ctx, 88)}, Why: "没有可以读取的文字，可能是扫描件"}},
	}
}
