package rules

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/models/fault"
	"gongkai/models/report"
)

// input is a report as JSON describes it.
type input struct {
	Format    string                     `json:"format"`
	Expected  string                     `json:"expected_format"`
	Year      *int                       `json:"year"`
	OrgKind   string                     `json:"org_kind"`
	Making    *bool                      `json:"rule_making_body"`
	Cells     map[string]json.RawMessage `json:"cells"`
	Empty     []string                   `json:"empty"`
	Slash     []string                   `json:"slash"`
	Sums      []inputSum                 `json:"sums"`
	TextTable []inputSaid                `json:"text_vs_table"`
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
// "empty":[],"slash":[],"sums":[],"text_vs_table":[]}; members may be missing: the
// format is that of the year, and a report without year is of none. A cell with ""
// or null is blank, one with "/" has a slash, and one with other words is no number.
// What is no such JSON is an Invalid fault that says so in Chinese.
func ReadJSON(data []byte) (Report, error) { return readJSON(data, 0) }

func readJSON(data []byte, year int) (Report, error) {
	var in input
	if err := json.Unmarshal(data, &in); err != nil {
		return Report{}, unreadable(data, err)
	}
	f, err := in.format(&year)
	if err != nil {
		return Report{}, err
	}
	r := Report{Format: f.ID, Expected: in.Expected, Year: year, OrgKind: in.OrgKind, Making: in.Making, Cells: map[string]report.Value{}}
	for _, id := range in.Empty {
		r.Cells[id] = report.Value{Kind: report.Empty}
	}
	for _, id := range in.Slash {
		r.Cells[id] = report.Value{Kind: report.Slash}
	}
	for _, id := range slices.Sorted(maps.Keys(in.Cells)) {
		v, err := cellOf(id, in.Cells[id])
		if err != nil {
			return r, err
		}
		r.Cells[id] = v
	}
	for _, id := range slices.Sorted(maps.Keys(r.Cells)) {
		if _, ok := f.CellOf(id); !ok { // an extra row of the report, or the sum of a group
			r.Foreign = append(r.Foreign, id)
			delete(r.Cells, id)
		}
	}
	return r, in.texts(&r)
}

func refuse(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// mayBeYear refuses what is no year of a report.
func mayBeYear(year int) error {
	if year < 2000 || year > 2099 {
		return refuse("年度 %d 不对，应是 2019 至 2099 之间的年份。", year)
	}
	return nil
}

// format tells the format of the report, and its year as far as it is known: year
// comes from outside and stands for one that is missing.
func (in *input) format(year *int) (*report.Format, error) {
	if in.Year != nil {
		if err := mayBeYear(*in.Year); err != nil {
			return nil, err
		}
		if *year != 0 && *year != *in.Year {
			return nil, refuse("文件写的是 %d 年，填写的年度是 %d 年，请核对。", *in.Year, *year)
		}
		*year = *in.Year
	}
	id := cmp.Or(in.Format, in.Expected)
	if id == "" && *year == 0 {
		return nil, refuse("文件没有写明年度（year），也没有写明格式（format），无法确定用哪一年的格式核对。")
	}
	if id == "" {
		return report.ForYear(*year)
	}
	f, ok := report.ByID(id)
	if !ok {
		return nil, refuse("没有“%s”这一报告格式，应为 2019 或 2021。", clip(id))
	}
	return f, nil
}

// unreadable says where JSON cannot be read.
func unreadable(data []byte, err error) error {
	near := func(offset int64) int {
		return utf8.RuneCount(data[:min(max(offset, 0), int64(len(data)))])
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return refuse("文件不是可以读取的 JSON：第 %d 个字符附近有错误。", near(e.Offset))
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return refuse("文件不是可以读取的 JSON：第 %d 个字符附近，“%s”的内容不是应有的类型。", near(e.Offset), clip(e.Field))
	}
	return refuse("文件不是可以读取的 JSON：应是数字的地方写了别的内容。")
}

// cellOf reads what stands in a cell. Words that are no number are kept, for a
// rule to name them.
func cellOf(id string, raw json.RawMessage) (report.Value, error) {
	printed := string(raw)
	if strings.HasPrefix(printed, `"`) {
		if json.Unmarshal(raw, &printed) != nil {
			printed = string(raw)
		}
		printed = strings.TrimSpace(printed)
	}
	switch printed {
	case "", "null":
		return report.Value{Kind: report.Empty}, nil
	case "/", "／":
		return report.Value{Kind: report.Slash}, nil
	}
	n := json.Number(strings.ReplaceAll(printed, ",", ""))
	size, err := strconv.ParseFloat(n.String(), 64)
	switch {
	case errors.Is(err, strconv.ErrRange), err == nil && !(size > -1e18 && size < 1e18), err == nil && size != 0 && size > -1e-8 && size < 1e-8:
		return report.Value{}, refuse("单元格 %s 的数字“%s”超出了可以记录的范围。", clip(id), clip(printed))
	}
	if v, ok := exact(n); ok && err == nil {
		return report.NumberOf(decimal(v)), nil
	}
	return report.Value{Kind: report.Empty, Raw: clip(printed)}, nil
}

// texts reads what the text says.
func (in *input) texts(r *Report) error {
	for _, s := range in.Sums {
		out := Sum{What: s.What, Exhaustive: s.Exhaustive == nil || *s.Exhaustive}
		var ok bool
		if out.N, ok = exact(s.N); !ok {
			return refuse("“%s”的总数不是数字。", clip(s.What))
		}
		for _, p := range s.Parts {
			v, ok := exact(p)
			if !ok {
				return refuse("“%s”的分项不是数字。", clip(s.What))
			}
			out.Parts = append(out.Parts, v)
		}
		r.Sums = append(r.Sums, out)
	}
	for _, s := range in.TextTable {
		text, ok := exact(s.Text)
		table, also := exact(s.Table)
		if !ok || !also {
			return refuse("“%s”的数字无法读取。", clip(s.What))
		}
		r.Said = append(r.Said, Said{What: s.What, Text: text, Table: table})
	}
	return nil
}

// exact reads a number that is not too long to be one of a report.
func exact(n json.Number) (*big.Rat, bool) {
	if len(n) == 0 || len(n) > 40 || strings.ContainsAny(n.String(), "/_xXpPbBoO") {
		return nil, false
	}
	if size, err := n.Float64(); err != nil || size != 0 && (size <= -1e18 || size >= 1e18 || size > -1e-18 && size < 1e-18) {
		return nil, false
	}
	return new(big.Rat).SetString(n.String())
}
