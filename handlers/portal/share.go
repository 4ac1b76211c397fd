package portal

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"
	"github.com/labstack/echo/v4"

	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// Short handles GET /s/{code}: the short address of a document, whose code is the
// document's id in base 36. It moves to the permanent address for good.
func (h *Handler) Short(c echo.Context) error {
	code := strings.ToLower(c.Param("code"))
	id, err := strconv.ParseUint(code, 36, 63)
	if err != nil || strconv.FormatUint(id, 36) != code {
		return notFound()
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	page, err := h.app.Content.Live(s.ctx, id)
	if err != nil {
		return err
	}
	address := s.address(page.Item())
	if address == "" {
		return notFound()
	}
	return web.Moved(c, address)
}

// share is the short address of a document and the code that leads there.
func (s *scene) share(id uint64) portalview.Share {
	whole := href.Abs(s.ctx, href.Short(s.ctx, id))
	return portalview.Share{Short: ui.Link{Text: whole, Href: href.Short(s.ctx, id)}, QR: QR(whole)}
}

// QR draws a code; the zero QR when the text is too long for one. Each run
// of dark squares is one stroke.
func QR(text string) ui.QR {
	picture, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return ui.QR{}
	}
	size := picture.Bounds().Dx()
	dark := func(x, y int) bool {
		if x >= size {
			return false
		}
		r, _, _, _ := picture.At(x, y).RGBA()
		return r == 0
	}
	var path strings.Builder
	for y := range size {
		pen := -1 // where the last stroke ended; -1 before the first of a row
		for x := 0; x < size; x++ {
			if !dark(x, y) {
				continue
			}
			run := 1
			for dark(x+run, y) {
				run++
			}
			if pen < 0 {
				fmt.Fprintf(&path, "M%d %d.5", x, y)
			} else {
				fmt.Fprintf(&path, "m%d 0", x-pen)
			}
			fmt.Fprintf(&path, "h%d", run)
			x += run
			pen = x
		}
	}
	return ui.QR{Size: size, Path: path.String()}
}
