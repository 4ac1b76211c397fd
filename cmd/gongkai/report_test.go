package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The status says whether a report may stand: 0, 1 with an error in it, 2 when
// it cannot be read.
func TestReportCheckStatus(t *testing.T) {
	dir := t.TempDir()
	out, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	shown := os.Stdout
	os.Stdout = out
	t.Cleanup(func() { os.Stdout = shown })
	file := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		file, previous string
		want           int
		members        []string
	}{
		{file("whole.json", `{"format":"2021","year":2024,"org_kind":"county_gov","cells":{"s3.new.nat":3}}`), "", 0, []string{file("part1.json", `{"format":"2021","year":2024,"cells":{"s3.new.nat":1}}`), file("part2.json", `{"format":"2021","year":2024,"cells":{"s3.new.nat":2}}`)}},
		{filepath.Join(dir, "whole.json"), "", 1, []string{filepath.Join(dir, "part1.json")}},
		{filepath.Join(dir, "whole.json"), "", 2, []string{filepath.Join(dir, "absent.json")}},
		{file("good.json", `{"format":"2021","year":2024,"cells":{"s3.new.nat":1,"s3.carry_in.nat":0,"s3.total.nat":1,"s3.carry_out.nat":0}}`), "", 0, nil},
		{file("bad.json", `{"format":"2021","year":2024,"cells":{"s3.new.nat":1,"s3.carry_in.nat":0,"s3.total.nat":2,"s3.carry_out.nat":0}}`), "", 1, nil},
		{file("next.json", `{"format":"2021","year":2024,"cells":{"s3.carry_in.sum":2}}`), file("before.json", `{"format":"2021","year":2023,"cells":{"s3.carry_out.sum":3}}`), 1, nil},
		{file("odd.json", `{"format":"1999"}`), "", 2, nil}, {filepath.Join(dir, "absent.json"), "", 2, nil}, {file("empty.txt", ""), "", 2, nil},
		{filepath.Join(dir, "good.json"), filepath.Join(dir, "absent.json"), 2, nil},
		{filepath.Join(dir, "next.json"), file("early.json", `{"format":"2021","year":2022,"cells":{"s3.carry_out.sum":2}}`), 2, nil},
		{filepath.Join(dir, "next.json"), filepath.Join(dir, "next.json"), 2, nil}, {dir, "", 2, nil},
	} {
		if c.want != 2 {
			_ = reportCheckCmd{File: c.file, Previous: c.previous, Member: c.members}.Run() // in words
		}
		err := reportCheckCmd{File: c.file, Previous: c.previous, Member: c.members, JSON: true}.Run()
		got := 0
		if f, ok := errors.AsType[failure](err); ok {
			got = f.code
		} else if err != nil {
			t.Errorf("%s: %v", c.file, err)
		}
		if got != c.want {
			t.Errorf("%s: status %d, want %d: %v", filepath.Base(c.file), got, c.want, err)
		}
	}
}

// What is wrong with a file is said in Chinese, with its name.
func TestReportCheckWords(t *testing.T) {
	dir := t.TempDir()
	broken, now, last := filepath.Join(dir, "broken.json"), filepath.Join(dir, "now.json"), filepath.Join(dir, "last.json")
	for name, text := range map[string]string{broken: `{"year"`, now: `{"year":2022}`, last: `{"year":2025}`} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		cmd  reportCheckCmd
		want string
	}{
		{reportCheckCmd{File: broken}, "第 7 个字符附近有错误"}, {reportCheckCmd{File: filepath.Join(dir, "none")}, "找不到文件"}, {reportCheckCmd{File: dir}, "是文件夹"},
		{reportCheckCmd{File: now, Previous: last}, "上一年的报告应为 2021 年，这份是 2025 年。"}, {reportCheckCmd{File: now, Year: 2023}, "填写的年度是 2023 年"}, {reportCheckCmd{File: now, Year: -1}, "年度 -1 不对"},
	} {
		if err := c.cmd.Run(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
