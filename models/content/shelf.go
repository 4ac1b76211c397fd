package content

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongkai/models/policy"
)

// Facet is one way to narrow the library (政策文件库) down.
type Facet int

// The facets, in the order people see them.
const (
	ByStanding Facet = iota // 有效性: a Standing, "" is "effective"
	ByYear                  // 成文年份
	ByGenre                 // 体裁
	BySubject               // 主题
	ByOrgan                 // 发布机构
	BySection               // 责任科室: its number
	ByHolds                 // 文件类别: a policy.Holding
	ByReading               // 有无解读: "yes", "no"
	facets
)

// Shelf asks the library for documents.
type Shelf struct {
	Chosen  [facets]string // by Facet; "" is everything
	Words   string         // in the title or the document number; "" is everything
	Columns []uint64       // nil is all
	Page    int            // from 1
	Size    int
	All     bool // every document, not a page
	Formed  bool // newest 成文日期 first, not newest publication
}

// Choice is one value of a facet and how many documents it would leave.
type Choice struct {
	Value string
	Count int
}

// Shelved is one document of the library.
type Shelved struct {
	Item
	Number      string // 发文字号
	Organ       string
	Subject     string
	Genre       string
	FormedOn    string
	EffectiveOn string
	ExpiresOn   string
	SectionID   uint64
	Holds       policy.Holding
	Interpreted bool
	Changed     uint64 // epoch of its last change
}

// Stock is what the library has.
type Stock struct {
	Items   []Shelved
	Total   int
	Choices [facets][]Choice // what else may be chosen; values with nothing are left out
	Epoch   uint64           // of the site, when this was true
}

// shelfRow is one document in memory, with its facets as numbers of words.
type shelfRow struct {
	Shelved
	values [facets]int32
	find   string // title and number, folded
}

// shelves are the library in the memory of this server: all public policy
// documents, newest first. Every epoch the documents that have changed since are
// read from content_policies, which says of each in which epoch that was.
type shelves struct {
	mu    sync.Mutex
	epoch uint64
	rows  []*shelfRow
	words [facets][]string         // by number
	known [facets]map[string]int32 // the other way round
}

// Library answers from memory what stands on the shelf at the site's present
// epoch.
func (s *Service) Library(ctx context.Context, q Shelf) (f Stock, err error) {
	rows, words, epoch, err := s.shelf(ctx)
	if err != nil {
		return f, err
	}
	f.Epoch = epoch
	var chosen [facets]int32
	for x := range chosen {
		chosen[x] = -1
		if q.Chosen[x] != "" {
			chosen[x] = int32(slices.Index(words[x], q.Chosen[x]))
			if chosen[x] < 0 {
				chosen[x] = -2 // nothing has it
			}
		}
	}
	var counts [facets][]int
	for x := range counts {
		counts[x] = make([]int, len(words[x]))
	}
	fits := narrowed(rows, q, chosen, &counts)
	for x := range counts {
		f.Choices[x] = choicesOf(words[x], counts[x], Facet(x))
	}
	f.Total = len(fits)
	if q.Formed {
		slices.SortStableFunc(fits, func(a, b *shelfRow) int { return cmp.Compare(b.FormedOn, a.FormedOn) })
	}
	if !q.All {
		from := min(max(0, q.Page-1)*q.Size, len(fits))
		fits = fits[from:min(from+q.Size, len(fits))]
	}
	f.Items = make([]Shelved, len(fits))
	for i, r := range fits {
		f.Items[i] = r.Shelved
		Show(ctx, r.Item)
	}
	return f, nil
}

// narrowed walks through the shelf once: it returns what fits every choice, and
// counts for each facet what fits all choices but its own.
func narrowed(rows []*shelfRow, q Shelf, chosen [facets]int32, counts *[facets][]int) (fits []*shelfRow) {
	words := strings.Fields(fold(q.Words))
	for _, r := range rows {
		if !r.within(q.Columns) || !r.has(words) {
			continue
		}
		missed, where := 0, 0
		for x, want := range chosen {
			if want != -1 && r.values[x] != want {
				missed++
				where = x
			}
		}
		switch missed {
		case 0:
			fits = append(fits, r)
			for x := range counts {
				counts[x][r.values[x]]++
			}
		case 1:
			counts[where][r.values[where]]++
		}
	}
	return fits
}

func (r *shelfRow) within(columns []uint64) bool {
	return columns == nil || slices.Contains(columns, r.ColumnID)
}

