// Package href makes every address the site prints; nothing else joins a path.
// All addresses begin with the base path the context carries, so the whole site
// can live below a portal's folder.
package href

import (
	"context"
	"strings"
	"time"

	"gongkai/public"
)

type (
	baseKey   struct{}
	originKey struct{}
)

// Beijing is the time in which every date of the site is shown and every dated
// address is made. It is fixed, so that it needs no zone files on the server:
// China has kept UTC+8 without summer time since 1991.
var Beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// With returns a context in which every address begins with base: "" at the
// root of a host, or a path such as "/bmjd/qczj". A trailing slash is ignored.
func With(ctx context.Context, base string) context.Context {
	return context.WithValue(ctx, baseKey{}, strings.TrimRight(base, "/"))
}

// Base is the base path set by With, "" when there is none.
func Base(ctx context.Context) string {
	base, _ := ctx.Value(baseKey{}).(string)
	return base
}

// WithOrigin returns a context in which Abs puts origin, such as
// "https://www.example.gov.cn", before a path.
func WithOrigin(ctx context.Context, origin string) context.Context {
	return context.WithValue(ctx, originKey{}, strings.TrimRight(origin, "/"))
}

// Abs makes a whole address of a path produced by this package (which has the
// base path already). Without an origin it returns the path unchanged.
func Abs(ctx context.Context, path string) string {
	origin, _ := ctx.Value(originKey{}).(string)
	return origin + path
}

// Asset is the address of a bundle or picture of package public, e.g.
// "site.css". It panics on a name that is not shipped.
func Asset(ctx context.Context, name string) string {
	return Base(ctx) + "/assets/" + public.Name(name)
}
