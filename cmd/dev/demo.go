package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A demo is the built program, running its demo command.
type demo struct {
	url  string        // as the program printed it
	took time.Duration // from start to the first answered page
	run  *exec.Cmd
	said *output
	gone chan error
}

// build builds the program at path, as a visitor's Go would.
func build(ctx context.Context, path string) error {
	return quiet(ctx, "go", "build", "-o", path, "./cmd/gongkai")
}

// startDemo starts "program demo" on a free port and waits for its home page.
func startDemo(ctx context.Context, program string, args ...string) (*demo, error) {
	return startServer(ctx, program, append([]string{"demo", "--addr", loopback(0)}, args...)...)
}

// startServer starts a program that prints where it listens, and waits for the
// page there.
func startServer(ctx context.Context, program string, args ...string) (*demo, error) {
	d := &demo{said: &output{}, gone: make(chan error, 1)}
	d.run = exec.Command(program, args...)
	// A group of its own: it is stopped by stop, not by Ctrl-C under its users.
	d.run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	d.run.Stderr = d.said
	out, err := d.run.StdoutPipe()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := d.run.Start(); err != nil {
		return nil, err
	}
	listening := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			fmt.Fprintln(d.said, lines.Text())
			if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
				listening <- url
			}
		}
		d.gone <- d.run.Wait()
	}()
	if err = d.await(ctx, listening); err == nil {
		err = answers(ctx, d.url)
	}
	if err != nil {
		d.stop()
		return nil, fmt.Errorf("%s: %w\n%s", args[0], err, d.said)
	}
	d.took = time.Since(start)
	return d, nil
}

// await waits for the line that tells the address.
func (d *demo) await(ctx context.Context, listening <-chan string) error {
	select {
	case d.url = <-listening:
		return nil
	case err := <-d.gone:
		d.gone <- err
		return fmt.Errorf("it ended: %v", err)
	case <-time.After(time.Minute):
		return errors.New("it does not listen after a minute")
	case <-ctx.Done():
		return ctx.Err()
	}
}

func answers(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, a.Status)
	}
	return nil
}

// stop ends the program by its process id and waits for it.
func (d *demo) stop() {
	_ = d.run.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-d.gone:
		d.gone <- err
	case <-time.After(20 * time.Second):
		_ = d.run.Process.Kill()
		d.gone <- <-d.gone
	}
}

// output keeps the last part of what a program says.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.text.Len() > 1<<20 {
		o.text.Reset()
	}
	return o.text.Write(p)
}

// String is what was said, its end only when it was much.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	b := o.text.Bytes()
	return string(b[max(0, len(b)-4000):])
}
