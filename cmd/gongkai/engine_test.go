package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"gongkai/config"
)

func TestEngineRequests(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		body, _ := io.ReadAll(r.Body)
		switch {
		case user != "u" || password != "p@ss":
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/es/away":
			http.Redirect(w, r, "/es/elsewhere", http.StatusFound)
		case r.URL.Path == "/es/slow":
			<-r.Context().Done()
		case r.Method == http.MethodPost && r.Header.Get("Content-Type") == "application/json":
			_, _ = w.Write(append([]byte(r.URL.Path+" "), body...))
		case r.Method == http.MethodGet && r.Header.Get("Content-Type") == "":
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer s.Close()
	c := config.Config{Search: strings.Replace(s.URL, "://", "://u:"+url.QueryEscape("p@ss")+"@", 1) + "/es/gongkai"}
	at, index, err := c.Engine()
	if err != nil || index != "gongkai" {
		t.Fatal(index, err)
	}
	call := engineAt(at)
	if status, b, err := call(t.Context(), "POST", "/x/_search", "application/json", []byte("{}")); err != nil || status != 200 || string(b) != "/es/x/_search {}" {
		t.Errorf("%d %s %v", status, b, err)
	}
	if status, _, err := call(t.Context(), "GET", "/x/_doc/state", "application/json", nil); err != nil || status != 404 {
		t.Errorf("%d %v", status, err)
	}
	if status, _, err := call(t.Context(), "GET", "/away", "", nil); err != nil || status != 302 {
		t.Errorf("a redirect was followed: %d %v", status, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := call(ctx, "GET", "/slow", "", nil); err == nil || strings.Contains(err.Error(), "p@ss") || strings.Contains(err.Error(), "p%40ss") {
		t.Errorf("%v", err)
	}
}

func TestEngineAddress(t *testing.T) {
	for _, bad := range []string{"host:9200", "ftp://host/x", "https://host", "https://host/", "https://host/Index", "https://host/a?b=c", "https://u:secret@ho st/x", "https://host/_x"} {
		c := config.Config{Search: bad}
		if _, _, err := c.Engine(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
