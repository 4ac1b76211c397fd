package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/labstack/echo/v4"

	"gongkai/web"
)

// once runs an act once for each form and what was filled in, whatever how often
// it is sent; act returns the id of what it made or changed. Who goes back and
// sends the same form with another text, or other files, asks for something else.
func (h *Handler) once(c echo.Context, f *web.Values, act func(ctx context.Context) (uint64, error), files ...[]byte) (uint64, error) {
	key := f.Get("once")
	if key != "" {
		sum := sha256.New()
		fmt.Fprintf(sum, "%d %s %s", len(key), key, f.Encode())
		for _, b := range files {
			fmt.Fprintf(sum, " %d ", len(b))
			sum.Write(b)
		}
		key = hex.EncodeToString(sum.Sum(nil)[:20])
	}
	return h.app.Once.Do(c.Request().Context(), key, web.Actor(c).ID, act)
}
