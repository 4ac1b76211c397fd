package markup

import (
	"strings"
	"testing"
)

// word is a list paragraph as Word 2019 puts it on the clipboard.
func word(level, marker, text string) string {
	return `<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-char-indent-count:0;mso-list:l0 level` + level + ` lfo1'><![if !supportLists]>` +
		`<span lang=EN-US style='font-family:Wingdings;mso-fareast-font-family:Wingdings'><span style='mso-list:Ignore'>` + marker +
		`<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]><span style='font-family:仿宋'>` + text + `</span><o:p></o:p></p>` + "\n"
}

// wps is one as WPS does.
func wps(level, marker, text string) string {
	return `<p class="MsoNormal" style="margin-left:21.0000pt;text-indent:-21.0000pt;mso-list:l1 level` + level + ` lfo2;"><![if !supportLists]><span style="mso-spacerun:'yes';font-size:10.5pt;">` +
		`<span style='mso-list:Ignore;'>` + marker + `<span>&nbsp;</span></span></span><![endif]><span style="font-size:10.5pt;">` + text + `</span></p>`
}

func TestOfficeLists(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"numbers of Word", word("1", "1.", "甲") + word("1", "2.", "乙"), "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"},
		{"bullets of Word", "<p>前</p>" + word("1", "l", "甲") + word("1", "l", "乙") + "<p>后</p>", "<p>前</p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n<p>后</p>"},
		{"of WPS", wps("1", "1.", "甲") + wps("1", "2.", "乙"), "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"},
		{"levels", word("1", "1.", "甲") + word("2", "l", "子") + word("2", "l", "丑") + word("1", "2.", "乙"),
			"<ol>\n<li>甲<ul>\n<li>子</li>\n<li>丑</li>\n</ul>\n</li>\n<li>乙</li>\n</ol>"},
		{"a level left out", word("1", "1.", "甲") + word("3", "l", "子"), "<ol>\n<li>甲<ul>\n<li>子</li>\n</ul>\n</li>\n</ol>"},
		{"the wording of a notice stays", word("1", "一、", "资金安排") + word("1", "二、", "发放方式"), "<p>一、 资金安排</p>\n<p>二、 发放方式</p>"},
		{"numbers that go on elsewhere stay", word("1", "3.", "丙"), "<p>3. 丙</p>"},
		{"two lists", word("1", "1.", "甲") + word("1", "1.", "乙"), "<ol>\n<li>甲</li>\n</ol>\n<p>1. 乙</p>"},
		{"format inside", word("1", "1.", "<b>甲</b>乙"), "<ol>\n<li><strong>甲</strong>乙</li>\n</ol>"},
		{"nothing to do with lists", `<p style="mso-list:none">甲</p>`, "<p>甲</p>"},
		{"unclosed", `<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>甲<p>乙`, "<ul>\n<li>甲</li>\n</ul>\n<p>乙</p>"},
	} {
		if got := string(Clean(c.in)); strings.ReplaceAll(got, "\u00a0", " ") != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestCleanReport(t *testing.T) {
	src := `<html xmlns:o="urn:x"><head><style>p{}</style></head><body><!--StartFragment--><p class=MsoNormal style='text-indent:21pt'><span lang=EN-US style='font-size:16pt'>甲<o:p></o:p></span></p>` +
		`<table class=MsoTableGrid border=1 cellspacing=0><tr><td width=100 colspan=2 style='width:75pt'><p class=MsoNormal>乙</p></td></tr></table>` +
		`<p><img width=10 height=10 src="file:///C:/Users/x/clip_image001.png"><img src="data:image/png;base64,AA=="></p><p><img src="/files/k1/a.png" alt="图"></p>` + word("1", "1.", "丙") + `<!--EndFragment--></body></html>`
	h, r := CleanReport(src)
	if r.Tables != 1 || r.Pictures != 2 || r.Lists != 1 || r.Dress < 15 || !strings.Contains(string(h), `colspan="2"`) {
		t.Errorf("%+v\n%s", r, h)
	}
	if _, again := CleanReport(string(h)); again != (Removed{Tables: 1, Lists: 1}) {
		t.Errorf("something is left to remove: %+v", again)
	}
}
