package storetest

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"gongkai/models/store"
)

// Line is a connection to the MariaDB server that a test can cut, as a cable
// or a crash does.
type Line struct {
	to   string
	ln   net.Listener
	mu   sync.Mutex
	open []net.Conn
	jam  chan struct{} // closed when nothing passes any more
	once sync.Once
}

// Cuttable opens an empty, migrated MariaDB database behind a line. It returns
// nil when there is no server, as Each leaves it out.
func Cuttable(t *testing.T) (*store.Store, *Clock, *Line) {
	t.Helper()
	if MySQL(t) == "" {
		return nil, nil, nil
	}
	c, err := driver.ParseDSN(database(t))
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{to: c.Addr, jam: make(chan struct{})}
	if l.ln, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Cut)
	go l.accept()
	c.Addr = l.ln.Addr().String()
	clock := &Clock{now: Start}
	return open(t, store.Options{Database: c.FormatDSN(), Clock: clock.Now}), clock, l
}

func (l *Line) accept() {
	for {
		in, err := l.ln.Accept()
		if err != nil {
			return
		}
		out, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", l.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		l.mu.Lock()
		l.open = append(l.open, in, out)
		l.mu.Unlock()
		pass := func(to, from net.Conn) { _, _ = io.Copy(&jammed{to, l.jam}, from); _ = to.Close() }
		go pass(in, out)
		go pass(out, in)
	}
}

// Cut ends every connection and lets none be made again.
func (l *Line) Cut() {
	_ = l.ln.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		_ = c.Close()
	}
}

// Jam lets connections stand and nothing pass on them, as a server does that
// hangs. Only Cut ends it.
func (l *Line) Jam() { l.once.Do(func() { close(l.jam) }) }

// jammed passes bytes on until the jam, and swallows them from then on.
type jammed struct {
	net.Conn
	jam chan struct{}
}

func (j *jammed) Write(b []byte) (int, error) {
	select {
	case <-j.jam:
		return len(b), nil
	default:
		return j.Conn.Write(b)
	}
}
