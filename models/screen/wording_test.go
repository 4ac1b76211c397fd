package screen

import (
	"strings"
	"testing"

	"gongkai/models/markup"
)

func TestWording(t *testing.T) {
	for _, c := range []struct{ title, body, want string }{
		{"通知", "<p>一切正常。</p>", ""},
		{strings.Repeat("长", 41) + "！", "<p>文。</p>", "title-long@0 title-mark@0"},
		{"关于____的通知", "<p>共____万元。</p>", "blank@0 blank@1"},
		{"通知", "<p>文。</p><p>已到帐,请查收(附件).共1,286.40元:详见附件。</p>", "typo@2 half-width@2 half-width@2 half-width@2"},
		{"通知", "<p>截止11月15日。截止时间另行通知。</p>", "typo@1"},
		{"通知", "<p>" + strings.Repeat("长", 81) + "，文。</p>", "sentence@1"},
		{"通知", "<p>" + strings.Repeat(strings.Repeat("短", 30)+"。", 9) + "</p>", ""},
		{"通知", `<p>请<a href="/x/">点击这里</a>，或看<a href="/y/">政策全文</a>。</p>`, "link-text@1"},
		{"通知", `<p>文。</p><p><img src="/files/k/a.png"></p><p><img src="/files/k/b.png" alt="有"></p>`, "alt@2"},
		{"通知", "<table><tr><td>甲</td></tr></table><table><tr><th>乙</th></tr></table>", "table-head@1"},
	} {
		var got []string
		h := markup.Clean(c.body)
		for _, f := range Wording(c.title, h, markup.Blocks(h)) {
			if f.Level != Advice || f.Message == "" || f.From != "" && f.From == f.To {
				t.Errorf("%+v", f)
			}
			got = append(got, f.Rule+"@"+string(rune('0'+f.Block)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s:\n got %s\nwant %s", c.title, c.body, strings.Join(got, " "), c.want)
		}
	}
}

// No typo is right itself, or part of a word that is.
func TestTypos(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range typos {
		if x[0] == x[1] || seen[x[0]] || strings.Contains(x[1], x[0]) {
			t.Errorf("%v", x)
		}
		seen[x[0]] = true
	}
}
