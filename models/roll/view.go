package roll

import (
	"slices"
	"strings"
)

// Facet is a column by which rows can be chosen, with the values it has. A value
// is chosen by its number, from 1; which number a value has follows from the
// signed rows alone.
type Facet struct {
	Key    string
	Title  string
	Values []string
}

// facetValues are the values by which a cell is found: of a date its year.
func facetValues(c *Column, text string) []string {
	switch {
	case text == "":
		return nil
	case c.Type == Multi:
		return strings.Split(text, "、")
	case c.Type == Day || c.Type == Month:
		return []string{text[:min(4, len(text))] + " 年"}
	case c.Type == Year:
		return []string{text + " 年"}
	}
	return []string{text}
}

// Facets lists the columns by which rows can be chosen and that have more than
// one value, values in the order in which they first come.
func (r *Roll) Facets() (all []Facet) {
	k := r.kind()
	if k == nil {
		return nil
	}
	for i := range k.Columns {
		c := &k.Columns[i]
		at := r.at(c.Key)
		if !c.Filter || at < 0 {
			continue
		}
		f, seen := Facet{Key: c.Key, Title: c.Title}, map[string]bool{}
		for _, row := range r.Rows {
			for _, v := range facetValues(c, row[at]) {
				if !seen[v] {
					seen[v] = true
					f.Values = append(f.Values, v)
				}
			}
		}
		if c.Type == Day || c.Type == Month || c.Type == Year {
			slices.Sort(f.Values)
			slices.Reverse(f.Values)
		}
		if len(f.Values) > 1 {
			all = append(all, f)
		}
	}
	return all
}

// Choose lists the rows that have every chosen value: by key of a facet the number
// of its value. A number that is none chooses nothing at all.
func (r *Roll) Choose(chosen map[string]int) []int {
	k, facets := r.kind(), r.Facets()
	want := map[string]string{}
	for key, n := range chosen {
		i := slices.IndexFunc(facets, func(f Facet) bool { return f.Key == key })
		if i < 0 || n < 1 || n > len(facets[i].Values) {
			return nil
		}
		want[key] = facets[i].Values[n-1]
	}
	var rows []int
	for i := range r.Rows {
		fits := true
		for key, v := range want {
			fits = fits && slices.Contains(facetValues(k.Column(key), r.Cell(i, key)), v)
		}
		if fits {
			rows = append(rows, i)
		}
	}
	return rows
}

// Totals are the sums of the columns that are summed, over some rows; nil is all
// rows.
func (r *Roll) Totals(rows []int) map[string]string {
	k := r.kind()
	if k == nil {
		return nil
	}
	all := map[string]string{}
	for _, c := range k.Columns {
		if c.Total && r.at(c.Key) >= 0 {
			all[c.Key] = decimalOf(r.sum(c.Key, rows))
		}
	}
	return all
}

func (r *Roll) sum(key string, rows []int) (sum int64) {
	add := func(i int) {
		n, _ := micros(r.Cell(i, key))
		sum += n
	}
	if rows == nil {
		for i := range r.Rows {
			add(i)
		}
	}
	for _, i := range rows {
		add(i)
	}
	return sum
}
