package portal

import (
	"slices"
	"testing"
)

// Titles that say the same thing are found among those that only sound alike in
// their official phrases.
func TestAlike(t *testing.T) {
	titles := []string{
		"关于做好2026年年终收支工作的通知", "2021年区级财政决算公开说明", "区级财政专项资金管理办法", "关于做好会计人员继续教育工作的通知", "惠民惠农补贴“一卡通”问答",
		"2019年区级财政决算公开说明", "关于举办消防演练的通知", "", "2025年耕地地力保护补贴发放情况公示",
	}
	for title, want := range map[string][]int{
		"2023年区级财政决算公开说明":    {1, 5},
		"一文读懂《区级财政专项资金管理办法》": {2},
		"关于开展安全生产检查的通知":      nil,
		"":           nil,
		"2026":       nil,
		"惠民惠农补贴政策清单": {4},
	} {
		if got := alike(title, titles); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", title, got, want)
		}
	}
	same := slices.Repeat([]string{"政府采购投诉处理结果"}, 60)
	if got := alike("政府采购投诉处理结果", same); len(got) != relatedCards {
		t.Errorf("%d cards of sixty equal titles", len(got))
	}
	if got := alike("任何标题", nil); got != nil {
		t.Errorf("of none %v", got)
	}
}

// The code is square, its corners are dark, and a text that fits in none gives
// no picture.
func TestCode(t *testing.T) {
	q := QR("https://www.example.gov.cn/bmjd/qczj/s/4f9k2")
	if q.Size < 21 || q.Size > 41 || q.Path[:9] != "M0 0.5h7m" {
		t.Errorf("%d squares, %.20s", q.Size, q.Path)
	}
	if long := QR(string(make([]byte, 5000))); long.Size != 0 || long.Path != "" {
		t.Errorf("%d squares for a text too long", long.Size)
	}
}
