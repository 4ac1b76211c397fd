package markup

import "testing"

// Headings never skip a level, whatever was typed; what a head cell heads is
// said even where its author did not say it.
func TestOutlineAndScopes(t *testing.T) {
	for in, want := range map[string]string{
		"<h1>一</h1><p>文</p><h6>六</h6><h4>四</h4><h2></h2><h3>三</h3><h5>五</h5>": "<h2>一</h2>\n<p>文</p>\n<h3>六</h3>\n<h4>四</h4>\n<h3>三</h3>\n<h4>五</h4>",
		"<h4>先</h4><h3>后</h3>":           "<h2>先</h2>\n<h3>后</h3>",
		"<h2>甲</h2><h3>乙</h3><h2>丙</h2>": "<h2>甲</h2>\n<h3>乙</h3>\n<h2>丙</h2>",
		"<table><tr><th>项目</th><th>金额</th></tr><tr><th>甲</th><td>1</td></tr></table>": "<table>\n<tbody>\n<tr>\n<th scope=\"col\">项目</th>\n<th scope=\"col\">金额</th>\n</tr>\n<tr>\n<th scope=\"row\">甲</th>\n<td>1</td>\n</tr>\n</tbody>\n</table>",
		"<table><tr><th scope=rowgroup>组</th><th>列</th></tr></table>":                 "<table>\n<tbody>\n<tr>\n<th scope=\"rowgroup\">组</th>\n<th scope=\"col\">列</th>\n</tr>\n</tbody>\n</table>",
	} {
		got := string(Clean(in))
		if squeeze(got) != squeeze(want) {
			t.Errorf("%s\ngives %s\nnot   %s", in, got, want)
		}
		if again := string(Clean(got)); again != got {
			t.Errorf("cleaned twice: %s", again)
		}
	}
}

func squeeze(s string) (out string) {
	for _, r := range s {
		if r != '\n' {
			out += string(r)
		}
	}
	return out
}
