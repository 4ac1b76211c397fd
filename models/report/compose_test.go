package report

import (
	"strings"
	"testing"
)

func TestCompose(t *testing.T) {
	f := formats[0]
	parts := Compose(f, `<p>开头 &amp; 段</p><h2>一、<strong>总体情况</strong></h2><h3>（一）甲</h3><p>乙</p><h2>附：说明</h2><p>丙</p>`+
		`<h2>五、存在的主要问题</h2><p>丁</p><h2>三、收到和处理申请情况</h2><p>戊</p><h2>五、又一个问题</h2><blockquote><h2>四、行政复议</h2></blockquote>`)
	var got []string
	for _, p := range parts {
		got = append(got, p.SectionID+"|"+p.Heading+"|"+p.HTML)
	}
	want := []string{
		"||<p>开头 &amp; 段</p>",
		"s1|一、总体情况|<h3>（一）甲</h3><p>乙</p><h2>附：说明</h2><p>丙</p>",
		"s2|二、主动公开政府信息情况|",
		"s3|三、收到和处理申请情况|<p>戊</p><h2>五、又一个问题</h2><blockquote><h2>四、行政复议</h2></blockquote>",
		"s4|四、政府信息公开行政复议、行政诉讼情况|",
		"s5|五、存在的主要问题|<p>丁</p>",
		"s6|六、其他需要报告的事项|",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if parts := Compose(f, ""); len(parts) != 6 || parts[0].SectionID != "s1" {
		t.Errorf("nothing: %+v", parts)
	}
}

// What Parse makes of a report, Compose takes apart into its six sections.
func TestComposeTakesWhatParseMakes(t *testing.T) {
	for _, f := range formats {
		got, err := Parse(flatten(f, zeros(f, f.From), style{half: true}), 0)
		if err != nil {
			t.Fatal(err)
		}
		parts := Compose(f, got.Body)
		if len(parts) != 7 {
			t.Fatalf("%d parts", len(parts))
		}
		for i, p := range parts[1:] {
			if p.SectionID != f.Sections[i].ID || (p.HTML == "") != (f.Sections[i].Table != "") {
				t.Errorf("part %d: %+v", i, p)
			}
		}
	}
}

func TestTextFromHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs", "<div>甲<p>乙<br>丙 <b>丁</b></div>戊", "甲\n乙\n丙 丁\n戊"},
		{"rows", "<table><caption>表</caption><tr><th>甲<td>1<td>&nbsp;<td><p>2</p></tr><tr><td>乙</table>丙", "表\n甲\t1\t\t2\n乙\n丙"},
		{"layout", "<table><tr><td>甲<table><tr><td>1<td>2</table>乙</td><td>丙</table>", "甲\n1\t2\n乙\n丙"},
		{"a table around prose", "<table><tr><td><p>" + strings.Repeat("长", 151) + "</p><p>乙</p></td></tr></table>", strings.Repeat("长", 151) + "\n乙"},
		{"what is no text", "<script>x</script><style>y</style><nav>首页<nav>z</nav></nav>甲<footer>主办</footer>", "甲"},
		{"entities", "<p>&lt;甲&gt;&nbsp;&amp;</p>", "<甲> &"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.TrimSpace(TextFromHTML(c.in)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