func (r *shelfRow) has(words []string) bool {
	for _, w := range words {
		if !strings.Contains(r.find, w) {
			return false
		}
	}
	return true
}

// fold makes spellings of one thing equal: capitals, brackets of numbers.
func fold(s string) string {
	return strings.ToLower(foldBrackets.Replace(s))
}

var foldBrackets = strings.NewReplacer("〔", "(", "〕", ")", "[", "(", "]", ")", "（", "(", "）", ")", "【", "(", "】", ")")

// choicesOf lists the values that leave something: years from the newest, all
// else from the most frequent.
func choicesOf(words []string, counts []int, x Facet) (cs []Choice) {
	for i, n := range counts {
		if n > 0 && words[i] != "" {
			cs = append(cs, Choice{words[i], n})
		}
	}
	slices.SortFunc(cs, func(a, b Choice) int {
		if x == ByYear {
			return cmp.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return cs
}

// shelf brings the memory up to the present epoch and returns it. What it
// returns is never changed.
func (s *Service) shelf(ctx context.Context) (rows []*shelfRow, words [facets][]string, epoch uint64, err error) {
	m := &s.shelves
	m.mu.Lock()
	defer m.mu.Unlock()
	now := s.site.Epoch()
	if m.rows == nil || now != m.epoch {
		if err := s.reshelve(ctx, m, now); err != nil {
			return nil, words, 0, err
		}
	}
	return m.rows, m.words, m.epoch, nil
}

// reshelve reads what has changed since the epoch that m knows.
func (s *Service) reshelve(ctx context.Context, m *shelves, now uint64) error {
	var changed []struct {
		Row       policyRow `gorm:"embedded"`
		Title     string
		RevisedAt *time.Time
	}
	err := s.store.DB(ctx).Table("content_policies p").Joins("LEFT JOIN content_live l ON l.document_id = p.document_id").
		Where("p.epoch > ?", m.epoch).Select("p.*, l.title, l.revised_at").Find(&changed).Error
	if err != nil {
		return fmt.Errorf("content: library: %w", err)
	}
	fresh := make(map[uint64]*shelfRow, len(changed))
	highest := m.epoch
	for _, x := range changed {
		c := x.Row
		highest = max(highest, c.Epoch)
		fresh[c.DocumentID] = nil
		if c.Gone || x.RevisedAt == nil {
			continue
		}
		r := &shelfRow{Shelved: Shelved{Item: Item{DocumentID: c.DocumentID, ColumnID: c.ColumnID, Title: x.Title, PublishedAt: c.PublishedAt, RevisedAt: *x.RevisedAt, Standing: c.Standing},
			Number: c.Number, Organ: c.Organ, Subject: c.Subject, Genre: c.Genre, FormedOn: c.FormedOn, EffectiveOn: c.EffectiveOn, ExpiresOn: c.ExpiresOn, SectionID: c.SectionID,
			Holds: c.Holds, Interpreted: c.Interpreted, Changed: c.Epoch}, find: fold(x.Title + " " + c.Number)}
		m.place(r, c.Year)
		fresh[c.DocumentID] = r
	}
	rows := make([]*shelfRow, 0, len(m.rows)+len(fresh))
	for _, r := range m.rows {
		if _, again := fresh[r.DocumentID]; !again {
			rows = append(rows, r)
		}
	}
	for _, r := range fresh {
		if r != nil {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *shelfRow) int {
		return cmp.Or(b.PublishedAt.Compare(a.PublishedAt), cmp.Compare(b.DocumentID, a.DocumentID))
	})
	m.rows, m.epoch = rows, max(now, highest)
	return nil
}

// place gives a row the numbers of its facets' words. Words that were handed out
// before stay where they are.
func (m *shelves) place(r *shelfRow, year int) {
	reading := "no"
	if r.Interpreted {
		reading = "yes"
	}
	for x, word := range [facets]string{ByStanding: cmp.Or(string(r.Standing), effective), ByYear: strconv.Itoa(year), ByGenre: r.Genre, BySubject: r.Subject, ByOrgan: r.Organ,
		BySection: strconv.FormatUint(r.SectionID, 10), ByHolds: string(r.Holds), ByReading: reading} {
		if m.known[x] == nil {
			m.known[x] = map[string]int32{}
		}
		n, ok := m.known[x][word]
		if !ok {
			n = int32(len(m.words[x]))
			m.known[x][word] = n
			m.words[x] = append(m.words[x][:n:n], word) // readers keep the list of before
		}
		r.values[x] = n
	}
}
