package snapshot

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func kept(t *testing.T) (*Store, string, Page) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "snapshot")
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	p := Page{Path: "/xwdt/gzdt/", Query: "page=2", Kind: "text/html; charset=utf-8", Shows: []uint64{7, 9}, Made: time.Unix(1, 0).UTC(), Body: []byte("<p>甲</p>")}
	if err := s.Put(p); err != nil {
		t.Fatal(err)
	}
	return s, dir, p
}

func TestPutGet(t *testing.T) {
	s, dir, p := kept(t)
	got := s.Get(p.Path, p.Query)
	if got == nil || !bytes.Equal(got.Body, p.Body) || got.Kind != p.Kind || len(got.Shows) != 2 || s.Get(p.Path, "") != nil || !s.Has(p.Path, p.Query) {
		t.Fatalf("%+v", got)
	}
	p.Body = []byte("<p>乙</p>")
	if err := s.Put(p); err != nil || string(s.Get(p.Path, p.Query).Body) != "<p>乙</p>" {
		t.Fatal(err)
	}
	if v, err := Verify(dir); err != nil || v.Pages != 1 || len(v.Bad) != 0 {
		t.Errorf("%+v %v", v, err)
	}
	if err := s.Drop(p.Path, p.Query); err != nil || s.Has(p.Path, p.Query) || s.Drop(p.Path, p.Query) != nil {
		t.Error("dropping", err)
	}
}

// A file that somebody changed, exchanged or added is neither given out nor
// passed over.
func TestTampered(t *testing.T) {
	for what, change := range map[string]func(t *testing.T, s *Store, file string){
		"changed": func(t *testing.T, _ *Store, file string) {
			text, _ := os.ReadFile(file)
			text[len(text)-10] ^= 1
			write(t, file, text)
		},
		"cut": func(t *testing.T, _ *Store, file string) {
			text, _ := os.ReadFile(file)
			write(t, file, text[:len(text)/2])
		},
		"forged": func(t *testing.T, _ *Store, file string) {
			text, _ := pack(Page{Path: "/x/", Body: []byte("y")})
			write(t, file, text)
		},
	} {
		s, dir, p := kept(t)
		file := filepath.Join(dir, name(p.Path, p.Query))
		change(t, s, file)
		if got := s.Get(p.Path, p.Query); got != nil {
			t.Errorf("%s: given out", what)
		}
		if v, err := Verify(dir); err != nil || len(v.Bad) != 1 {
			t.Errorf("%s: %+v %v", what, v, err)
		}
	}
}

func write(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A server goes on writing while somebody examines its folder: what it wrote
// meanwhile is no finding.
func TestVerifyWhileWriting(t *testing.T) {
	s, dir, _ := kept(t)
	done := make(chan error, 1)
	go func() {
		for i := range 300 {
			if err := s.Put(Page{Path: "/" + strconv.Itoa(i%40), Kind: "text/html", Body: []byte(strconv.Itoa(i))}); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for {
		v, err := Verify(dir)
		if err != nil || len(v.Bad) > 0 {
			t.Fatal(v.Bad, err)
		}
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
		}
	}
}
