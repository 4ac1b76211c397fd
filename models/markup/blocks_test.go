package markup

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBlocks(t *testing.T) {
	h := Clean(`<h2>一、背景</h2><p>第一段<br>换行<strong>粗</strong>体。</p><ul><li>甲<ul><li>乙</li></ul></li></ul>
<table><caption>表一</caption><thead><tr><th>项目</th><th>金额</th></tr></thead><tbody><tr><td><p>合计</p><p>其中</p></td><td>1,286.40</td></tr></tbody></table>
<figure><img src="/files/k/a.png" alt="示意图"><figcaption>图一</figcaption></figure><hr><p>尾</p>`)
	var got []string
	for _, b := range Blocks(h) {
		got = append(got, b.Kind+":"+strings.ReplaceAll(b.Text, "\n", "/"))
	}
	want := "h2:一、背景 p:第一段/换行粗体。 li:甲 li:乙 caption:表一 tr:项目 | 金额 tr:合计 其中 | 1,286.40 img:示意图 figcaption:图一 hr: p:尾"
	if strings.Join(got, " ") != want {
		t.Errorf("%s\n%s", h, strings.Join(got, " "))
	}
	if b := Blocks(h)[6]; b.Table != 1 || len(b.Cells) != 2 || b.Cells[1] != "1,286.40" {
		t.Errorf("%+v", b)
	}
}

// Whatever a document holds, no word of it is outside its blocks.
func TestBlocksHoldAllText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Clean(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "pieces"), ""))
		var all strings.Builder
		for _, b := range Blocks(h) {
			all.WriteString(b.Text)
		}
		squeeze := func(s string) string { return strings.NewReplacer(" ", "", "\n", "", "|", "").Replace(s) }
		got, want := squeeze(all.String()), squeeze(Text(h))
		for _, b := range Blocks(h) { // pictures add their alternative text
			if b.Kind == "img" {
				got = strings.Replace(got, squeeze(b.Text), "", 1)
			}
		}
		if len(got) < len(want) {
			t.Fatalf("%s\ntext   %q\nblocks %q", h, want, got)
		}
	})
}
