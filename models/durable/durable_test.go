package durable

import (
	"os"
	"path/filepath"
	"testing"
)

// A file is written whole over what was there, with its mode, and nothing else is
// left in its folder; where nothing can be written the old text stays.
func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	file := filepath.Join(dir, "x")
	for _, text := range []string{"一", "", "三三三"} {
		if err := Write(file, 0o640, []byte(text)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		info, _ := os.Stat(file)
		if err != nil || string(got) != text || info.Mode().Perm() != 0o640 {
			t.Fatalf("%q %v %v", got, info.Mode(), err)
		}
	}
	if err := Settle(dir); err != nil {
		t.Fatal(err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("left over: %v", list)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "folder", "y"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if Write(filepath.Join(dir, "folder"), 0o640, []byte("x")) == nil {
		t.Error("a folder was written over")
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("left over: %v", list)
	}
}
