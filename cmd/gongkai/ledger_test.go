package main

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai/config"
)

// A mistyped data folder is an error, not an empty ledger that is whole; and
// asking does not create it.
func TestVerifyRefusesAMissingDatabase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mistyped")
	if err := (verifyCmd{place: place{Data: dir}}).Run(t.Context()); err == nil {
		t.Error("a database that is not there is whole")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was created")
	}
	if err := existing(config.Config{Data: dir, Database: "u:p@tcp(h:1)/n"}); err != nil {
		t.Errorf("a database server was looked for on disk: %v", err)
	}
}
