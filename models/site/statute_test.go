package site

import "testing"

// A number is not found within another one.
func TestConcerns(t *testing.T) {
	c := &Column{Article20: "（五）、（十一）"}
	want := map[string]bool{"（五）": true, "（十一）": true}
	for _, x := range Article20() {
		if c.Concerns(x.Item) != want[x.Item] {
			t.Errorf("%s: %v", x.Item, c.Concerns(x.Item))
		}
	}
	if n := len(Article20()); n != 15 {
		t.Errorf("%d items", n)
	}
}
