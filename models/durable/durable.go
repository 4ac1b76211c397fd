// Package durable writes files that are there whole or not at all: beside their
// place first, synced, then renamed.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Write puts text in a file, in place of what was there, and makes its folder
// when there is none. Whoever reads meanwhile gets the old text or the new one.
// After a power cut the file may still be the old one unless Settle was called.
func Write(file string, mode fs.FileMode, text []byte) error {
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("durable: %w", err)
	}
	out, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fmt.Errorf("durable: %w", err)
	}
	defer os.Remove(out.Name()) // gone already when all went well
	_, err = out.Write(text)
	if err = errors.Join(err, out.Chmod(mode), out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("durable: %w", err)
	}
	if err := os.Rename(out.Name(), file); err != nil {
		return fmt.Errorf("durable: %w", err)
	}
	return nil
}

// Settle makes what was renamed in a folder survive a power cut.
func Settle(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("durable: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
