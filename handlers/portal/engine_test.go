package portal_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/models/modeltest"
	"gongkai/models/search"
)

// While the search engine does not answer, or answers nonsense, a citizen finds
// titles within two seconds, and is told.
func TestEngineIsAway(t *testing.T) {
	for name, call := range map[string]search.Caller{
		"refused": func(context.Context, string, string, string, []byte) (int, []byte, error) {
			return 0, nil, errors.New("connection refused")
		},
		"silent": func(ctx context.Context, _, _, _ string, _ []byte) (int, []byte, error) {
			<-ctx.Done()
			return 0, nil, ctx.Err()
		},
		"overloaded": func(context.Context, string, string, string, []byte) (int, []byte, error) { return 503, nil, nil },
		"nonsense": func(context.Context, string, string, string, []byte) (int, []byte, error) {
			return 200, []byte("<html>"), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
				b.Publish("关于农机购置补贴的通知")
				b.Search.In(filepath.Join(t.TempDir(), "search.db"))
				b.Search.Use(search.NewRemote("gongkai", call))
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { defer close(done); b.Search.Work(ctx) }()
				defer func() { stop(); <-done }()
				citizen, path := serve(t, b)
				for _, at := range []string{"/search?q=农机购置", "/search?q=农机购置&t=xw&page=1", "/search.xml?q=农机购置", "/search/suggest?q=农机"} {
					began := time.Now()
					p := citizen.Get(path + at)
					if took := time.Since(began); p.Code != 200 || took > 2*modeltest.Slower*time.Second {
						t.Errorf("%s answers %d after %v", at, p.Code, took)
					}
					if strings.HasPrefix(at, "/search?") && (p.Find("ol.hits li").Length() != 1 || !strings.Contains(p.Text, "只能按标题查找")) {
						t.Errorf("%s: no title, or no notice", at)
					}
				}
			})
		})
	}
}
