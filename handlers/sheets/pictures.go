package sheets

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"gongkai/models/content"
	"gongkai/views/href"
)

var picture = regexp.MustCompile(`<img src="/files/([0-9A-Za-z_-]+)[^"]*" alt="([^"]*)"([^>]*)>`)

var stated = regexp.MustCompile(` (width|height)="([0-9]+)"`)

// Pictured gives the pictures of a cleaned body what browsers need to fetch the
// smaller ones, late, and without moving the text; words that the body lacks
// are those of the attachment. A picture that is no attachment stays as it is.
func Pictured(ctx context.Context, body string, list []content.Attachment) string {
	if !strings.Contains(body, "<img ") {
		return body
	}
	byKey := map[string]content.Attachment{}
	for _, a := range list {
		byKey[a.Key] = a
	}
	return picture.ReplaceAllStringFunc(body, func(tag string) string {
		m := picture.FindStringSubmatch(tag)
		a, ok := byKey[m[1]]
		if !ok || a.Width == 0 {
			return tag
		}
		alt := m[2]
		if alt == "" {
			alt = html.EscapeString(a.Alt)
		}
		w, h := shown(m[3], a)
		return fmt.Sprintf(`<img src="%s" alt="%s" width="%d" height="%d"%s loading="lazy" decoding="async">`,
			html.EscapeString(strings.TrimPrefix(href.File(ctx, a.Key, a.Name), href.Base(ctx))), alt, w, h, sources(ctx, a, w))
	})
}

// shown is the width and height of a picture on the page: as the writer said, in
// the picture's own proportion.
func shown(attrs string, a content.Attachment) (w, h int) {
	w, h = a.Width, a.Height
	for _, m := range stated.FindAllStringSubmatch(attrs, -1) {
		n, _ := strconv.Atoi(m[2])
		if m[1] == "width" && n > 0 {
			return n, max(1, (n*a.Height+a.Width/2)/a.Width)
		}
		if m[1] == "height" && n > 0 {
			w, h = max(1, (n*a.Width+a.Height/2)/a.Height), n
		}
	}
	return w, h
}

// sources lists the smaller pictures and the picture itself.
func sources(ctx context.Context, a content.Attachment, width int) string {
	smaller := a.Smaller()
	if len(smaller) == 0 {
		return ""
	}
	var set []string
	for _, z := range smaller {
		set = append(set, fmt.Sprintf("%s %dw", href.FileSize(ctx, a.Key, z.Width, a.Name), z.Width))
	}
	set = append(set, fmt.Sprintf("%s %dw", href.File(ctx, a.Key, a.Name), a.Width))
	return fmt.Sprintf(` srcset="%s" sizes="(max-width: %dpx) 100vw, %dpx"`, html.EscapeString(strings.Join(set, ", ")), min(width, column), min(width, column))
}

// column is how wide a picture in the text is shown at most, in CSS pixels.
const column = 800
