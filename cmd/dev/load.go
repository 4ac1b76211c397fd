package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// A target is one page, asked for again and again over open connections.
type target struct {
	name    string
	host    string
	request []byte
	times   []time.Duration
	busy    time.Duration // time in which times were taken
}

// newTarget asks for address with the given headers.
func newTarget(name, address string, headers http.Header) (*target, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	head := "GET " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\n"
	for k, vs := range headers {
		head += k + ": " + vs[0] + "\r\n"
	}
	return &target{name: name, host: u.Host, request: []byte(head + "\r\n")}, nil
}

// load asks over so many connections for so long. It reads answers with as
// little work as it can: what the client does not use of two cores, the server has.
func (t *target) load(ctx context.Context, connections int, length time.Duration) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	start := time.Now()
	for range connections {
		wg.Go(func() {
			times, err := t.connection(ctx, start.Add(length))
			mu.Lock()
			defer mu.Unlock()
			t.times = append(t.times, times...)
			if err != nil {
				errs = append(errs, err)
			}
		})
	}
	wg.Wait()
	t.busy += time.Since(start)
	return errors.Join(errs...)
}

func (t *target) connection(ctx context.Context, until time.Time) (times []time.Duration, err error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.host)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	in := bufio.NewReaderSize(c, 64<<10)
	for ctx.Err() == nil {
		start := time.Now()
		if start.After(until) {
			return times, nil
		}
		if _, err := c.Write(t.request); err != nil {
			return times, err
		}
		if err := skipAnswer(in); err != nil {
			return times, fmt.Errorf("%s: %w", t.name, err)
		}
		times = append(times, time.Since(start))
	}
	return times, ctx.Err()
}

// skipAnswer reads one answer with status 200, whatever frames its body.
func skipAnswer(in *bufio.Reader) error {
	length := -1
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first && (len(line) < 12 || string(line[9:12]) != "200") {
			return fmt.Errorf("answer %q", line)
		}
		if len(line) <= 2 {
			break
		}
		if n, ok := after(line, "Content-Length: ", 10); ok {
			length = n
		}
	}
	if length >= 0 {
		_, err := in.Discard(length)
		return err
	}
	for { // chunks
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		n, ok := after(line, "", 16)
		if !ok {
			return fmt.Errorf("chunk %q", line)
		}
		if _, err := in.Discard(n + 2); err != nil || n == 0 {
			return err
		}
	}
}

// after reads the number behind a prefix.
func after(line []byte, prefix string, base int) (n int, ok bool) {
	if len(line) < len(prefix) || string(line[:len(prefix)]) != prefix {
		return 0, false
	}
	for _, c := range line[len(prefix):] {
		d := strings.IndexByte("0123456789abcdef", c)
		if d < 0 || d >= base {
			break
		}
		n, ok = n*base+d, true
	}
	return n, ok
}

// rate is the answers per second.
func (t *target) rate() float64 { return float64(len(t.times)) / t.busy.Seconds() }

// quantile is the time below which the share q of the answers lies.
func (t *target) quantile(q float64) time.Duration {
	slices.Sort(t.times)
	if len(t.times) == 0 {
		return 0
	}
	return t.times[min(len(t.times)-1, int(q*float64(len(t.times))))]
}

// interleave loads each target in turn, so that whatever else the machine does
// meets all of them.
func interleave(ctx context.Context, rounds, connections int, slice time.Duration, targets ...*target) error {
	for range rounds {
		for _, t := range targets {
			if err := t.load(ctx, connections, slice); err != nil {
				return err
			}
		}
	}
	return nil
}
