package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/report"
	"gongkai/models/report/rules"
)

// reportCheckCmd is "gongkai report check".
type reportCheckCmd struct {
	File     string   `arg:"" help:"The report: .json with cells by id, .txt, .html, .docx or .xlsx."`
	Previous string   `help:"The report of the year before, for the rules across years." placeholder:"FILE"`
	Year     int      `help:"The year reported on, where the file does not tell it." placeholder:"N"`
	Member   []string `help:"A report that this one sums up; may be said several times." placeholder:"FILE" sep:"none"`
	JSON     bool     `name:"json" help:"Print one JSON object."`
}

// unreadable is the status of a file that cannot be read.
const unreadable = 2

// Run checks one report. Status 0: no rule of severity E fails; 1: one does; 2: a
// file cannot be read.
func (r reportCheckCmd) Run() error {
	in, err := readReport(r.File, r.Year)
	if err != nil {
		return err
	}
	if r.Previous != "" {
		before, err := readReport(r.Previous, 0)
		if err == nil {
			err = inPlace(r.Previous, in.Follows(before))
		}
		if err != nil {
			return err
		}
		in.Previous, in.PreviousText = before.Cells, before.Text
	}
	for _, name := range r.Member {
		member, err := readReport(name, 0)
		if err != nil {
			return err
		}
		in.Members = append(in.Members, member)
	}
	found := rules.Check(in)
	if r.JSON {
		err = printJSON(in, found)
	} else {
		printPlain(in, found)
	}
	if err == nil && found.Errors() {
		err = failure{1, errors.New("有必须改正的问题。")}
	}
	return err
}

// readReport reads a report; year is told by who runs the command, 0 for not.
func readReport(name string, year int) (rules.Report, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return rules.Report{}, failure{unreadable, errors.New(notOpened(name, err))}
	}
	r, err := rules.ReadFor(data, year)
	return r, inPlace(name, err)
}

// notOpened says why a file cannot be opened.
func notOpened(name string, err error) string {
	info, _ := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "找不到文件 " + name + "。"
	case errors.Is(err, fs.ErrPermission):
		return "没有权限读取文件 " + name + "。"
	case info != nil && info.IsDir():
		return name + " 是文件夹，不是文件。"
	}
	return "文件 " + name + " 读不出来。"
}

// inPlace is what is wrong with a file, with its name and in words for people; nil
// stays nil.
func inPlace(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case fault.KindOf(err) == fault.Invalid:
		return failure{unreadable, fmt.Errorf("%s：%s", name, fault.MessageOf(err))}
	}
	return failure{unreadable, fmt.Errorf("%s：文件读不出来。", name)}
}

// printJSON prints the report's figures and what was found as one object.
func printJSON(in rules.Report, found *rules.Result) error {
	cells := map[string]json.Number{}
	for id, v := range in.Cells {
		if v.Kind == report.Number {
			cells[id] = json.Number(v.Number)
		}
	}
	counts := map[rules.Status]int{rules.Pass: 0, rules.Fail: 0, rules.Unknown: 0, rules.Asked: 0}
	for k, n := range found.Counts {
		counts[k] = n
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"format": in.Format, "year": in.Year, "cells": cells, "findings": found.Findings, "counts": counts})
}

// printPlain prints what is wrong in groups, the gravest first, and in one line
// each what could not be asked.
func printPlain(in rules.Report, found *rules.Result) {
	year := "年度不明的报告"
	if in.Year != 0 {
		year = fmt.Sprintf("%d 年报告", in.Year)
	}
	fmt.Printf("%s，%s 年格式，读到 %d 个数字。\n", year, in.Format, len(in.Cells))
	for _, g := range []struct {
		title  string
		weight rules.Severity
		status rules.Status
	}{{"错误", rules.Error, rules.Fail}, {"需说明", rules.Warning, rules.Fail}, {"提示", rules.Hint, rules.Asked}} {
		var list []rules.Finding
		for _, f := range found.Findings {
			if f.Status == g.status && f.Severity == g.weight {
				list = append(list, f)
			}
		}
		if len(list) == 0 {
			continue
		}
		fmt.Printf("\n%s（%d）\n", g.title, len(list))
		for _, f := range list {
			fmt.Printf("  %-5s %s\n", f.Rule, f.Message)
			if f.Cause != "" {
				fmt.Printf("        可能的原因：%s\n", f.Cause)
			}
		}
	}
	if unknown := unknownRules(found); unknown != "" {
		fmt.Printf("\n未能核对（%d）\n  %s\n", found.Counts[rules.Unknown], unknown)
	}
	c := found.Counts
	fmt.Printf("\n通过 %d 项，不符 %d 项，提示 %d 项；有数字空缺而无法核对 %d 项。\n", c[rules.Pass], c[rules.Fail], c[rules.Asked], c[rules.Unknown])
}

// unknownRules names the rules that could not be asked, with how often.
func unknownRules(found *rules.Result) string {
	var order, words []string
	times := map[string]int{}
	for _, f := range found.Findings {
		if f.Status != rules.Unknown {
			continue
		}
		if times[f.Rule]++; times[f.Rule] == 1 {
			order = append(order, f.Rule)
		}
	}
	for _, id := range order {
		word := id
		if n := times[id]; n > 1 {
			word = fmt.Sprintf("%s（%d 处）", id, n)
		}
		words = append(words, word)
	}
	return strings.Join(words, "、")
}
