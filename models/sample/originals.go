package sample

import (
	"strings"

	"gongkai/models/content"
	"gongkai/models/markup"
)

// issued are the documents that were issued on paper, by key: their pages offer the
// original beside the text.
var issued = map[string]bool{"funds2020": true, "funds2022": true, "card2026": true}

// original is the document as it was issued, a PDF called as the document is; none
// for one that was not issued on paper.
func original(d *Doc) []content.Upload {
	if !issued[d.Key] {
		return nil
	}
	rows := [][]string{{d.Facts["number"]}}
	for l := range strings.Lines(markup.Text(markup.HTML(d.Body))) {
		rows = append(rows, wrapped(strings.TrimSpace(l))...)
	}
	name := strings.NewReplacer("（示例）", "", "“", "", "”", "").Replace(d.Title)
	return []content.Upload{upload(name+".pdf", pageOf(d.Title, rows[:min(len(rows), onPaper)]), "")}
}

const (
	onPaper = 24 // lines of the page
	wide    = 38 // characters of a line
)

// wrapped cuts a paragraph into lines.
func wrapped(text string) (rows [][]string) {
	for text != "" {
		cut, n := len(text), 0
		for i := range text {
			if n++; n > wide {
				cut = i
				break
			}
		}
		rows, text = append(rows, []string{text[:cut]}), text[cut:]
	}
	return rows
}
