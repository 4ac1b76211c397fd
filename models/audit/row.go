package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Row is the proof of one stored row: its key and the digest of every field
// that must not change behind the program's back. Entries carry the rows their
// act wrote, so Verify can name the entry that a tampered row contradicts.
type Row struct {
	Key string // table and primary key, "content_revisions/12"
	Sum string // form number, ":" and 32 hexadecimal digits; "" says that the act deleted the row
}

// rowForm is the form in which NewRow digests today. It stands before every sum,
// so that a program whose tables have more fields can still compare rows with
// entries that an older one wrote.
const rowForm = "1:"

// NewRow digests the fields of a row. Fields are written with their length, so
// no two different rows share a form; times count in milliseconds.
func NewRow(table string, id any, fields ...any) Row {
	var b strings.Builder
	for _, f := range fields {
		s := canonical(f)
		b.WriteString(strconv.Itoa(len(s)))
		b.WriteByte(':')
		b.WriteString(s)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return Row{Key: fmt.Sprintf("%s/%v", table, id), Sum: rowForm + hex.EncodeToString(sum[:16])}
}

// Deleted is the row of a deletion.
func Deleted(table string, id any) Row { return Row{Key: fmt.Sprintf("%s/%v", table, id)} }

func canonical(f any) string {
	switch v := f.(type) {
	case string:
		return v
	case time.Time:
		return strconv.FormatInt(v.UnixMilli(), 10)
	case *time.Time:
		if v == nil {
			return "-"
		}
		return canonical(*v)
	case *uint64:
		if v == nil {
			return "-"
		}
		return strconv.FormatUint(*v, 10)
	case *int:
		if v == nil {
			return "-"
		}
		return strconv.Itoa(*v)
	default:
		return fmt.Sprint(v)
	}
}

// encodeRows writes rows as "key=sum" words. Keys hold no space or "=".
func encodeRows(rows []Row) string {
	words := make([]string, len(rows))
	for i, r := range rows {
		words[i] = r.Key + "=" + r.Sum
	}
	return strings.Join(words, " ")
}

func decodeRows(s string) []Row {
	var rows []Row
	for w := range strings.FieldsSeq(s) {
		key, sum, _ := strings.Cut(w, "=")
		rows = append(rows, Row{Key: key, Sum: sum})
	}
	return rows
}
