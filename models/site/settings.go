package site

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm/clause"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// Settings are the site's own words: name by setting. What was never set has
// its default, so a page can always be printed.
type Settings map[string]string

// The settings and their defaults.
const (
	SiteName    = "site.name"    // name of the bureau, as in the header
	SiteShort   = "site.short"   // root of the breadcrumb
	SiteEnglish = "site.english" // name in English under the header
	District    = "site.district"
	Host        = "site.host"    // 主办单位
	Keeper      = "site.keeper"  // 承办单位
	Address     = "site.address" // 地址
	Phone       = "site.phone"
	Hours       = "site.hours"
	IDCode      = "site.idcode" // 政府网站标识码
	ICP         = "site.icp"
	Police      = "site.police" // 公安备案号
)

var defaults = Settings{
	SiteName: "财政局", SiteShort: "区财政局", SiteEnglish: "", District: "", Host: "财政局", Keeper: "局办公室",
	Address: "", Phone: "", Hours: "工作日 9:00–12:00、14:00–18:00", IDCode: "", ICP: "", Police: "",
}

// Names lists the settings in the order people see them.
func Names() []string {
	return []string{SiteName, SiteShort, SiteEnglish, District, Host, Keeper, Address, Phone, Hours, IDCode, ICP, Police}
}

// Get returns a setting.
func (s Settings) Get(name string) string { return s[name] }

// Settings reads all settings.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	var rows []Setting
	if err := s.store.DB(ctx).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("site: settings: %w", err)
	}
	all := make(Settings, len(defaults))
	for k, v := range defaults {
		all[k] = v
	}
	for _, r := range rows {
		all[r.Name] = r.Value
	}
	return all, nil
}

// SettingsVersion rises with every stored change of a setting; forms carry it.
func (s *Service) SettingsVersion(ctx context.Context) (int, error) {
	var rows []Setting
	err := s.store.DB(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Find(&rows).Error
	n := 1
	for _, r := range rows {
		n += r.Version
	}
	return n, err
}

// Set changes settings seen at a version. Only system administrators; Stale when
// somebody was faster.
func (s *Service) Set(ctx context.Context, seen int, values Settings, by identity.Actor) error {
	if by.ID != 0 && !by.Has(identity.SysAdmin) {
		return fault.New(fault.Forbidden, "只有系统管理员可以更改设置。")
	}
	names, err := check(values)
	if err != nil {
		return err
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		version, err := s.SettingsVersion(ctx)
		if err != nil {
			return err
		}
		if version != seen {
			return fault.New(fault.Stale, "网站设置刚刚被别人改过，请看过现在的内容后再改。")
		}
		var rows []audit.Row
		for _, name := range names {
			r, err := s.put(ctx, name, strings.TrimSpace(values[name]))
			if store.Duplicate(err) { // set for the first time by two at once
				err = fault.New(fault.Stale, "网站设置刚刚被别人改过，请看过现在的内容后再改。")
			}
			if err != nil {
				return err
			}
			rows = append(rows, r)
		}
		if err := s.Turn(ctx); err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.SettingChange, Object: "site", Detail: strings.Join(names, " "), Rows: rows})
	})
}

// idCodeForm is a 网站标识码: ten digits, or bm and eight.
var idCodeForm = regexp.MustCompile(`^([0-9]{10}|bm[0-9]{8})$`)

func check(values Settings) (names []string, err error) {
	var c fault.Check
	for name, v := range values {
		_, known := defaults[name]
		c.If(!known, name, "没有这项设置。")
		c.If(utf8.RuneCountInString(v) > 200, name, "不超过 200 个字。")
		names = append(names, name)
	}
	for _, name := range []string{SiteName, SiteShort} {
		v, given := values[name]
		c.If(given && strings.TrimSpace(v) == "", name, "请填写这一项，它出现在每个页面上。")
	}
	code := strings.TrimSpace(values[IDCode])
	c.If(code != "" && !idCodeForm.MatchString(code), IDCode, "网站标识码是 10 位数字，或“bm”加 8 位数字。")
	slices.Sort(names)
	return names, c.Err()
}

func (s *Service) put(ctx context.Context, name, value string) (audit.Row, error) {
	db := s.store.DB(ctx)
	var rows []Setting
	if err := db.Clauses(clause.Locking{Strength: "UPDATE"}).Where("name = ?", name).Limit(1).Find(&rows).Error; err != nil {
		return audit.Row{}, err
	}
	if len(rows) == 0 {
		x := Setting{Name: name, Value: value, Version: 1}
		return x.row(), db.Create(&x).Error
	}
	x := rows[0]
	x.Value = value
	x.Version++
	return x.row(), db.Model(&Setting{}).Where("name = ?", name).Select("Value", "Version").Updates(x).Error
}

// Source yields the digests of columns and settings for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	t, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	for _, c := range t.byID {
		if err := yield(c.row()); err != nil {
			return err
		}
	}
	var rows []Setting
	if err := s.store.DB(ctx).Find(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		if err := yield(rows[i].row()); err != nil {
			return err
		}
	}
	return nil
}
