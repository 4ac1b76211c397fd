package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// fileRows are a table that is public already, a picture in the text, and one
// that still lacks its words.
func fileRows(ctx context.Context) []desk.FileRow {
	address := func(key, name string) string { return href.File(ctx, key, name) }
	return []desk.FileRow{
		{Key: "k7q2xw5n3fzt6v4hb8mypd2arc", Name: "2026 年第三批惠民惠农补贴资金分配表.xlsx", Type: "XLSX", Note: "Excel 表格 · 42 KB", Href: address("k7q2xw5n3fzt6v4hb8mypd2arc", "a.xlsx"), State: desk.FilePublic, First: true},
		{Key: "m3v8cd6tq5wz2x7nhf4bkpyra2", Name: "资金下达流程图.png", Alt: "资金由区财政局经乡镇财政所核对后发放到户的流程图", Type: "PNG", Note: "图片 · 118 KB · 1280×720",
			Href: address("m3v8cd6tq5wz2x7nhf4bkpyra2", "b.png"), Thumb: href.Asset(ctx, "lead.svg"), Picture: true, State: desk.FilePrivate, Used: true},
		{Key: "z5h2wd7nq8cx4v3mtf6bkpyra7", Name: "现场照片.jpg", Type: "JPG", Note: "图片 · 2.1 MB · 4000×3000", Href: address("z5h2wd7nq8cx4v3mtf6bkpyra7", "c.jpg"),
			Thumb: href.Asset(ctx, "lead.svg"), Picture: true, State: desk.FilePrivate, Last: true},
	}
}

// Attachments is the list of a document's files, and where more are added.
func Attachments(ctx context.Context) desk.AttachmentsPage {
	return desk.AttachmentsPage{
		Frame: author(ctx, "附件和图片", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)), Form: desk.Form{Version: version},
		ID: id, Title: notice, Rows: fileRows(ctx), Accept: ".pdf,.docx,.xlsx,.png,.jpg", Limits: "每个文件不超过 50 MB，一篇稿件合计不超过 200 MB。",
	}
}

// AttachmentsRefused is that page after two files that were not taken in.
func AttachmentsRefused(ctx context.Context) desk.AttachmentsPage {
	p := Attachments(ctx)
	p.Errors = map[string]string{"file": "“请示.docx”没有上传：文件里有修订痕迹，请接受或拒绝全部修订后再上传。“汇总.xlsx”没有上传：工作簿里有隐藏的工作表：“底稿”。请取消隐藏并检查，或删除后再上传。"}
	p.Remarks = []desk.Remark{{Tone: "warn", Title: "这篇稿件正在审核。", Text: "改动附件后，已有的签名全部作废，稿件回到草稿，需要重新提交。"}}
	return p
}

// Attachment is the form of one verb about one file.
func Attachment(verb string) func(context.Context) desk.AttachmentPage {
	return func(ctx context.Context) desk.AttachmentPage {
		file := fileRows(ctx)[1]
		return desk.AttachmentPage{
			Frame: author(ctx, desk.AttachmentTitle(verb), documentLink(ctx), ui.Link{Text: "附件和图片", Href: href.Attachments(ctx, id)}), Verb: verb, ID: id, File: file,
			Form: desk.Form{Version: version, Values: url.Values{"name": {file.Name}, "alt": {file.Alt}}},
		}
	}
}
