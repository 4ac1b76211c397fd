package main

import (
	"bufio"
	"bytes"
	"context"
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
	d := &demo{said: &output{}, gone: make(chan error, 1)}
	d.run = exec.Command(program, append([]string{"demo", "--addr", loopback(0)}, args...)...)
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
	select {
	case d.url = <-listening:
	case err := <-d.gone:
		d.gone <- err
		return nil, fmt.Errorf("demo ended: %v\n%s", err, d.said)
	case <-time.After(time.Minute):
		d.stop()
		return nil, fmt.Errorf("demo does not listen after a minute:\n%s", d.said)
	case <-ctx.Done():
		d.stop()
		return nil, ctx.Err()
	}
	if err := answers(ctx, d.url); err != nil {
		d.stop()
		return nil, fmt.Errorf("%w\n%s", err, d.said)
	}
	d.took = time.Since(start)
	return d, nil
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
