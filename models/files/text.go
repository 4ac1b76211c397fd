package files

import (
	"bufio"
	"context"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// cleanText takes plain text: whatever encoding it came in, it is stored as
// UTF-8 without a mark at its front, so that every reader shows it alike.
func cleanText(typ string) func(context.Context, *Service, *io.SectionReader) (Facts, error) {
	return func(_ context.Context, s *Service, in *io.SectionReader) (Facts, error) {
		valid, err := utf8Text(in)
		if err != nil {
			return Facts{}, err
		}
		digest, size, err := s.blobs.Put(func(w io.Writer) error {
			if _, err := in.Seek(0, io.SeekStart); err != nil {
				return err
			}
			var r io.Reader = in
			if !valid {
				r = transform.NewReader(in, simplifiedchinese.GB18030.NewDecoder())
			}
			return plain(w, bufio.NewReader(r))
		})
		return Facts{Digest: digest, Type: typ, Size: size}, err
	}
}

// utf8Text reports whether all of in is UTF-8.
func utf8Text(in *io.SectionReader) (bool, error) {
	r := bufio.NewReader(in)
	for {
		c, n, err := r.ReadRune()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if c == utf8.RuneError && n == 1 {
			return false, nil
		}
	}
}

// plain copies text and refuses what no text holds.
func plain(w io.Writer, r *bufio.Reader) error {
	out := bufio.NewWriter(w)
	for first := true; ; first = false {
		c, _, err := r.ReadRune()
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return err
		}
		switch {
		case first && c == '\uFEFF':
			continue
		case c == utf8.RuneError, c < ' ' && c != '\n' && c != '\r' && c != '\t', c == 0x7F:
			return refuse("文件不是纯文本，请检查是否改过扩展名。")
		}
		if _, err := out.WriteRune(c); err != nil {
			return err
		}
	}
}
