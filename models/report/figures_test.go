package report

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/models/fault"
)

// The encoding is part of signed bytes. This text may never change.
func TestEncodeIsForEver(t *testing.T) {
	f := Figures{Format: "2019", Year: 2020, Cells: map[string]Value{
		"s2.other_svc.delta":         {Number, "-3", "减3"},
		"s2.license.prev":            NumberOf("1"),
		"s2.procurement.amount_yuan": {Number, "172700", "17.27万元"},
		"s3.new.nat":                 {Kind: Empty},
		"s3.new.biz":                 {Kind: Slash},
		"s3.new.sci":                 {Kind: Slash, Raw: "／"},
	}}
	const want = `{"v":1,"format":"2019","year":2020,"cells":{` +
		`"s2.license.prev":{"kind":"number","number":"1"},` +
		`"s2.other_svc.delta":{"kind":"number","number":"-3","raw":"减3"},` +
		`"s2.procurement.amount_yuan":{"kind":"number","number":"172700","raw":"17.27万元"},` +
		`"s3.new.biz":{"kind":"slash"},` +
		`"s3.new.nat":{"kind":"empty"},` +
		`"s3.new.sci":{"kind":"slash","raw":"／"}}}`
	if got := f.Encode(); got != want {
		t.Errorf("Encode\n got %s\nwant %s", got, want)
	}
	back, err := DecodeFigures(want)
	if err != nil || back.Format != f.Format || back.Year != f.Year || !maps.Equal(back.Cells, f.Cells) {
		t.Errorf("Decode %+v, %v", back, err)
	}
	if got := (Figures{Format: "2021", Year: 2026}).Encode(); got != `{"v":1,"format":"2021","year":2026,"cells":{}}` {
		t.Errorf("no cells: %s", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	const good = `{"v":1,"format":"2019","year":2020,"cells":{"s2.license.prev":{"kind":"number","number":"1"}}}`
	if _, err := DecodeFigures(good); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new string }{
		{"nothing", good, ""},
		{"another version", `"v":1`, `"v":2`},
		{"another format", `"2019"`, `"2018"`},
		{"another year", `2020`, `1999`},
		{"an unknown cell", "s2.license.prev", "s2.license.next"},
		{"a negative count", `"number":"1"`, `"number":"-1"`},
		{"half a case", `"number":"1"`, `"number":"0.5"`},
		{"a padded number", `"number":"1"`, `"number":"01"`},
		{"minus zero", `"number":"1"`, `"number":"-0"`},
		{"another kind", `"kind":"number"`, `"kind":"text"`},
		{"a member more", `"year"`, `"x":1,"year"`},
		{"white space", `"cells":`, `"cells": `},
		{"a needless raw text", `"number":"1"`, `"number":"1","raw":"1"`},
		{"an escaped letter", "license", `l\u0069cense`},
		{"something behind", good, good + " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := DecodeFigures(strings.Replace(good, c.old, c.new, 1)); err == nil || fault.KindOf(err) != fault.Internal {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestEncodeRoundTrip(t *testing.T) {
	for _, f := range formats {
		rapid.Check(t, func(t *rapid.T) {
			fig := drawFigures(t, f, true)
			for _, id := range rapid.SliceOf(rapid.SampledFrom(f.order)).Draw(t, "unknown") {
				delete(fig.Cells, id)
			}
			back, err := DecodeFigures(fig.Encode())
			if err != nil {
				t.Fatal(err)
			}
			sameFigures(t, back, fig)
			if back.Encode() != fig.Encode() {
				t.Fatal("encodings differ")
			}
		})
	}
}

func TestReadValue(t *testing.T) {
	for _, c := range []struct {
		printed string
		kind    ColumnKind
		unit    string
		want    Value
	}{
		{"0", Count, "", NumberOf("0")},
		{" 12 ", Count, "", NumberOf("12")},
		{"１２", Count, "", Value{Number, "12", "１２"}},
		{"1,234,567", Count, "", Value{Number, "1234567", "1,234,567"}},
		{"1，234", Count, "", Value{Number, "1234", "1，234"}},
		{"007", Count, "", Value{Number, "7", "007"}},
		{"3件", Count, "", Value{Number, "3", "3件"}},
		{"", Count, "", Value{Kind: Empty}},
		{"/", Count, "", Value{Kind: Slash}},
		{"／", Count, "", Value{Kind: Slash, Raw: "／"}},
		{"-3", Change, "", NumberOf("-3")},
		{"−3", Change, "", Value{Number, "-3", "−3"}},
		{"－3", Change, "", Value{Number, "-3", "－3"}},
		{"减44", Change, "", Value{Number, "-44", "减44"}},
		{"减少2项", Change, "", Value{Number, "-2", "减少2项"}},
		{"+19", Change, "", Value{Number, "19", "+19"}},
		{"增2", Change, "", Value{Number, "2", "增2"}},
		{"-0", Change, "", Value{Number, "0", "-0"}},
		{"240万元", Yuan, "", Value{Number, "2400000", "240万元"}},
		{"251000元", Yuan, "", Value{Number, "251000", "251000元"}},
		{"477.35", Yuan, "万元", Value{Number, "4773500", "477.35万元"}},
		{"17.270", Yuan, "", Value{Number, "17.27", "17.270"}},
		{"59237.2449", Wan, "", NumberOf("59237.2449")},
		{"592元", Wan, "", Value{Number, "0.0592", "592元"}},
	} {
		got, err := readValue(c.printed, c.kind, c.unit)
		if err != nil || got != c.want {
			t.Errorf("readValue(%q, %s, %q) = %+v, %v; want %+v", c.printed, c.kind, c.unit, got, err, c.want)
		}
		if err == nil && !got.valid() {
			t.Errorf("%+v is not canonical", got)
		}
	}
	for _, printed := range []string{"—", "无", "1,23", "1.", "1e3", "3.5万", "--1", "１２３４５６７８９０１２３４５６７８９"} {
		if v, err := readValue(printed, Yuan, ""); err == nil {
			t.Errorf("readValue(%q) = %+v", printed, v)
		}
	}
	if v, err := readValue("1.5", Count, ""); err == nil {
		t.Errorf("half a case: %+v", v)
	}
	if v, err := readValue("-1", Count, ""); err == nil {
		t.Errorf("a negative count: %+v", v)
	}
}
