package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/labstack/echo/v4"
)

// Limits of a cached page against the barest handler, in the same run.
const (
	rateLimit = 0.9 // of its answers per second
	tailLimit = 2.0 // times its 99th percentile
)

// bareCommand is a process of its own, as the portal is. It prints its address.
var bareCommand = command{
	name: "bare",
	does: "Serve one page with nothing around it but Echo (bench starts it)",
	run: func(ctx context.Context, flags *flag.FlagSet, args []string) error {
		plain, packed := flags.String("plain", "", "`file` served at /"), flags.String("gzip", "", "`file` served at /gzip")
		if err := parse(flags, args); err != nil {
			return err
		}
		return serveBare(ctx, *plain, *packed)
	},
}

// serveBare is what Echo can do: the bytes of a page, from memory.
func serveBare(ctx context.Context, plain, packed string) error {
	page, err := os.ReadFile(plain)
	if err != nil {
		return err
	}
	small, err := os.ReadFile(packed)
	if err != nil {
		return err
	}
	e := echo.New()
	e.GET("/", func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, page) })
	e.GET("/gzip", func(c echo.Context) error {
		c.Response().Header().Set("Content-Encoding", "gzip")
		return c.HTMLBlob(http.StatusOK, small)
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: e}
	go func() { <-ctx.Done(); _ = srv.Close() }()
	fmt.Printf("listening on http://%s/\n", ln.Addr())
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// startBare starts the barest handler of a page's two forms.
func startBare(ctx context.Context, temp string, plain, packed []byte) (*demo, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	files := []string{filepath.Join(temp, "page"), filepath.Join(temp, "page.gz")}
	for i, b := range [][]byte{plain, packed} {
		if err := os.WriteFile(files[i], b, 0o644); err != nil {
			return nil, err
		}
	}
	return startServer(ctx, self, "bare", "-plain", files[0], "-gzip", files[1])
}

// reader is what a browser calls itself: its views are counted, and that is part of
// what is measured.
const reader = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"

// benchCached compares a cached page with bare, plain and packed. path is a page
// of about 30 KB.
func benchCached(ctx context.Context, program, temp string) (*table, error) {
	const path, slice = "", time.Second // the front page, the one most asked for
	d, err := startDemo(ctx, program, "--data", filepath.Join(temp, "cached"))
	if err != nil {
		return nil, err
	}
	defer d.stop()
	site := d.url
	plain, err := fetch(ctx, site+path, "")
	if err != nil {
		return nil, err
	}
	packed, err := fetch(ctx, site+path, "gzip")
	if err != nil {
		return nil, err
	}
	echoes, err := startBare(ctx, temp, plain, packed)
	if err != nil {
		return nil, err
	}
	defer echoes.stop()
	rows := &table{head: []string{"cached page", "bytes", "of Echo's answers/s", "limit", "p99 of Echo's", "limit", "answers/s", "Echo"}}
	var over []error
	for _, x := range []struct {
		name, at string
		headers  http.Header
		bytes    int
	}{{"plain", "", http.Header{"User-Agent": {reader}}, len(plain)}, {"gzip", "gzip", http.Header{"User-Agent": {reader}, "Accept-Encoding": {"gzip"}}, len(packed)}} {
		ours, err := newTarget("gongkai "+x.name, site+path, x.headers)
		if err != nil {
			return nil, err
		}
		theirs, err := newTarget("echo "+x.name, echoes.url+x.at, x.headers)
		if err != nil {
			return nil, err
		}
		if err := interleave(ctx, 10, 8, slice, ours, theirs); err != nil {
			return nil, err
		}
		rate, tail := ours.rate()/theirs.rate(), float64(ours.quantile(0.99))/float64(theirs.quantile(0.99))
		rows.add(x.name, fmt.Sprint(x.bytes), fmt.Sprintf("%.2f", rate), fmt.Sprintf("≥ %.1f", rateLimit), fmt.Sprintf("%.2f", tail), fmt.Sprintf("≤ %.0f", tailLimit),
			fmt.Sprintf("%.0f", ours.rate()), fmt.Sprintf("%.0f", theirs.rate()))
		if rate < rateLimit || tail > tailLimit {
			over = append(over, fmt.Errorf("a cached page (%s): %.2f of Echo's rate, %.2f of its p99", x.name, rate, tail))
		}
	}
	return rows, errors.Join(over...)
}

// fetch reads a page in an encoding, without unpacking it.
func fetch(ctx context.Context, address, encoding string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "identity")
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, a.Body); err != nil {
		return nil, err
	}
	if a.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", address, a.Status)
	}
	return b.Bytes(), nil
}
