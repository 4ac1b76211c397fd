package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gongkai/config"
	"gongkai/models"
	"gongkai/models/search"
)

// useEngine lets the search ask the engine that is configured, if one is.
func useEngine(app *models.App, cfg *config.Config) error {
	at, index, err := cfg.Engine()
	if err != nil {
		return fmt.Errorf("GONGKAI_SEARCH: %w", err)
	}
	if at != nil {
		app.Search.Use(search.NewRemote(index, engineAt(at)))
	}
	return nil
}

// Bounds of what an engine may do to a server.
const (
	engineWait   = 30 * time.Second // writing many documents; searches have their own bound
	engineAnswer = 64 << 20
)

// engineAt sends requests to an engine. Redirects are not followed: they would
// carry the password elsewhere.
func engineAt(at *url.URL) search.Caller {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 8
	client := &http.Client{Transport: t, Timeout: engineWait, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	bare := *at
	bare.User = nil
	base := strings.TrimSuffix(bare.String(), "/")
	return func(ctx context.Context, method, path, kind string, body []byte) (int, []byte, error) {
		req, err := http.NewRequestWithContext(ctx, method, base+path, bytes.NewReader(body))
		if err != nil {
			return 0, nil, err
		}
		if len(body) > 0 {
			req.Header.Set("Content-Type", kind)
		}
		if at.User != nil {
			password, _ := at.User.Password()
			req.SetBasicAuth(at.User.Username(), password)
		}
		res, err := client.Do(req)
		if err != nil {
			return 0, nil, err
		}
		defer res.Body.Close()
		b, err := io.ReadAll(io.LimitReader(res.Body, engineAnswer+1))
		if err == nil && len(b) > engineAnswer {
			err = fmt.Errorf("the answer is longer than %d bytes", engineAnswer)
		}
		return res.StatusCode, b, err
	}
}
