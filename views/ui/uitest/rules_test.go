package uitest

import (
	"fmt"
	"strings"
	"testing"
)

// recorder keeps what a check complains about instead of failing.
type recorder struct {
	testing.TB
	complaints []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.complaints = append(r.complaints, fmt.Sprintf(format, args...))
}

const good = `<!DOCTYPE html><html lang="zh-CN"><head><title>题</title><link rel="stylesheet" href="/a.css"></head>
<body><nav aria-label="主导航"><a href="/">首页</a></nav><main id="main"><h1 id="h">题</h1><h2>节</h2>
<form><label for="q">搜索</label><input id="q"><input type="hidden" name="x"><button>搜索</button></form>
<section aria-labelledby="h"><img src="/a.svg" alt=""></section></main></body></html>`

func TestCheckAcceptsAGoodPage(t *testing.T) {
	var r recorder
	Check(&r, good)
	if len(r.complaints) > 0 {
		t.Errorf("complaints: %v", r.complaints)
	}
}

// Each rule must notice the fault it is there for.
func TestCheckNotices(t *testing.T) {
	rows := []struct{ name, old, new, want string }{
		{"second h1", "<h2>节</h2>", "<h1>节</h1>", "2 <h1>"},
		{"no main", `<main id="main">`, "<div>", "0 <main>"},
		{"skipped level", "<h2>节</h2>", "<h3>节</h3>", "after <h1>"},
		{"no label", `<label for="q">搜索</label>`, "", "no label"},
		{"no alt", ` alt=""`, "", "without alt"},
		{"style", "<h2>", `<h2 style="color:red">`, "style="},
		{"handler", "<h2>", `<h2 onclick="x()">`, "onclick="},
		{"script", "<h2>", "<script>x()</script><h2>", "inline <script>"},
		{"running link", `href="/"`, `href="JavaScript:x()"`, "runs code"},
		{"foreign picture", `src="/a.svg"`, `src="https://x.example/a.svg"`, "loads"},
		{"foreign sheet", `href="/a.css"`, `href="https://x.example/a.css"`, "foreign style sheet"},
		{"same id", `id="q"`, `id="h"`, "stands 2 times"},
		{"missing id", `aria-labelledby="h"`, `aria-labelledby="gone"`, "missing id"},
		{"nameless button", "<button>搜索</button>", "<button></button>", "no name"},
		{"nameless nav", ` aria-label="主导航"`, "", "no name"},
		{"same nav twice", "<main", `<nav aria-label="主导航"></nav><main`, "2 <nav>"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			page := strings.Replace(good, row.old, row.new, 1)
			if page == good {
				t.Fatal("the fault was not put in")
			}
			var r recorder
			Check(&r, page)
			if all := strings.Join(r.complaints, "\n"); !strings.Contains(all, row.want) {
				t.Errorf("%q is not among: %s", row.want, all)
			}
		})
	}
}
