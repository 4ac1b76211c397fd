package markup

import (
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestDecodeText(t *testing.T) {
	const text = "第二十条第（一）项\n规章\t0"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide := func(low, high int) string {
		var b []byte
		for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
			pair := [2]byte{}
			pair[low], pair[high] = byte(u), byte(u>>8)
			b = append(b, pair[:]...)
		}
		return string(b)
	}
	for name, in := range map[string]string{
		"UTF-8": text, "UTF-8 with a mark": "\uFEFF" + text, "GB 18030": gb, "UTF-16 LE": wide(0, 1), "UTF-16 BE": wide(1, 0),
	} {
		if got, err := DecodeText([]byte(in)); err != nil || got != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, err := DecodeText(nil); err != nil || got != "" {
		t.Errorf("nothing: %q, %v", got, err)
	}
	for name, in := range map[string]string{"a zip": "PK\x03\x04\x00\x00\xff\xff", "a picture": "\x89PNG\r\n\x1a\n\x00\x00", "half a character": gb[:len(gb)-5] + "\xff"} {
		if got, err := DecodeText([]byte(in)); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
}
