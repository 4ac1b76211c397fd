package ui_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/views/ui/uitest"
)

func TestCrumbs(t *testing.T) {
	ctx := context.Background()
	markup := uitest.Render(t, ctx, ui.Crumbs([]ui.Link{
		{Text: "区财政局", Href: "/"}, {Text: "政务公开"}, {Text: `<b>"x`, Href: uitest.HostileLink}, {Text: "政府信息公开年报", Current: true},
	}))
	if got, want := strings.TrimSpace(uitest.Text(t, markup)), `您当前的位置: 区财政局>政务公开><b>"x>政府信息公开年报`; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if strings.Contains(markup, "javascript:") || strings.Contains(markup, "<b>") {
		t.Errorf("markup came through: %s", markup)
	}
	if !strings.Contains(markup, `<span aria-current="page">政府信息公开年报</span>`) {
		t.Error("the last step is not marked as current")
	}
}

func TestPager(t *testing.T) {
	rows := []struct {
		page, pages int
		want        string
	}{
		{1, 1, ""},
		{1, 2, "1 2 下一页"},
		{2, 2, "上一页 1 2"},
		{1, 10, "1 2 3 … 10 下一页"},
		{5, 10, "上一页 1 … 3 4 5 6 7 … 10 下一页"},
		{4, 7, "上一页 1 2 3 4 5 6 7 下一页"},
		{10, 10, "上一页 1 … 8 9 10"},
		{30000, 50000, "上一页 1 … 29998 29999 30000 30001 30002 … 50000 下一页"},
	}
	for _, row := range rows {
		t.Run(fmt.Sprintf("%d of %d", row.page, row.pages), func(t *testing.T) {
			markup := uitest.Render(t, context.Background(), ui.Pager(ui.PagerProps{
				Page: row.page, Pages: row.pages, Href: func(n int) string { return fmt.Sprintf("?page=%d", n) },
			}))
			_, list, _ := strings.Cut(markup, "<ul>")
			got := strings.Join(strings.Fields(strings.ReplaceAll(uitest.Text(t, strings.ReplaceAll(list, "</li>", " </li>")), "\n", " ")), " ")
			if got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
			if row.pages > 1 && strings.Count(markup, `aria-current="page"`) != 1 {
				t.Error("not exactly one current page")
			}
		})
	}
}

func TestHighlight(t *testing.T) {
	rows := []struct {
		name, text string
		terms      []string
		want       string
	}{
		{"one", "惠农补贴清单", []string{"补贴"}, "惠农[补贴]清单"},
		{"twice", "补贴与补贴", []string{"补贴"}, "[补贴]与[补贴]"},
		{"longest", "部门预算", []string{"部门", "部门预算"}, "[部门预算]"},
		{"case", "GDP gdp", []string{"Gdp"}, "[GDP] [gdp]"},
		{"none", "预算", []string{"x", "", " "}, "预算"},
		{"growing letter", "İ补贴", []string{"补贴"}, "İ[补贴]"},
		{"empty", "", []string{"x"}, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var got strings.Builder
			for _, s := range ui.Highlight(row.text, row.terms...) {
				if s.Mark {
					got.WriteString("[" + s.Text + "]")
				} else {
					got.WriteString(s.Text)
				}
			}
			if got.String() != row.want {
				t.Errorf("%q, want %q", got.String(), row.want)
			}
		})
	}
}

func TestMarkedAddsNoSpace(t *testing.T) {
	markup := uitest.Render(t, context.Background(), ui.Marked(ui.Highlight("惠农补贴<清单>", "补贴")))
	if want := "惠农<mark>补贴</mark>&lt;清单&gt;"; strings.TrimSpace(markup) != want {
		t.Errorf("%q, want %q", markup, want)
	}
}

func TestMoment(t *testing.T) {
	at := time.Date(2026, 11, 19, 20, 30, 0, 0, time.UTC) // already the 20th in Beijing
	for _, row := range []struct {
		got   ui.Moment
		shown string
	}{
		{ui.Minute(at), "2026-11-20 04:30"}, {ui.Day(at), "2026-11-20"}, {ui.MonthDay(at), "11-20"},
	} {
		if row.got.Shown != row.shown || row.got.Machine != "2026-11-20T04:30:00+08:00" {
			t.Errorf("%+v, want %s", row.got, row.shown)
		}
	}
	if !ui.Day(time.Time{}).Zero() || ui.Day(at.In(href.Beijing)).Zero() {
		t.Error("Zero is wrong")
	}
	ctx := context.Background()
	if got := uitest.Render(t, ctx, ui.Time(ui.Moment{})); got != "" {
		t.Errorf("the zero moment shows %q", got)
	}
	tile := uitest.Text(t, uitest.Render(t, ctx, ui.DateTile(ui.Day(at))))
	if want := []string{"20", "2026-11"}; !slices.Equal(strings.Fields(tile), want) {
		t.Errorf("tile %q", tile)
	}
	uitest.Render(t, ctx, ui.DateTile(ui.Moment{Machine: "x", Shown: "x"})) // a short text must not break it
}

func TestIcons(t *testing.T) {
	markup := uitest.Render(t, context.Background(), ui.Icon("search"))
	for _, want := range []string{`aria-hidden="true"`, `viewBox="0 0 24 24"`, "<circle", "<path"} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in %s", want, markup)
		}
	}
	mustPanic(t, "an unknown icon", func() { ui.Icon("no-such-icon") })
}

func TestProseFramesTables(t *testing.T) {
	markup := uitest.Render(t, context.Background(), ui.Prose("<p>a</p><table><tbody><tr><td>1</td></tr></tbody></table><p>&lt;table&gt;</p>"))
	if strings.Count(markup, `tabindex="0"><table><tbody>`) != 1 || !strings.Contains(markup, "</table></div><p>&lt;table&gt;</p>") {
		t.Errorf("%s", markup)
	}
}

func TestAlertKinds(t *testing.T) {
	ctx := context.Background()
	for _, kind := range []string{"info", "ok", "warn", "bad"} {
		if markup := uitest.Render(t, ctx, ui.Alert(kind)); !strings.Contains(markup, `class="alert `+kind+`"`) {
			t.Errorf("%s", markup)
		}
	}
	mustPanic(t, "an unknown kind", func() { uitest.Render(t, ctx, ui.Alert("loud")) })
}

// Only Prose may write markup that came from outside.
func TestOneRawCallSite(t *testing.T) {
	var sites []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if ext := filepath.Ext(path); ext != ".go" && ext != ".templ" {
			return nil
		}
		text, err := os.ReadFile(path)
		for range strings.Count(string(text), "templ.Raw(") {
			sites = append(sites, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.Join("..", "ui", "ui.templ")}; !slices.Equal(sites, want) {
		t.Errorf("templ.Raw is called in %v, want %v", sites, want)
	}
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s does not panic", what)
		}
	}()
	f()
}
