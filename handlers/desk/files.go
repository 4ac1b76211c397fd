package desk

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/models/diff"
	deskview "gongkai/views/desk"
)

// fileChanges shows what became of the attachments; nothing when none was changed.
func fileChanges(changes []diff.FileChange) (rows []deskview.DiffRow) {
	changed := false
	for i, c := range changes {
		r := deskview.DiffRow{No: "附件 " + strconv.Itoa(i+1), Old: fileSide(c.Old), New: fileSide(c.New), Mark: fileMark(c)}
		switch {
		case c.Old == nil:
			r.Tone = "add"
		case c.New == nil:
			r.Tone = "del"
		case c.Changed():
			r.Tone = "chg"
		}
		changed = changed || c.Changed()
		rows = append(rows, r)
	}
	if !changed {
		return nil
	}
	return rows
}

func fileSide(f *diff.File) deskview.DiffSide {
	if f == nil {
		return deskview.DiffSide{Absent: true}
	}
	text := fmt.Sprintf("%s（%s，指纹 %s）", f.Name, sizeText(f.Size), shortHash(f.Digest))
	if f.Alt != "" {
		text += "：" + f.Alt
	}
	return deskview.DiffSide{Spans: []deskview.DiffSpan{{Text: text}}}
}

func fileMark(c diff.FileChange) string {
	var words []string
	for _, w := range []struct {
		is   bool
		text string
	}{{c.Old == nil, "新增附件"}, {c.New == nil, "删去附件"}, {c.Replaced, "内容已更换"}, {c.Renamed, "文件名有改动"}, {c.Described, "图片说明有改动"}, {c.Reorder, "次序有改动"}} {
		if w.is {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, "，")
}

func sizeText(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d 字节", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
