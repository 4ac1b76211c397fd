package screen

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/models/markup"
)

func TestScan(t *testing.T) {
	for text, want := range map[string]string{
		"身份证11010519491231002X。":        "id-number 110105********002X",
		"证号 11010519491231002x":         "id-number 110105********002x",
		"１１０１０５１９４９１２３１００２Ｘ":            "id-number 110105********002X",
		"110105 19491231 002X":          "id-number 110105********002X",
		"110105194912310021":            "", // wrong check character
		"110105194913310020":            "", // no such month
		"991105194912310029":            "", // no such province
		"流水号110105194912310021100":      "",
		"卡号 6222 0200 0000 0000 000":    "bank-card 622202*********0000",
		"6222020000000000007":           "", // Luhn fails
		"手机13800138000，电话 023-63150000": "phone 138****8000",
		"+86 138-0013-8000":             "phone 138****8000",
		"金额 13800138000.00 元":           "",
		"订单A13800138000":                "",
		"机密★10年":                        "secrecy-mark 机密★10年",
		"（秘密）":                          "secrecy-mark （秘密）",
		"密级：机密":                         "secrecy-mark 密级：机密",
		"涉及国家秘密、商业秘密、个人隐私的，不予公开。":                      "",
		"本期为内部资料，注意保存":                                 "internal-mark 内部资料 internal-mark 注意保存",
		"区级一般公共预算收入 1,286.40 万元，比上年增长 6.2%，邮编 400000。": "",
	} {
		var got []string
		for _, f := range Scan([]Part{{Text: text}}) {
			got = append(got, f.Rule+" "+f.Quote)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestBlockingFirst(t *testing.T) {
	all := Scan(Body(markup.Clean("<p>电话13800138000</p><p>正文</p><table><tr><td>甲</td><td>11010519491231002X</td></tr></table>")))
	if len(all) != 2 || all[0].Block != 3 || all[0].Level != Must || all[1].Block != 1 || len(Blocking(all)) != 1 {
		t.Errorf("%+v", all)
	}
}

// No finding ever repeats a whole number.
func TestMasked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(文|1[0-9]{17}|62[0-9]{14,17}|1[3-9][0-9]{9}| |-|X){1,6}`).Draw(t, "text")
		for _, f := range Scan([]Part{{Text: text}}) {
			if !strings.Contains(f.Quote, "****") {
				t.Fatalf("%q: %q", text, f.Quote)
			}
		}
	})
}

// What a writer types is looked through while it is typed.
func BenchmarkScan(b *testing.B) {
	parts := Body(markup.Clean("<p>" + strings.Repeat("区级一般公共预算收入 1,286.40 万元，比上年增长 6.2%。</p><p>", 2000)))
	for b.Loop() {
		Scan(parts)
	}
}
