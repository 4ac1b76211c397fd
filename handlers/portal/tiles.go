package portal

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

const (
	dataPath  = "czsj" // 财政数据
	tileCount = 4      // figures on the front page
	tileTries = 5      // newest documents that are looked through for them
)

// data is the band of figures: the first table of 指标 in the newest documents
// of 财政数据. Without such a table there is no band.
func (h *Handler) data(s *scene) (block portalview.DataBlock, err error) {
	col := s.tree.ByPath(dataPath)
	items, err := h.branch(s, tileTries, dataPath)
	if err != nil || len(items) == 0 {
		return block, err
	}
	pages, err := h.bodies(s, items)
	if err != nil {
		return block, err
	}
	for _, page := range pages {
		if tiles := parseTiles(page.Body, tileCount); len(tiles) > 0 {
			return portalview.DataBlock{Title: col.Name, From: ui.Link{Text: page.Title, Href: s.address(page.Item())},
				Href: href.Column(s.ctx, col.Path), Tiles: tiles}, nil
		}
	}
	return block, nil
}

// parseTiles reads at most n figures from the first table of a body whose first
// header cell is 指标: its columns are name, value, unit and note. Rows that are
// cut otherwise, or whose value holds no digit, are passed over.
func parseTiles(body string, n int) (tiles []portalview.Tile) {
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return nil
	}
	for _, root := range nodes {
		for node := range withSelf(root) {
			if node.DataAtom != atom.Table {
				continue
			}
			rows := tableRows(node)
			if len(rows) == 0 || len(rows[0]) < 2 || rows[0][0] != "指标" {
				continue
			}
			for _, row := range rows[1:] {
				if t, ok := tile(row); ok && len(tiles) < n {
					tiles = append(tiles, t)
				}
			}
			return tiles
		}
	}
	return nil
}

// withSelf yields a node and everything below it.
func withSelf(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if !yield(n) {
			return
		}
		for d := range n.Descendants() {
			if !yield(d) {
				return
			}
		}
	}
}

// tableRows is the text of a table, cell by cell.
func tableRows(table *html.Node) (rows [][]string) {
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Tr:
			rows = append(rows, nil)
		case atom.Th, atom.Td:
			if len(rows) > 0 {
				rows[len(rows)-1] = append(rows[len(rows)-1], cellText(n))
			}
		}
	}
	return rows
}

func cellText(cell *html.Node) string {
	var b strings.Builder
	for n := range cell.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// tile reads one row.
func tile(row []string) (t portalview.Tile, ok bool) {
	if len(row) < 2 || row[0] == "" || !strings.ContainsAny(row[1], "0123456789") || utf8.RuneCountInString(row[1]) > 16 {
		return t, false
	}
	row = append(row, "", "")
	t = portalview.Tile{Name: row[0], Value: row[1], Unit: row[2], Note: row[3]}
	t.Bar = share(t)
	return t, true
}

var doneShare = regexp.MustCompile(`完成[^，。；、]{0,16}?([0-9]{1,3}(?:\.[0-9]{1,2})?)%`)

// share is the part of a hundred that a figure stands for: its own when it
// counts in per cent, else what the note says is done.
func share(t portalview.Tile) string {
	text := t.Value
	if t.Unit != "%" {
		m := doneShare.FindStringSubmatch(t.Note)
		if m == nil {
			return ""
		}
		text = m[1]
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v <= 0 || v > 1000 {
		return ""
	}
	return strconv.FormatFloat(min(v, 100), 'f', -1, 64)
}
