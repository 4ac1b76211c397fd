package portal

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"gongkai/models/content"
	"gongkai/models/site"
	portalview "gongkai/views/portal"
)

// Limits of what is offered as related: how many of the newest documents are
// looked at, how many are shown, and how alike the titles must be, in thousandths.
const (
	relatedPool  = 40
	relatedCards = 4
	relatedLeast = 220
)

// kin are branches that belong together: a document and its interpretation
// (政策解读) show each other.
var kin = map[string]string{"zcwj": "zcjd", "zcjd": "zcwj"}

// related offers the documents of the same branch whose titles are most like the
// page's own.
func (h *Handler) related(s *scene, page *content.Page, col *site.Column) ([]portalview.Item, error) {
	root := s.tree.Ancestors(col)[0]
	columns := s.holding(root)
	if other := s.tree.ByPath(kin[root.Path]); other != nil {
		columns = append(columns, s.holding(other)...)
	}
	pool, err := h.app.Content.Newest(content.Aside(s.ctx), columns, relatedPool)
	if err != nil {
		return nil, err
	}
	pool = slices.DeleteFunc(pool, func(i content.Item) bool { return i.DocumentID == page.DocumentID })
	own := strings.NewReplacer(s.words.Get(site.SiteName), " ", s.words.Get(site.SiteShort), " ")
	titles := make([]string, len(pool))
	for i := range pool {
		titles[i] = own.Replace(pool[i].Title)
	}
	var out []portalview.Item
	for _, i := range alike(own.Replace(page.Title), titles) {
		content.Show(s.ctx, pool[i])
		item := s.item(pool[i])
		if c := s.tree.ByID(pool[i].ColumnID); c != nil && c != col && item.Tag == "" {
			item.Tag = c.Name
		}
		out = append(out, item)
	}
	return out, nil
}

// alike returns the places of the titles that are most like title, the best
// first. Titles are compared by their pairs of characters; a pair that many
// titles have, such as those of 关于 and 通知, counts for little.
func alike(title string, titles []string) []int {
	all := make([][]pair, len(titles))
	spread := make(map[pair]int, 8*len(titles))
	for i, t := range titles {
		all[i] = pairs(t)
		for _, p := range all[i] {
			spread[p]++
		}
	}
	rarities := make([]float64, len(titles)+1)
	for n := range rarities {
		rarities[n] = rarity(float64(n), len(titles))
	}
	own := pairs(title)
	type match struct {
		at    int
		score int // in thousandths, so that sums in another order are equal
	}
	var found []match
	mine := 0.0
	for _, p := range own {
		mine += rarities[spread[p]]
	}
	for i, list := range all {
		both, common := mine, 0.0
		for _, p := range list {
			w := rarities[spread[p]]
			both += w
			if slices.Contains(own, p) {
				common += w
			}
		}
		if both > 0 {
			if score := int(math.Round(2000 * common / both)); score >= relatedLeast {
				found = append(found, match{i, score})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	var places []int
	for _, m := range found[:min(len(found), relatedCards)] {
		places = append(places, m.at)
	}
	return places
}

// rarity weighs a pair that n of all titles hold.
func rarity(n float64, all int) float64 {
	return math.Log(1 + float64(all+2)/(1+3*n))
}

// filler are words that nearly every title has.
var filler = strings.NewReplacer("关于", " ", "有关", " ", "事项", " ", "工作", " ", "通知", " ", "公告", " ", "公示", " ", "印发", " ", "开展", " ", "做好", " ")

// pair is two neighbouring characters.
type pair [2]rune

// pairs are the pairs of neighbouring letters or digits in a title, each once, in
// its order.
func pairs(title string) []pair {
	list := make([]pair, 0, 32)
	var last rune
	for _, r := range filler.Replace(title) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		r = unicode.ToLower(r)
		if p := (pair{last, r}); last != 0 && !(unicode.IsDigit(last) && unicode.IsDigit(r)) && !slices.Contains(list, p) {
			list = append(list, p)
		}
		last = r
	}
	return list
}
