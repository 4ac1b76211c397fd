package search

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Look opens the index that is there only to look at it, while a server may use
// it. Close ends that.
func (k *Keeper) Look(ctx context.Context) error {
	if !exists(k.file) {
		return errors.New("search: no index was built yet")
	}
	x, err := Open(ctx, k.file)
	if err != nil {
		return err
	}
	k.put(x)
	return nil
}

func exists(file string) bool { _, err := os.Stat(file); return err == nil }

// sides are what SQLite lays beside a file.
var sides = []string{"", "-wal", "-shm", "-journal"}

func remove(file string) error {
	for _, s := range sides {
		if err := os.Remove(file + s); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("search: %w", err)
		}
	}
	return nil
}

// move renames a closed file, over another one.
func move(from, to string) error {
	if err := remove(to); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	return nil
}
