package markup

import (
	"strings"
	"testing"
	"time"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"white space", " \n\t ", ""},
		{"plain text", "第一段\n换行\n\n\n　　第二段 ", "<p>第一段<br>换行</p>\n<p>第二段</p>"},
		{"plain text with signs", "1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"},
		{"windows line ends", "甲\r\n乙\r\r丙", "<p>甲<br>乙</p>\n<p>丙</p>"},
		{"text outside paragraphs", "甲<p>乙</p>丙", "<p>甲</p>\n<p>乙</p>\n<p>丙</p>"},
		{"headings", "<h1>一</h1><h2>二</h2><h3>三</h3><h5>四</h5>", "<h2>一</h2>\n<h2>二</h2>\n<h3>三</h3>\n<h4>四</h4>"},
		{"heading around a block", "<h2><div>标题</div></h2><p>文", "<h2>标题</h2>\n<p>文</p>"},
		{"empty paragraphs", "<p>&nbsp;</p><p> </p><p><b></b><br></p><p>　</p><p>文</p>", "<p>文</p>"},
		{"old inline names", "<b>粗</b><i>斜</i><u>线</u>H<sub>2</sub>O x<sup>2</sup>", "<p><strong>粗</strong><em>斜</em><u>线</u>H<sub>2</sub>O x<sup>2</sup></p>"},
		{"inline nesting has one order", "<u><em><b>文</b></em></u>", "<p><strong><em><u>文</u></em></strong></p>"},
		{"inline around blocks", "<b><p>甲</p><p>乙</p></b>丙", "<p><strong>甲</strong></p>\n<p><strong>乙</strong></p>\n<p>丙</p>"},
		{"unclosed inline ends with its block", "<p><b>甲<p>乙", "<p><strong>甲</strong></p>\n<p>乙</p>"},
		{"crossed inline", "<p><b>甲<i>乙</b>丙</i>", "<p><strong>甲<em>乙</em></strong><em>丙</em></p>"},
		{"inline joins", "<b>甲</b><b>乙</b>", "<p><strong>甲乙</strong></p>"},
		{"breaks at the ends", "<p><br>甲<br><br>乙<br></p>", "<p>甲<br><br>乙</p>"},
		{"break inside a format", "<b>甲<br>乙</b>", "<p><strong>甲<br>乙</strong></p>"},
		{"line width of the source", "<p>财政\n  资金 and\nmore</p>", "<p>财政资金 and more</p>"},
		{"word", `<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span lang=EN-US style='font-size:16.0pt'>2020</span><span style='font-family:仿宋'>年<o:p></o:p></span></p>`, "<p>2020年</p>"},
		{"word clutter", "<xml><w:View>Normal</w:View></xml><style>p{}</style><!--[if gte mso 9]><p>x</p><![endif]--><p>文</p>", "<p>文</p>"},
		{"alignment", `<p style="text-align: center">中</p><p align=right>右</p><p style="TEXT-ALIGN:justify;text-indent:0cm">齐</p><p style="text-indent:0">顶</p>`,
			`<p class="ta-c">中</p>` + "\n" + `<p class="ta-r">右</p>` + "\n" + `<p class="ta-j ti-0">齐</p>` + "\n" + `<p class="ti-0">顶</p>`},
		{"alignment from outside", `<center>甲<p>乙</p><p align=left>丙</p></center>丁`,
			`<p class="ta-c">甲</p>` + "\n" + `<p class="ta-c">乙</p>` + "\n<p>丙</p>\n<p>丁</p>"},
		{"classes of ours stay", `<p class="ta-c x">甲</p><p class="ti-0">乙</p>`, `<p class="ta-c">甲</p>` + "\n" + `<p class="ti-0">乙</p>`},
		{"lists", "<ul><li>甲<li><p>乙</p></ul><ol><li>丙<ul><li>丁</ul></ol>", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n<ol>\n<li>丙<ul>\n<li>丁</li>\n</ul>\n</li>\n</ol>"},
		{"list in a list", "<ul><li>甲</li><ul><li>乙</li></ul></ul>", "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n</ul>"},
		{"item without a list", "<li>甲</li><li>乙</li>丙", "<ul>\n<li>甲</li>\n<li>乙丙</li>\n</ul>"},
		{"paragraphs of an item", "<ul><li>甲<p>乙</p></li><li><div>丙</div><div>丁</div></li></ul>", "<ul>\n<li><p>甲</p>\n<p>乙</p>\n</li>\n<li><p>丙</p>\n<p>丁</p>\n</li>\n</ul>"},
		{"terms", "<dl><dt>甲<dd>乙<dt>丙</dl>", "<dl>\n<dt>甲</dt>\n<dd>乙</dd>\n<dt>丙</dt>\n</dl>"},
		{"quote", "<blockquote>甲<p>乙</blockquote>丙", "<blockquote>\n<p>甲</p>\n<p>乙</p>\n</blockquote>\n<p>丙</p>"},
		{"links", `<a href="https://www.gov.cn/a b" target=_blank onclick=x()>甲</a><a href="/zcwj/">乙</a><a href="mailto:a@b.cn">丙</a><a href="tel:023-1">丁</a><a href="../x.html#y">戊</a>`,
			`<p><a href="https://www.gov.cn/ab" rel="external noopener">甲</a><a href="/zcwj/">乙</a><a href="mailto:a@b.cn">丙</a><a href="tel:023-1">丁</a><a href="../x.html#y">戊</a></p>`},
		{"links that lead astray", `<a href="javascript:alert(1)">甲</a><a href="JaVa&#10;Script:x">乙</a><a href="//evil.cn/">丙</a><a href="/\evil.cn">丁</a><a href="data:text/html,x">戊</a><a href="http:">己</a><a name=x>庚</a>`, "<p>甲乙丙丁戊己庚</p>"},
		{"link around a block", `<a href="/x/"><div>甲</div></a>乙`, `<p><a href="/x/">甲</a></p>` + "\n<p>乙</p>"},
		{"pictures", `<figure><img src="/files/k1/图.png" alt=' 示意 图 ' width=300 height=0 onerror=x()><figcaption><p>图一</p><p>示例</p></figcaption></figure><img src="https://evil.cn/x.png"><img src="/files/../x">`,
			`<figure><img src="/files/k1/%E5%9B%BE.png" alt="示意 图" width="300"><figcaption>图一<br>示例</figcaption>` + "\n</figure>"},
		{"scripts", `甲<script>alert("<p>1</p>")</script><script/>2</script><svg onload=x()><p>3</p></svg><iframe src=x>4</iframe><p onclick=x()>乙`, "<p>甲</p>\n<p>乙</p>"},
		{"rule", "甲<hr>乙", "<p>甲</p>\n<hr>\n<p>乙</p>"},
		{"control and direction marks", "<p>\x00甲\x07&#1;\u202e乙\u200b\ufeff&#8238;</p>", "<p>甲乙</p>"},
		{"composed form", "<p>e\u0301 \u212b</p>", "<p>é Å</p>"},
		{"overlay beside a tag", "<p>\u0338甲<b>\u0338乙</b>=\u0338</p>", "<p>甲<strong>乙</strong>≠</p>"},
		{"not UTF-8", "<p>\xb9\xfa甲</p>", "<p>\ufffd甲</p>"},
		{"quotes", `<p>'"“”</p>`, "<p>&#39;&#34;“”</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(Clean(c.in)); got != c.want {
				t.Errorf("Clean(%q)\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanTables(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"merged cells, caption, scopes, groups of columns",
			`<table border=1 width=100%><caption align=top><b>表一</b></caption><colgroup><col span=2 width=30><col></colgroup><thead><tr><th rowspan=2 scope=COL colspan=1>项</th><th colspan="3" scope="colgroup">数</th></tr></thead><tr><td scope=row rowspan=0 colspan=201 align=right>1</td></tr><tfoot><tr><td>计</td></tr></tfoot></table>`,
			"<table>\n<caption><strong>表一</strong></caption>\n<colgroup><col span=\"2\"><col></colgroup>\n<thead>\n<tr><th rowspan=\"2\" scope=\"col\">项</th><th colspan=\"3\" scope=\"colgroup\">数</th></tr>\n</thead>\n<tbody>\n<tr><td class=\"ta-r\">1</td></tr>\n</tbody>\n<tfoot>\n<tr><td>计</td></tr>\n</tfoot>\n</table>"},
		{"empty cells stay", "<table><tr><td>甲<td>&nbsp;<td></table>", "<table>\n<tbody>\n<tr><td>甲</td><td></td><td></td></tr>\n</tbody>\n</table>"},
		{"paragraphs in cells", "<table><tr><td><p align=center>甲</p></td><td><p>乙</p><p>丙</p></td></tr></table>", "<table>\n<tbody>\n<tr><td class=\"ta-c\">甲</td><td><p>乙</p>\n<p>丙</p>\n</td></tr>\n</tbody>\n</table>"},
		{"indentation in cells shows rank", "<table><tr><td>　　其中:甲</td></tr></table>", "<table>\n<tbody>\n<tr><td>　　其中:甲</td></tr>\n</tbody>\n</table>"},
		{"a table for layout", "<table><tr><td>甲<table><tr><td>乙</td></tr></table>丙</td></tr></table>", "<p>甲</p>\n<table>\n<tbody>\n<tr><td>乙</td></tr>\n</tbody>\n</table>\n<p>丙</p>"},
		{"a table without anything", "<table><tr><td></td></tr></table>", ""},
		{"a table without rows", "<table><caption>甲</caption></table>", "<p>甲</p>"},
		{"a row outside a table", "<tr><td>甲</td><td>乙</td></tr>", "<p>甲</p>\n<p>乙</p>"},
		{"text between rows", "<table>甲<tr><td>乙</td></tr>丙</table>", "<table>\n<tbody>\n<tr><td>甲</td></tr>\n<tr><td>乙</td></tr>\n<tr><td>丙</td></tr>\n</tbody>\n</table>"},
		{"a table in a paragraph", "<p>甲<table><tr><td>乙</table>丙", "<p>甲</p>\n<table>\n<tbody>\n<tr><td>乙</td></tr>\n</tbody>\n</table>\n<p>丙</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(Clean(c.in)); got != c.want {
				t.Errorf("Clean(%q)\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

// Deep or long input costs no more than its length.
func TestCleanIsLinear(t *testing.T) {
	for _, unit := range []string{"<div>", "<blockquote>", "<ul><li>", "<b>", "<font color=1>", "<table><tr><td>", "<p><b><i>x", "<dl><dt>",
		"<a href=/x>", "<div align=center>", "</div>", "<h2>", "<span>甲", "<figure><figcaption>", "<td>", "&amp;", "甲 ", "<br>", "<caption>", "</table>", "<svg>", "\u0301"} {
		src := "起" + strings.Repeat(unit, MaxBody/len(unit)) + "止"
		start := time.Now()
		got := Clean(src)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q repeated took %v", unit, d)
		}
		if unit != "<svg>" && !(strings.Contains(string(got), "起") && strings.Contains(string(got), "止")) {
			t.Errorf("%q repeated lost the text around it", unit)
		}
		if again := Clean(string(got)); again != got {
			t.Errorf("%q repeated is not stable", unit)
		}
	}
	for _, tag := range []string{"div", "blockquote", "em", "span"} {
		got := Clean(strings.Repeat("<"+tag+">", 10000) + "甲" + strings.Repeat("</"+tag+">", 10000) + "<p>乙</p>")
		if !strings.HasSuffix(string(got), "<p>乙</p>") {
			t.Errorf("10,000 nested %s: %.80s", tag, got)
		}
	}
}

func TestText(t *testing.T) {
	h := Clean("<h2>标题</h2><p>甲<br>乙 <b>丙</b></p><table><tr><th>项<td>1<td><p>2</p><p>3</p></tr><tr><td>4</table><ul><li>丁<li>戊</ul><p>&lt;尖&gt;")
	want := "标题\n甲\n乙 丙\n项 1 2 3\n4\n丁\n戊\n<尖>"
	if got := Text(h); got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	for n, want := range map[int]string{0: "…", 2: "标题…", 3: "标题…", 4: "标题 甲…", 100: "标题 甲 乙 丙 项 1 2 3 4 丁 戊 <尖>"} {
		if got := Excerpt(h, n); got != want {
			t.Errorf("Excerpt(%d) = %q, want %q", n, got, want)
		}
	}
	for h, want := range map[HTML]bool{"": true, "<hr>": true, "<p>甲</p>": false, Clean(`<img src="/files/k/a.png">`): false} {
		if got := Empty(h); got != want {
			t.Errorf("Empty(%q) = %v", h, got)
		}
	}
}

func TestUnder(t *testing.T) {
	h := Clean(`<p>a href="/x" <a href="/x/">甲</a><a href="https://www.gov.cn/">乙</a><a href="y.html">丙</a><img src="/files/k/a.png"></p>`)
	want := strings.NewReplacer(`<a href="/x/">`, `<a href="/bm/qczj/x/">`, `src="/files`, `src="/bm/qczj/files`).Replace(string(h))
	if got := Under(h, "/bm/qczj"); string(got) != want {
		t.Errorf("Under = %q, want %q", got, want)
	}
	if got := Under(h, ""); got != h {
		t.Errorf("without a base: %q", got)
	}
}
