package policy

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCheckNumber(t *testing.T) {
	for _, c := range []struct{ in, mended string }{
		{"黔江财发〔2026〕17号", ""},
		{"綦江审发〔2024〕1号", ""},
		{"", ""},
		{"黔江财发[2026]17号", "黔江财发〔2026〕17号"},
		{"黔江财发(2026)17号", "黔江财发〔2026〕17号"},
		{"黔江财发（2026）第017号", "黔江财发〔2026〕17号"},
		{"黔江财发【2026】17", "黔江财发〔2026〕17号"},
		{" 黔江财发 〔２０２６〕 １７ 号 ", "黔江财发〔2026〕17号"},
		{"黔江财发字〔2026〕第17号", "黔江财发〔2026〕17号"},
	} {
		why, mended := CheckNumber(c.in)
		_, good := ParseNumber(c.in)
		if (why == "") != (good || c.in == "") || mended != c.mended {
			t.Errorf("CheckNumber(%q) = %q, %q; want %q", c.in, why, mended, c.mended)
		}
	}
	for _, in := range []string{"2026年17号", "财〔26〕1号", "黔江财发〔2026〕0号", "<script>", "黔江财发", strings.Repeat("财", 500) + "〔2026〕1号"} {
		if why, mended := CheckNumber(in); why == "" || mended != "" {
			t.Errorf("CheckNumber(%.40q) = %q, %q; want a reason and no guess", in, why, mended)
		}
	}
}

// What MendNumber reads is a number that stands as it must, and stays itself.
func TestMendNumberProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("黔江财发字〔〕[]()【】第0017号2026 年"))).Draw(t, "s")
		n, ok := MendNumber(s)
		if !ok {
			return
		}
		again, ok := ParseNumber(n.String())
		if !ok || again != n {
			t.Fatalf("%q became %q, which reads as %v", s, n, again)
		}
	})
}

func TestGenreOf(t *testing.T) {
	for title, want := range map[string]string{
		"重庆市黔江区财政局关于印发《预算绩效管理办法》的通知": "通知", "黔江区财政专项资金管理办法（试行）": "办法", "关于贯彻《会计法》实施细则": "细则",
		"通知": "", "区财政局召开会议": "", "关于《区级国有资本收益收取管理办法》": "办法",
	} {
		if got := GenreOf(title); got != want {
			t.Errorf("GenreOf(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestMissing(t *testing.T) {
	full := []string{"一、起草背景和依据", "二、主要目标", "三、主要内容", "四、适用范围", "五、补贴标准和办理流程"}
	if m := Missing(full); len(m) != 0 {
		t.Errorf("missing of a full text: %v", m)
	}
	if m := Missing(full[:3]); strings.Join(m, " ") != "适用范围 执行标准" {
		t.Errorf("missing: %v", m)
	}
}

func TestCopied(t *testing.T) {
	original := "第一条 为了规范区级财政专项资金管理，提高资金使用效益，根据《中华人民共和国预算法》等规定，结合本区实际，制定本办法。"
	if x := Copied(original[:90], original); x < 0.99 {
		t.Errorf("an excerpt counts as %.2f", x)
	}
	if x := Copied("这个办法管的是每年安排到项目的那笔钱：谁能申请，怎么评审，花完以后怎么查。", original); x > 0.2 {
		t.Errorf("other words count as %.2f", x)
	}
	if Copied("", original) != 0 {
		t.Error("nothing is no copy")
	}
}
