package files

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"sync"
	"time"
)

// Blobs keeps bytes under their SHA-256. A folder does it here; an object store
// could.
type Blobs interface {
	// Put stores what write writes and returns its digest and length. When it
	// returns, the bytes survive a crash; when write fails, nothing is stored.
	// Bytes that are there already are made new.
	Put(write func(io.Writer) error) (digest string, size int64, err error)
	// Open reads a blob; fs.ErrNotExist when there is none.
	Open(digest string) (io.ReadSeekCloser, error)
	// Stat says how large a blob is and when it was last put.
	Stat(digest string) (size int64, at time.Time, err error)
	// Remove removes a blob; one that is not there is no error.
	Remove(digest string) error
	// Walk calls f for every blob until f fails.
	Walk(f func(digest string, size int64, at time.Time) error) error
}

// Folder keeps blobs as files below dir, which it makes when it is first
// needed. Several servers may share the folder.
func Folder(dir string) Blobs { return &folder{dir: dir} }

type folder struct {
	dir  string
	mu   sync.Mutex
	root *os.Root
}

const (
	blobsDir = "blobs"
	partsDir = "incoming" // what is being written; a crash may leave something there
)

// open returns the folder; nothing that is done through it can leave it.
func (f *folder) open() (*os.Root, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.root != nil {
		return f.root, nil
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	if err := root.MkdirAll(partsDir, 0o700); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	abandon(root)
	f.root = root
	return root, nil
}

// abandon removes what a crash left half written a day ago or longer.
func abandon(root *os.Root) {
	parts, err := fs.ReadDir(root.FS(), partsDir)
	if err != nil {
		return
	}
	for _, p := range parts {
		if info, err := p.Info(); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			_ = root.Remove(path.Join(partsDir, p.Name()))
		}
	}
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func place(digest string) (string, error) {
	if !digestForm.MatchString(digest) {
		return "", fs.ErrNotExist
	}
	return path.Join(blobsDir, digest[:2], digest), nil
}

// Put implements Blobs.
func (f *folder) Put(write func(io.Writer) error) (digest string, size int64, err error) {
	root, err := f.open()
	if err != nil {
		return "", 0, err
	}
	part := path.Join(partsDir, rand.Text())
	out, err := root.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	defer root.Remove(part) // nothing is left there after the rename
	h := sha256.New()
	n := &counter{w: io.MultiWriter(out, h)}
	err = write(n)
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return "", 0, err
	}
	digest = hex.EncodeToString(h.Sum(nil))
	return digest, n.n, settle(root, part, digest)
}

// settle moves a finished part to its place and makes that lasting.
func settle(root *os.Root, part, digest string) error {
	to, err := place(digest)
	if err != nil {
		return err
	}
	if err := root.MkdirAll(path.Dir(to), 0o700); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if err := root.Rename(part, to); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	for _, dir := range []string{path.Dir(to), blobsDir} {
		d, err := root.Open(dir)
		if err != nil {
			return fmt.Errorf("files: %w", err)
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return fmt.Errorf("files: %w", err)
		}
	}
	return nil
}

// Open implements Blobs.
func (f *folder) Open(digest string) (io.ReadSeekCloser, error) {
	at, err := place(digest)
	if err != nil {
		return nil, err
	}
	root, err := f.open()
	if err != nil {
		return nil, err
	}
	return root.Open(at)
}

// Stat implements Blobs.
func (f *folder) Stat(digest string) (int64, time.Time, error) {
	at, err := place(digest)
	if err != nil {
		return 0, time.Time{}, err
	}
	root, err := f.open()
	if err != nil {
		return 0, time.Time{}, err
	}
	info, err := root.Stat(at)
	if err != nil {
		return 0, time.Time{}, err
	}
	return info.Size(), info.ModTime(), nil
}

// Remove implements Blobs.
func (f *folder) Remove(digest string) error {
	at, err := place(digest)
	if err != nil {
		return err
	}
	root, err := f.open()
	if err != nil {
		return err
	}
	if err := root.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Walk implements Blobs.
func (f *folder) Walk(each func(digest string, size int64, at time.Time) error) error {
	root, err := f.open()
	if err != nil {
		return err
	}
	return fs.WalkDir(root.FS(), blobsDir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // nothing was ever put, or somebody removed it meanwhile
			return nil
		}
		if err != nil || d.IsDir() || !digestForm.MatchString(d.Name()) {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return each(d.Name(), info.Size(), info.ModTime())
	})
}

// counter counts what is written through it.
type counter struct {
	w io.Writer
	n int64
}

// Write implements io.Writer.
func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
