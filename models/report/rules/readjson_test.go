package rules

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/models/report"
)

// Members may be missing: the year tells the format, or the format expected.
func TestReadJSONMissing(t *testing.T) {
	for in, want := range map[string]string{
		`{"year":2020,"cells":{"s3.new.sum":0}}`:                 "2019",
		`{"year":2022,"cells":{"s3.new.sum":0}}`:                 "2021",
		`{"expected_format":"2021","cells":{"s3.new.sum":0}}`:    "2021",
		`{"format":"2019","year":2022,"cells":{"s3.new.sum":0}}`: "2019",
		`{"format":"2021","cells":{"s3.new.sum":0}}`:             "2021",
	} {
		r, err := Read([]byte(in))
		if err != nil || r.Format != want || len(r.Cells) != 1 {
			t.Errorf("%s: %v %v", in, r, err)
			continue
		}
		if got := slices.Contains(failing(Check(r)), "FORMAT"); got != strings.Contains(in, `2019","year":2022`) {
			t.Errorf("%s: FORMAT fails is %v", in, got)
		}
	}
	if r, err := ReadFor([]byte(`{"cells":{}}`), 2023); err != nil || r.Year != 2023 || r.Format != "2021" {
		t.Errorf("the year from outside: %+v %v", r, err)
	}
}

// What stands in a cell is a number, a blank, a slash, or words that a rule names.
func TestReadJSONCells(t *testing.T) {
	r, err := Read([]byte(`{"year":2022,"cells":{"s3.new.sum":"","s3.new.nat":null,"s3.new.biz":"/","s3.new.sci":"若干","s3.new.law":"5","s3.partial.sum":1e2,"s3.open.sum":[1]}}`))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]report.Value{
		"s3.new.sum": {Kind: report.Empty}, "s3.new.nat": {Kind: report.Empty}, "s3.new.biz": {Kind: report.Slash},
		"s3.new.sci": {Kind: report.Empty, Raw: "若干"}, "s3.new.law": report.NumberOf("5"), "s3.partial.sum": report.NumberOf("100"), "s3.open.sum": {Kind: report.Empty, Raw: "[1]"},
	} {
		if r.Cells[id] != want {
			t.Errorf("%s is %+v", id, r.Cells[id])
		}
	}
	i := slices.IndexFunc(Check(r).Findings, func(f Finding) bool { return f.Rule == "S3-5" && f.Status == Fail })
	if i < 0 || len(Check(r).Findings[i].Cells) != 5 || !strings.Contains(Check(r).Findings[i].Message, "写的是“若干”，不是数字") {
		t.Errorf("S3-5: %+v", Check(r).Findings)
	}
}

// What cannot be read is refused in Chinese, without a word of the program.
func TestReadRefusesPlainly(t *testing.T) {
	for in, want := range map[string]string{
		`{`: "第 1 个字符附近有错误", `{"年":2020,`: "第 10 个字符附近有错误", `{"year":"x","cells":[1]}`: "“year”的内容不是应有的类型", `{"year":2020,"cells":[1]}`: "“cells”的内容",
		`{"cells":{}}`: "没有写明年度（year）", `{"year":0}`: "年度 0 不对", `{"format":"2021","year":99999}`: "年度 99999 不对", `{"format":"2019","year":-1}`: "年度 -1 不对",
		`{"year":2022,"cells":{"s3.new.sum":1e300}}`: "超出了可以记录的范围", `{"year":2022,"cells":{"s3.new.sum":"1e999999999"}}`: "超出了可以记录的范围",
		`{"year":2022,"sums":[{"what":"甲","n":1e99999,"parts":[1]}]}`: "不是数字", `{"year":2022,"sums":[{"what":"甲","n":"x"}]}`: "JSON",
		`null`: "不是年报", `[]`: "不是年报", `[[[[`: "不是年报", `{"format":"2025","year":2020}`: "没有“2025”这一报告格式",
		"": "文件是空的", " \n ": "文件是空的", "%PDF-1.4\nabc": "这是 PDF 文件", "\x89PNG\r\n\x1a\nabc": "这是图片", "\xff\xd8\xff\xe0abc": "这是图片", "GIF89a": "这是图片",
		"MZ\x90\x00\x03": "不是可以读取的文件类型", "\xf5\xb1\x65\x22\x4a\x58\xb7\x91\x00\x01": "不是可以读取的文件类型", "PK\x03\x04xx": "文件已损坏",
		"\ufeff表,分组,项目,指标,数值,单位,原文\r\n表三,,甲,乙,0,件,": "CSV", "<html><body></body></html>": "没有文字",
	} {
		_, err := Read([]byte(in))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", in, err, want)
			continue
		}
		plain := strings.NewReplacer("JSON", "", "PDF", "", "Word", "", "Excel", "", "CSV", "", ".docx", "", ".xlsx", "", "year", "", "cells", "", "format", "", "s3.new.sum", "", "1e300", "", "1e999999999", "", "sums", "", ".n", "").Replace(err.Error())
		if strings.ContainsFunc(plain, func(r rune) bool { return r < 128 && unicode.IsLetter(r) }) {
			t.Errorf("%q: %s", in, plain)
		}
	}
}
