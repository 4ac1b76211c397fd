package ui

import (
	"fmt"
	"strings"
)

// FileNote says of a file what helps to decide whether to fetch it: "Word · 42 KB".
// typ is its type, size its bytes.
func FileNote(typ string, size int64) string {
	name := map[string]string{"docx": "Word 文档", "xlsx": "Excel 表格", "pptx": "演示文稿", "txt": "纯文本", "csv": "CSV 数据",
		"jpg": "图片", "png": "图片", "gif": "图片", "webp": "图片"}[typ]
	if name == "" {
		name = strings.ToUpper(typ)
	}
	return name + " · " + Bytes(size)
}

// Bytes writes a size as people read it: "318 KB", "3.4 MB".
func Bytes(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", (n+512)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
