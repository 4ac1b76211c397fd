package href

import (
	"context"
	"net/url"
	"strconv"
)

// File is an attachment or a picture: key is what nobody can guess, name what
// people read.
func File(ctx context.Context, key, name string) string {
	return Base(ctx) + "/files/" + url.PathEscape(key) + "/" + url.PathEscape(name)
}

// FileSize is a picture made smaller, width pixels wide.
func FileSize(ctx context.Context, key string, width int, name string) string {
	return Base(ctx) + "/files/" + url.PathEscape(key) + "/" + strconv.Itoa(width) + "/" + url.PathEscape(name)
}

// Attachments is the page of a document's attachments; files are posted to the
// same address.
func Attachments(ctx context.Context, id uint64) string { return DocumentDo(ctx, id, "attachments") }

// AttachmentDo is where one form about one attachment posts to: remove, rename
// or move.
func AttachmentDo(ctx context.Context, id uint64, key, verb string) string {
	return Attachments(ctx, id) + "/" + url.PathEscape(key) + "/" + verb
}
