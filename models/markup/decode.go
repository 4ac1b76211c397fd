package markup

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/models/fault"
)

// DecodeText returns an uploaded file as text: UTF-8 or UTF-16 with a mark at
// the start, else UTF-8, else GB 18030. A file that is none of these, such as a
// Word document, is refused with an Invalid fault.
func DecodeText(b []byte) (string, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		from = unicode.UTF8BOM
	case bytes.HasPrefix(b, []byte("\xFF\xFE")), bytes.HasPrefix(b, []byte("\xFE\xFF")):
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case utf8.Valid(b):
		from = unicode.UTF8
	default:
		from = simplifiedchinese.GB18030
	}
	out, err := from.NewDecoder().Bytes(b)
	text := string(out)
	if err != nil || !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\uFFFD") {
		return "", fault.New(fault.Invalid, "无法识别文件的文字编码，请另存为 UTF-8 编码的文本文件后重试。")
	}
	return text, nil
}
