package files

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"gongkai/models/fault"
)

// FuzzName: a name is one visible segment of a path, whatever was said, and
// cleaning it again changes nothing.
func FuzzName(f *testing.F) {
	for _, s := range []string{"预算表.xlsx", "../../etc/passwd", "a\u202Egnp.exe", "\x00", "...", "CON.pdf", strings.Repeat("长", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		n := Name(said)
		bad := func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/\`, r)
		}
		if n == "" || len(n) > 200 || !utf8.ValidString(n) || strings.ContainsFunc(n, bad) || n == "." || n == ".." || Name(n) != n {
			t.Errorf("%q becomes %q, then %q", said, n, Name(n))
		}
	})
}

// cleaned demands of every input that it is taken in without the canary in it,
// or refused with a reason; never a panic, never another error.
func cleaned(f *testing.F, name string, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := New(nil, memory{})
		x, err := s.Take(t.Context(), Upload{Name: name, Size: int64(len(data)), Data: bytes.NewReader(data)})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		again, err := s.Take(t.Context(), Upload{Name: name, Size: x.Size, Data: blob(t, s, x.Digest)})
		if err != nil {
			t.Fatalf("what was cleaned is refused: %v", err)
		}
		if x.Type != "jpg" && x.Type != "gif" && again.Digest != x.Digest {
			t.Error("cleaning it again changes it")
		}
	})
}

func blob(t testing.TB, s *Service, digest string) *bytes.Reader {
	t.Helper()
	in := must(s.Open(digest))
	defer in.Close()
	var b bytes.Buffer
	_ = must(b.ReadFrom(in))
	return bytes.NewReader(b.Bytes())
}

// FuzzPDF feeds the PDF cleaner.
func FuzzPDF(f *testing.F) {
	cleaned(f, "a.pdf", onePage("", ""), packedPDF(false), packedPDF(true), revisedPDF())
}

// FuzzWord feeds the cleaner of Office files.
func FuzzWord(f *testing.F) {
	cleaned(f, "a.docx", docx("<w:p/>", nil), docx("", map[string]string{"word/media/a.png": string(program())}))
}

// FuzzSheet feeds the cleaner of Office files.
func FuzzSheet(f *testing.F) { cleaned(f, "a.xlsx", xlsx(`<sheet name="a"/>`, nil)) }

// FuzzPicture feeds the cleaner of pictures.
func FuzzPicture(f *testing.F) {
	cleaned(f, "a.png", program(), pngOf(checked(9, 9)))
}

// FuzzPhoto feeds the cleaner of pictures.
func FuzzPhoto(f *testing.F) { cleaned(f, "a.jpg", camera(16, 8, 6), jpg(checked(9, 9))) }

// FuzzXML: whatever is copied is as deep as it was, and copying it again changes
// nothing.
func FuzzXML(f *testing.F) {
	for _, s := range []string{`<a b="c>d"><e/></a>`, `<?xml version="1.0"?><a><!-- x --><![CDATA[<]]></a>`, `<a></b>`, `<`} {
		f.Add(s)
	}
	pass := func(*xmlTag) (xmlVerdict, error) { return xmlVerdict{}, nil }
	f.Fuzz(func(t *testing.T, s string) {
		var one, two bytes.Buffer
		if filterXML(&one, strings.NewReader(s), pass) != nil {
			return
		}
		if err := filterXML(&two, bytes.NewReader(one.Bytes()), pass); err != nil || one.String() != two.String() {
			t.Errorf("%q, then %q (%v)", one.String(), two.String(), err)
		}
	})
}
