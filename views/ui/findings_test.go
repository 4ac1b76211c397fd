package ui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"gongkai/views/ui"
	"gongkai/views/ui/uitest"
)

// A finding says its weight in words, its rule, its place, the numbers and the
// likely cause; what it carries is text, never markup.
func TestFindings(t *testing.T) {
	list := []ui.Finding{
		{ID: "f1", Rule: "S3-1", Kind: ui.FindingError, Place: "表三“自然人”一列", Text: "11 + 1 = 12，相差 1 件。", Cause: "可能漏填 <b>结果</b>。",
			Links: []ui.Link{{Text: "打开", Href: "/desk/x"}, {Text: "坏", Href: uitest.HostileLink}}, Below: templ.Raw("<form></form>")},
		{Kind: ui.FindingWarn, Text: "需要说明。", Note: "已经核实。"}, {Kind: ui.FindingInfo, Text: "留意。"}, {Kind: ui.FindingUnknown, Text: "空缺。"},
	}
	markup := uitest.Render(t, context.Background(), ui.Findings(list))
	for _, want := range []string{`<li class="finding bad" id="f1">`, "错误", "<code>S3-1</code>", "可能的原因：", "&lt;b&gt;结果", "<form></form>", "需说明", "已说明：", "提示", "未能核对"} {
		if !strings.Contains(markup, want) {
			t.Errorf("%q is not in %s", want, markup)
		}
	}
	if strings.Contains(markup, "javascript:") || strings.Count(markup, "<li") != 4 {
		t.Error(markup)
	}
	if uitest.Render(t, context.Background(), ui.Findings(nil)) != "" {
		t.Error("an empty list is a list")
	}
	counts := uitest.Text(t, uitest.Render(t, context.Background(), ui.FindingCounts(list)))
	if got := strings.Join(strings.Fields(counts), ""); got != "错误1需说明1提示1未能核对1" {
		t.Error(got)
	}
}
