package markup

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// pieces are what the soup of the property test is cooked from.
var pieces = strings.Split(`<p>|</p>|<p align=center>|<p style="text-indent:0;text-align:justify">|<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>|<p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">·<span>|<h1>|</h1>|<h3>|</h3>|<div>|</div>|<center>|</center>|<div align=right>|`+
	`<b>|</b>|<i>|</i>|<u>|</u>|<sub>|</sub>|<sup>|</sup>|<span style="color:red">|</span>|<br>|<hr>|<ul>|</ul>|<ol>|</ol>|<li>|</li>|<dl>|</dl>|<dt>|</dt>|<dd>|</dd>|`+
	`<blockquote>|</blockquote>|<table>|</table>|<caption>|</caption>|<colgroup span=2>|</colgroup>|<col>|<col span=3>|<thead>|</thead>|<tbody>|</tbody>|<tfoot>|</tfoot>|`+
	`<tr>|</tr>|<td>|</td>|<td rowspan=2 align=center>|<th scope=row colspan=3>|</th>|<figure>|</figure>|<figcaption>|</figcaption>|<img src="/files/k/a.png" alt="甲>'">|<img src=x>|`+
	`<a href="/x/?a=1&b=2">|<a href="https://www.gov.cn/">|<a href="javascript:x">|</a>|<script>x</script>|<style>|</style>|<svg>|</svg>|<!-- x -->|<![if x]>|`+
	`甲|乙|。|a|1|<|>|&|&lt;|&nbsp;|&#13;|"|'| |  |　|`+"\n|\r\n|\t|\x00|\u0301|\u0338|\u2adc|e|=|\u202e|\ufeff|\u1100|\u1161|\xff", "|")

func TestCleanHoldsForAnySoup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		check(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), ""))
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "甲", "<p>甲", "<table><tr><td>1<p>2", `<a href="javascript:x">y</a>`, "<svg><script>x</script>", strings.Join(pieces, "")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) { check(t, src) })
}

type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// check demands of the cleaned src everything the package promises.
func check(t tester, src string) {
	t.Helper()
	got := Clean(src)
	if again := Clean(string(got)); again != got {
		t.Fatalf("not idempotent:\n  in %q\nonce %q\ntwice %q", src, got, again)
	}
	if s := guard.Sanitize(string(got)); s != string(got) {
		t.Fatalf("the guard still changes %q into %q", got, s)
	}
	if !norm.NFC.IsNormalString(string(got)) {
		t.Fatalf("%q: %q is not in composed form", src, got)
	}
	if strings.ContainsAny(string(got), "\x00\r") {
		t.Fatalf("%q holds control characters", got)
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(string(got)), body)
	if err != nil {
		t.Fatalf("%q does not parse: %v", got, err)
	}
	var w strings.Builder
	for _, n := range nodes {
		for d := range n.Descendants() {
			safe(t, d, string(got))
		}
		safe(t, n, string(got))
		_ = html.Render(&w, n)
	}
	if rest := voidSlash.ReplaceAllString(w.String(), "<$1>"); rest != string(got) {
		t.Fatalf("%q: a browser reads\n%q as\n%q", src, got, rest)
	}
}

var voidSlash = regexp.MustCompile(`<((?:br|hr|col|img)\b[^>]*)/>`)

// harmless addresses have a scheme of ours or none: no colon before the first
// slash, question mark or hash.
var harmless = regexp.MustCompile(`^(https?://|mailto:|tel:|[^:]*$|[^:/?#]*[/?#])`)

// safe looks at one node of the parsed result, not at its text form.
func safe(t tester, n *html.Node, src string) {
	t.Helper()
	if n.Type == html.TextNode {
		return
	}
	if n.Type != html.ElementNode || unseen[n.Data] || wrappers[n.Data] {
		t.Fatalf("%q holds <%s>", src, n.Data)
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "href", "src":
			if !harmless.MatchString(a.Val) {
				t.Fatalf("%q leads to %q", src, a.Val)
			}
		case "class", "rel", "rowspan", "colspan", "span", "scope", "alt", "width", "height":
		default:
			t.Fatalf("%q holds the attribute %s", src, a.Key)
		}
	}
}
