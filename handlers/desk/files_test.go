package desk

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/models/diff"
)

// TestFileChanges: every change of the attachments has its words, and lists that are
// the same say nothing.
func TestFileChanges(t *testing.T) {
	before := []diff.File{{Name: "分配表.xlsx", Digest: "aaaabbbbccccdddd", Size: 2048}, {Name: "流程.png", Digest: "2", Size: 100, Alt: "旧说明"}, {Name: "旧.pdf", Digest: "3", Size: 3 << 20}}
	after := []diff.File{{Name: "分配表.xlsx", Digest: "eeeeffff00001111", Size: 4096}, {Name: "流程.png", Digest: "2", Size: 100, Alt: "新说明"}, {Name: "新.pdf", Digest: "4", Size: 1}}
	if rows := fileChanges(diff.Files(before, before)); rows != nil {
		t.Errorf("%+v", rows)
	}
	var got []string
	for _, r := range fileChanges(diff.Files(before, after)) {
		got = append(got, fmt.Sprintf("%s %s %v%v", r.Tone, r.Mark, r.Old.Spans, r.New.Spans))
	}
	want := []string{
		"chg 内容已更换 [{分配表.xlsx（2 KB，指纹 aaaa…dddd） }][{分配表.xlsx（4 KB，指纹 eeee…1111） }]",
		"chg 图片说明有改动 [{流程.png（100 字节，指纹 2）：旧说明 }][{流程.png（100 字节，指纹 2）：新说明 }]",
		"add 新增附件 [][{新.pdf（1 字节，指纹 4） }]",
		"del 删去附件 [{旧.pdf（3.0 MB，指纹 3） }][]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
