package desk

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// fieldLabels name the fields of staff forms for people.
var fieldLabels = map[string]string{
	"title": "标题", "column": "栏目", "body": "正文", "source": "来源", "publish_at": "定时发布", "note": "意见", "public_note": "公开说明", "standing": "现在的状态", "successor": "现行的文件", "replacement": "新的内容在哪里",
	"kind": "更正的性质", "reason": "原因", "decision": "决定", "checks": "审查方面", "conclusion": "审查结论", "to": "退回到", "text": "报告文本", "alt": "图片说明",
	"year": "年度", "version": "版本", "name": "名称", "section": "科室", "roles": "岗位", "username": "用户名", "selfcheck": "自查声明",
	"block": "段落", "q1": "第 1 项", "q2": "第 2 项", "q3": "第 3 项", "q4": "第 4 项", "q5": "第 5 项", "q6": "第 6 项", "q7": "第 7 项",
}

func fieldLabel(name string) string {
	if l := fieldLabels[name]; l != "" {
		return l
	}
	return "其他"
}

// verbWords name the acts on a document for people.
var verbWords = map[string]string{
	"edit": "保存稿件", "submit": "提交审核", "section": "科室审核", "confidentiality": "保密审查", "recall": "撤回稿件", "discard": "删除草稿",
	"correct": "更正", "withdraw": "撤下", "takedown": "紧急撤下", "confirm": "复核撤下", "issue": "签发",
}

var verbForm = regexp.MustCompile(`/desk/documents/[0-9]+/([a-z]+)$`)

// actionWords says what a form sent to an address was for.
func actionWords(path string) string {
	if m := verbForm.FindStringSubmatch(path); m != nil && verbWords[m[1]] != "" {
		return verbWords[m[1]]
	}
	switch {
	case strings.HasSuffix(path, "/desk/documents"):
		return "保存新稿件"
	case strings.HasSuffix(path, "/attachments"):
		return "上传附件"
	case strings.HasSuffix(path, "/autosave"):
		return "自动保存稿件"
	case strings.HasSuffix(path, "/desk/documents/import"):
		return "导入文稿"
	}
	return "保存修改"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
