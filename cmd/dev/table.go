package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// measurementsFile holds figures. Only the commands that print them write there.
const measurementsFile = "docs/measurements.md"

// A table prints as Markdown, which is also easy to read on a terminal.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// String lays the table out with columns of even width.
func (t *table) String() string {
	width := make([]int, len(t.head))
	for _, r := range append([][]string{t.head}, t.rows...) {
		for i, c := range r {
			width[i] = max(width[i], len([]rune(c)))
		}
	}
	var b strings.Builder
	line := func(cells []string, pad string) {
		for i, c := range cells {
			b.WriteString("| " + c + strings.Repeat(pad, width[i]-len([]rune(c))) + " ")
		}
		b.WriteString("|\n")
	}
	line(t.head, " ")
	line(make([]string, len(t.head)), "-")
	for _, r := range t.rows {
		line(r, " ")
	}
	return b.String()
}

// record puts the table into its place in the measurements file, with the day
// and the machine it was measured on.
func record(section string, t *table) error {
	text, err := os.ReadFile(measurementsFile)
	if err != nil {
		return err
	}
	note := fmt.Sprintf("Measured on %s, %s, %d cores, %s/%s.", time.Now().UTC().Format(time.DateOnly), runtime.Version(),
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	changed, err := replaced(string(text), section, t.String()+"\n"+note+"\n")
	if err != nil {
		return err
	}
	return os.WriteFile(measurementsFile, []byte(changed), 0o644)
}

// replaced puts body between the section's two marks.
func replaced(text, section, body string) (string, error) {
	from, to := "<!-- "+section+" -->\n", "<!-- /"+section+" -->"
	before, rest, found := strings.Cut(text, from)
	_, after, closed := strings.Cut(rest, to)
	if !found || !closed {
		return "", fmt.Errorf("%s has no place marked %s", measurementsFile, strings.TrimSpace(from))
	}
	return before + from + body + to + after, nil
}
