package content

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"gongkai/models/calendar"
	"gongkai/models/policy"
	"gongkai/models/site"
)

// Patterns of facts that name an origin, and a form of interpretation. Quotes
// within a value are escaped, so these words stand in no value.
const (
	originSaid = `%"origin":"%`
	formSaid   = `%"explains":"%`
)

// Reprints says how many documents that are public now and were first published
// elsewhere (转载) one column published in a year.
type Reprints struct {
	ColumnID uint64
	N        int
	Explain  int // of these, interpretations (转载解读): in a column of interpretations, or with a form of one
}

// ReprintsIn counts the reprints that were published in a year of China Standard
// Time, by column in the order of the tree. The yearly report of the site
// (政府网站工作年度报表) asks for the sums.
func (s *Service) ReprintsIn(ctx context.Context, year int) (list []Reprints, err error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	from := time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Shanghai)
	var rows []struct {
		ColumnID uint64
		N        int
		Formed   int
	}
	err = s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Where("l.published_at >= ? AND l.published_at < ? AND r.facts LIKE ?", from.UTC(), from.AddDate(1, 0, 0).UTC(), originSaid).
		Select("l.column_id, COUNT(*) AS n, SUM(CASE WHEN r.facts LIKE ? THEN 1 ELSE 0 END) AS formed", formSaid).Group("l.column_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: reprints: %w", err)
	}
	for _, col := range tree.All() {
		for _, r := range rows {
			if r.ColumnID != col.ID {
				continue
			}
			x := Reprints{ColumnID: col.ID, N: r.N, Explain: r.Formed}
			if col.Holds == policy.Interpretation {
				x.Explain = r.N
			}
			list = append(list, x)
		}
	}
	return list, nil
}

// Explanations are the interpretations that the public reads now and that were first
// published in a year, by what they are; and the consultations of that year.
type Explanations struct {
	Material int // 解读材料: our own, in words
	Product  int // 解读产品: our own, as a picture or a film
	Press    int // 媒体评论: first published elsewhere
	Surveys  int // 征集调查
}

// Explanations counts a year of China Standard Time.
func (s *Service) Explanations(ctx context.Context, year int) (x Explanations, err error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return x, err
	}
	var explains, asks []uint64
	for _, c := range tree.All() {
		if c.Holds == policy.Interpretation {
			explains = append(explains, c.ID)
		}
		if c.PageType == site.Consultation {
			asks = append(asks, c.ID)
		}
	}
	from := time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Shanghai)
	in := func(columns []uint64) *gorm.DB {
		return s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
			Where("l.published_at >= ? AND l.published_at < ? AND l.column_id IN ?", from.UTC(), from.AddDate(1, 0, 0).UTC(), columns)
	}
	var said []string
	if err := in(explains).Pluck("r.facts", &said).Error; err != nil {
		return x, fmt.Errorf("content: explanations: %w", err)
	}
	for _, text := range said {
		f, err := readFacts(text)
		switch {
		case err != nil:
			return x, err
		case f.Origin != "":
			x.Press++
		case f.Explains == policy.Figure || f.Explains == policy.Video:
			x.Product++
		default:
			x.Material++
		}
	}
	var n int64
	if err := in(asks).Count(&n).Error; err != nil {
		return x, fmt.Errorf("content: consultations: %w", err)
	}
	x.Surveys = int(n)
	return x, nil
}

// barredOrigin says in a sentence that an address is on a host from which nothing
// may be reprinted, or "": sites of the government and those that the bureau
// listed (转载白名单) may be named.
func (s *Service) barredOrigin(ctx context.Context, address string) (string, error) {
	u, err := url.Parse(address)
	if address == "" || err != nil {
		return "", nil // what is no address is said elsewhere
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "" || host == "gov.cn" || strings.HasSuffix(host, ".gov.cn") {
		return "", nil
	}
	words, err := s.site.Settings(ctx)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(words.Words(site.Origins), func(w string) bool { return host == w || strings.HasSuffix(host, "."+w) }) {
		return "", nil
	}
	return fmt.Sprintf("“%s”不在转载白名单里。可以转载政府网站（*.gov.cn）和白名单里的网站；确需转载的，请系统管理员在“网站设置”里加上这个网站。", clip(host, 60)), nil
}
