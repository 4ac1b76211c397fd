package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/models/report"
)

// input is a report as JSON describes it.
type input struct {
	Format    string                 `json:"format"`
	Expected  string                 `json:"expected_format"`
	Year      int                    `json:"year"`
	OrgKind   string                 `json:"org_kind"`
	Making    *bool                  `json:"rule_making_body"`
	Cells     map[string]json.Number `json:"cells"`
	Empty     []string               `json:"empty"`
	Slash     []string               `json:"slash"`
	Sums      []inputSum             `json:"sums"`
	TextTable []inputSaid            `json:"text_vs_table"`
}

type inputSum struct {
	What       string        `json:"what"`
	N          json.Number   `json:"n"`
	Parts      []json.Number `json:"parts"`
	Exhaustive *bool         `json:"exhaustive"`
}

type inputSaid struct {
	What  string      `json:"what"`
	Text  json.Number `json:"text"`
	Table json.Number `json:"table"`
}

// ReadJSON reads a report from JSON: {"format","year","cells":{"s3.new.sum":0},
// "empty":[],"slash":[],"sums":[],"text_vs_table":[]}; members may be missing. What is
// no such JSON, or names a cell that the format does not have, is an error that
// says so in Chinese.
func ReadJSON(data []byte) (Report, error) {
	var in input
	if err := json.Unmarshal(data, &in); err != nil {
		return Report{}, fmt.Errorf("文件不是可以读取的 JSON：%w", err)
	}
	f, ok := report.ByID(in.Format)
	if !ok {
		return Report{}, fmt.Errorf("没有“%s”这一报告格式，应为 2019 或 2021", in.Format)
	}
	r := Report{Format: in.Format, Expected: in.Expected, Year: in.Year, OrgKind: in.OrgKind, Making: in.Making, Cells: map[string]report.Value{}}
	for _, id := range in.Empty {
		r.Cells[id] = report.Value{Kind: report.Empty}
	}
	for _, id := range in.Slash {
		r.Cells[id] = report.Value{Kind: report.Slash}
	}
	for id, n := range in.Cells {
		v, ok := exact(n)
		if !ok {
			return r, fmt.Errorf("单元格 %s 的内容不是数字", id)
		}
		r.Cells[id] = report.NumberOf(decimal(v))
	}
	for _, id := range slices.Sorted(maps.Keys(r.Cells)) {
		if _, ok := f.CellOf(id); !ok { // an extra row of the report, or the sum of a group
			r.Foreign = append(r.Foreign, id)
			delete(r.Cells, id)
		}
	}
	return r, in.texts(&r)
}

// texts reads what the text says.
func (in *input) texts(r *Report) error {
	for _, s := range in.Sums {
		out := Sum{What: s.What, Exhaustive: s.Exhaustive == nil || *s.Exhaustive}
		var ok bool
		if out.N, ok = exact(s.N); !ok {
			return fmt.Errorf("“%s”的总数不是数字", s.What)
		}
		for _, p := range s.Parts {
			v, ok := exact(p)
			if !ok {
				return fmt.Errorf("“%s”的分项不是数字", s.What)
			}
			out.Parts = append(out.Parts, v)
		}
		r.Sums = append(r.Sums, out)
	}
	for _, s := range in.TextTable {
		text, ok := exact(s.Text)
		table, also := exact(s.Table)
		if !ok || !also {
			return fmt.Errorf("“%s”的数字无法读取", s.What)
		}
		r.Said = append(r.Said, Said{What: s.What, Text: text, Table: table})
	}
	return nil
}

func exact(n json.Number) (*big.Rat, bool) {
	if len(n) == 0 || len(n) > 40 {
		return nil, false
	}
	return new(big.Rat).SetString(n.String())
}

// Read reads a report's file: JSON as ReadJSON takes it, or a report as it was
// published, as text, HTML, Word or Excel. What cannot be read is an error that
// says why in Chinese.
func Read(file []byte) (Report, error) {
	if head := bytes.TrimLeft(bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF")), " \t\r\n"); bytes.HasPrefix(head, []byte("{")) {
		return ReadJSON(head)
	}
	text, err := report.TextOf(file)
	if err != nil {
		return Report{}, err
	}
	in, unread, err := report.ParsePartly(text)
	if err == nil {
		return Report{Format: in.Figures.Format, Year: in.Year, Cells: in.Figures.Cells, Text: text, Unread: unread}, nil
	}
	// A report without tables can be checked: that is what is wrong with it.
	m := titled.FindStringSubmatch(text)
	if m == nil || strings.Contains(text, newRequestsLabel) {
		return Report{}, err
	}
	year, _ := strconv.Atoi(m[1])
	f, problem := report.ForYear(year)
	if problem != nil {
		return Report{}, problem
	}
	return Report{Format: f.ID, Year: year, Cells: map[string]report.Value{}, Text: text}, nil
}

var titled = regexp.MustCompile(`(20[0-9]{2})\s*年[^\n]{0,30}政府信息公开[^\n]{0,12}报告`)
