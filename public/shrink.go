package public

import "bytes"

// shrink drops comments and needless white space from a style sheet. It knows
// nothing of the language beyond comments, strings and the characters beside
// which a space never means anything, so it cannot change what a sheet says.
func shrink(css []byte) []byte {
	out := make([]byte, 0, len(css))
	space := false
	put := func(b ...byte) {
		if space && len(out) > 0 && !tight(out[len(out)-1]) && !bytes.ContainsAny(b[:1], "{};,)") {
			out = append(out, ' ')
		}
		space = false
		out = append(out, b...)
	}
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case c == '/' && i+1 < len(css) && css[i+1] == '*':
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += end + 4
			space = true
		case c == '"' || c == '\'':
			n := quoted(css[i:])
			put(css[i : i+n]...)
			i += n
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			space = true
			i++
		case c == '}' && len(out) > 0 && out[len(out)-1] == ';':
			out[len(out)-1] = '}'
			space = false
			i++
		default:
			put(c)
			i++
		}
	}
	return out
}

// tight reports whether a space after b means nothing.
func tight(b byte) bool { return bytes.IndexByte([]byte("{};,:("), b) >= 0 }

// quoted is the length of the string literal that css begins with.
func quoted(css []byte) int {
	for i := 1; i < len(css); i++ {
		switch css[i] {
		case '\\':
			i++
		case css[0]:
			return i + 1
		}
	}
	return len(css)
}
