package rules

import (
	"os"
	"testing"
)

// One report from its text, with last year's: at most 20 ms.
func BenchmarkCheck(b *testing.B) {
	text, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := Read(text)
		if err != nil {
			b.Fatal(err)
		}
		r.Previous, r.PreviousText = r.Cells, r.Text
		Check(r)
	}
}
