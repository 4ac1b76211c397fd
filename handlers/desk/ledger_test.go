package desk

import (
	"testing"

	"gongkai/models/audit"
)

// Every act of the ledger has a name that people read.
func TestActsHaveNames(t *testing.T) {
	for _, a := range audit.Actions() {
		if actionTitles[a] == "" {
			t.Errorf("%s has no name", a)
		}
	}
}
