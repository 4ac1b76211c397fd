package site

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm/clause"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// Settings are the site's own words: name by setting. What was never set has
// its default, so a page can always be printed.
type Settings map[string]string

// The settings. Which marks a public site must carry is 国办发〔2017〕47号's word;
// what each of them looks like is checked in check.
const (
	SiteName      = "site.name"    // name of the bureau, as in the header
	SiteShort     = "site.short"   // root of the breadcrumb
	SiteEnglish   = "site.english" // name in English under the header
	District      = "site.district"
	ParentName    = "site.parent-name" // the government's portal above this site
	ParentAddress = "site.parent-address"
	HotWords      = "site.hot-words" // searches offered below the search box, separated by commas
	Host          = "site.host"      // 主办单位
	Keeper        = "site.keeper"    // 承办单位
	Address       = "site.address"   // 地址
	Postcode      = "site.postcode"  // 邮政编码
	Phone         = "site.phone"
	Email         = "site.email"
	Hours         = "site.hours"
	Conac         = "site.conac"   // 党政机关网站标识: 32 hex digits
	IDCode        = "site.idcode"  // 政府网站标识码
	OrgCode       = "site.orgcode" // 统一社会信用代码: the first part of every 索引号
	ICP           = "site.icp"
	Police        = "site.police"   // 公安备案号
	Origins       = "site.origins"  // host names from which may be reprinted, separated by commas
	IPv6          = "site.ipv6"     // Yes when the site can be reached over IPv6
	AccessChecked = "site.a11y-day" // day of the last accessibility check, 2006-01-02
)

// Yes is the value of a setting that says yes; any other says no.
const Yes = "yes"

var defaults = Settings{
	SiteName: "财政局", SiteShort: "区财政局", SiteEnglish: "", District: "", ParentName: "", ParentAddress: "", HotWords: "",
	Host: "财政局", Keeper: "局办公室", Address: "", Postcode: "", Phone: "", Email: "", Hours: "工作日 9:00–12:00、14:00–18:00",
	Conac: "", IDCode: "", OrgCode: "", Origins: "", ICP: "", Police: "", IPv6: "no", AccessChecked: "",
}

// Names lists the settings in the order people see them.
func Names() []string {
	return []string{SiteName, SiteShort, SiteEnglish, District, ParentName, ParentAddress, HotWords,
		Host, Keeper, Address, Postcode, Phone, Email, Hours, Conac, IDCode, OrgCode, Origins, ICP, Police, IPv6, AccessChecked}
}

// Get returns a setting.
func (s Settings) Get(name string) string { return s[name] }

// Words returns a setting that is a list, such as HotWords.
func (s Settings) Words(name string) []string { return split(s[name]) }

// Missing lists the settings that every public page must show (主办单位 and how to
// reach it, the marks of the registers) and that are still empty.
func (s Settings) Missing() []string {
	var missing []string
	for _, name := range []string{Host, Address, Phone, Conac, IDCode, ICP, Police} {
		if s[name] == "" {
			missing = append(missing, name)
		}
	}
	return missing
}

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
		if err := s.lasting(ctx, values); err != nil {
			return err
		}
		var rows []audit.Row
		for _, name := range names {
			r, err := s.put(ctx, name, tidy(name, values[name]), by)
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

func (s *Service) put(ctx context.Context, name, value string, by identity.Actor) (audit.Row, error) {
	db := s.store.DB(ctx)
	var rows []Setting
	if err := db.Clauses(clause.Locking{Strength: "UPDATE"}).Where("name = ?", name).Limit(1).Find(&rows).Error; err != nil {
		return audit.Row{}, err
	}
	was := defaults[name]
	if len(rows) > 0 {
		was = rows[0].Value
	}
	if was != value {
		if err := db.Create(&Past{Name: name, Value: was, Became: value, At: s.store.Now(ctx), PersonID: by.ID}).Error; err != nil {
			return audit.Row{}, err
		}
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

// Pasts lists the latest changes of settings, newest first, at most n. Only system
// administrators see them.
func (s *Service) Pasts(ctx context.Context, n int, by identity.Actor) (ps []Past, err error) {
	if !by.Has(identity.SysAdmin) {
		return nil, fault.New(fault.Forbidden, "只有系统管理员可以查看设置的改动。")
	}
	err = s.store.DB(ctx).Order("id DESC").Limit(n).Find(&ps).Error
	return ps, err
}

// Revert gives a setting the value again that it had before a change; it is a
// change like any other. Faults: those of Set, NotFound.
func (s *Service) Revert(ctx context.Context, seen int, past uint64, by identity.Actor) error {
	var ps []Past
	if err := s.store.DB(ctx).Where("id = ?", past).Limit(1).Find(&ps).Error; err != nil {
		return fmt.Errorf("site: past %d: %w", past, err)
	}
	if len(ps) == 0 {
		return fault.New(fault.NotFound, "没有这次改动。")
	}
	return s.Set(ctx, seen, Settings{ps[0].Name: ps[0].Value}, by)
}

// Tried is the settings as they would be with some of them changed, without
// storing anything; the faults are those that Set would give for the values.
func (s *Service) Tried(ctx context.Context, values Settings) (Settings, error) {
	names, err := check(values)
	if err != nil {
		return nil, err
	}
	all, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		all[name] = tidy(name, values[name])
	}
	return all, nil
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
