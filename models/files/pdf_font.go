package files

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

// pdfFont turns codes into characters.
type pdfFont struct {
	wide  bool // codes of two bytes
	named func([]byte) string
	to    map[int]string
}

func (f *pdfFont) text(b []byte) string {
	if f.to == nil && f.named != nil {
		return f.named(b)
	}
	var out strings.Builder
	step := 1
	if f.wide {
		step = 2
	}
	for ; len(b) >= step; b = b[step:] {
		code := int(b[0])
		if f.wide {
			code = code<<8 | int(b[1])
		}
		if s, ok := f.to[code]; ok {
			out.WriteString(s)
		} else if !f.wide && f.to == nil && code >= ' ' && code < 0x7f {
			out.WriteByte(byte(code))
		}
	}
	return out.String()
}

func (t *pdfReader) fontOf(res pdfDict, name pdfName) *pdfFont {
	all, _ := t.resolve(res["Font"]).(pdfDict)
	ref, isRef := all[name].(pdfRef)
	if isRef && t.fonts[ref.num] != nil {
		return t.fonts[ref.num]
	}
	d, ok := t.resolve(all[name]).(pdfDict)
	if !ok {
		return nil
	}
	f := &pdfFont{wide: d["Subtype"] == pdfName("Type0")}
	if encoding, ok := t.resolve(d["Encoding"]).(pdfName); ok && f.wide {
		f.named = named(string(encoding))
	}
	if s, ok := t.resolve(d["ToUnicode"]).(*pdfStream); ok {
		if b, err := t.f.unpack(s); err == nil {
			f.to = toUnicode(b)
		}
	}
	if isRef {
		t.fonts[ref.num] = f
	}
	return f
}

// named reads the encodings that Chinese programs name instead of giving a map.
func named(encoding string) func([]byte) string {
	switch {
	case strings.HasPrefix(encoding, "GB"):
		return func(b []byte) string {
			out, _ := simplifiedchinese.GBK.NewDecoder().Bytes(b)
			return string(out)
		}
	case strings.HasPrefix(encoding, "UniGB-"):
		return utf16BE
	}
	return nil
}

func utf16BE(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// toUnicode reads the map of a font: lines of bfchar and bfrange.
func toUnicode(b []byte) map[int]string {
	to := map[int]string{}
	l := &pdfLexer{b: b}
	var args []any
	for len(to) < pdfMappings {
		if l.skip(); l.at >= len(l.b) {
			break
		}
		l.items, l.deep = 0, 0
		v, err := l.value()
		if err != nil {
			l.at++
			continue
		}
		w, _ := v.(pdfRaw)
		switch string(w) {
		case "beginbfchar", "beginbfrange":
			args = args[:0]
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				mapOne(to, code(args[i]), args[i+1], 0)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				mapRange(to, code(args[i]), code(args[i+1]), args[i+2])
			}
		default:
			args = append(args, v)
		}
	}
	return to
}

func code(v any) (n int) {
	raw, ok := v.(pdfRaw)
	if !ok || len(raw) < 2 || raw[0] != '<' {
		return -1
	}
	for _, c := range pdfString(raw) {
		n = n<<8 | int(c)
		if n > 0xFFFFFF {
			return -1
		}
	}
	return n
}

func mapOne(to map[int]string, from int, v any, plus int) {
	raw, ok := v.(pdfRaw)
	if from < 0 || !ok || len(raw) < 2 || raw[0] != '<' {
		return
	}
	rs := []rune(utf16BE(pdfString(raw)))
	if len(rs) > 0 && len(rs) < 9 {
		rs[len(rs)-1] += rune(plus)
		to[from] = string(rs)
	}
}

func mapRange(to map[int]string, from, until int, v any) {
	if from < 0 || until < from || until-from > 0xFFFF {
		return
	}
	list, ok := v.(pdfArray)
	for i := 0; i <= until-from && len(to) < pdfMappings; i++ {
		switch {
		case ok && i < len(list):
			mapOne(to, from+i, list[i], 0)
		case !ok:
			mapOne(to, from+i, v, i)
		}
	}
}

// joinLines joins a line that ends in a Chinese character with one that begins
// with one, and drops empty lines and what no reader sees.
func joinLines(text string) string {
	var out strings.Builder
	last := rune('\n')
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == utf8.RuneError {
				return -1
			}
			return radical(r)
		}, line))
		if line == "" {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(line); out.Len() > 0 && (!unicode.Is(unicode.Han, last) || !unicode.Is(unicode.Han, first)) {
			out.WriteByte('\n')
		}
		out.WriteString(line)
		last, _ = utf8.DecodeLastRuneInString(line)
	}
	return out.String()
}

// radicals are characters that fonts give out as the parts of characters that
// they look like, and that normalisation leaves alone.
var radicals = map[rune]rune{'⺁': '厂', '⺄': '乙', '⺎': '兀', '⺒': '巳', '⺓': '幺', '⺝': '月', '⺠': '民', '⺩': '王', '⺬': '示', '⺮': '竹', '⺷': '羊',
	'⻁': '虎', '⻃': '西', '⻄': '西', '⻅': '见', '⻆': '角', '⻉': '贝', '⻊': '足', '⻋': '车', '⻑': '長', '⻓': '长', '⻔': '门', '⻘': '青', '⻙': '韦', '⻚': '页',
	'⻛': '风', '⻜': '飞', '⻝': '食', '⻢': '马', '⻣': '骨', '⻤': '鬼', '⻥': '鱼', '⻦': '鸟', '⻧': '卤', '⻨': '麦', '⻩': '黄', '⻪': '黾', '⻬': '齐', '⻮': '齿', '⻰': '龙'}

// radical is the character that a reader takes a radical for: browsers print 金
// so that its text is the radical ⾦.
func radical(r rune) rune {
	if r < 0x2E80 || r > 0x2FDF {
		return r
	}
	if to, ok := radicals[r]; ok {
		return to
	}
	to, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	return to
}
