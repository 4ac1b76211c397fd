package config

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// tableRow is an option as docs/configuration.md shows it.
func tableRow(o Option) string {
	def := "–"
	if o.Default != "" {
		def = "`" + o.Default + "`"
	}
	return "| `" + o.Env + "` | " + def + " | " + o.Doc + " |"
}

// The table that operators read is the list that the program reads.
func TestDocsTableIsTheOptions(t *testing.T) {
	const file = "../docs/configuration.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var have, want []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| `GONGKAI_") {
			have = append(have, strings.TrimRight(line, "\n"))
		}
	}
	for _, o := range Options() {
		want = append(want, tableRow(o))
	}
	if !slices.Equal(have, want) {
		t.Errorf("%s: the table is\n%s\nand should be\n%s", file, strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

func TestOptionsAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range Options() {
		if seen[o.Env] || !strings.HasPrefix(o.Env, "GONGKAI_") || o.Doc == "" || o.set == nil {
			t.Errorf("%+v", o)
		}
		seen[o.Env] = true
	}
}

// env is an environment of a few variables.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestZeroEnvironmentRuns(t *testing.T) {
	c := Load(env())
	if problems := c.Complete(); problems != nil {
		t.Fatal(problems)
	}
	want := Config{Addr: "127.0.0.1:8080", Data: "./data", Files: "data/files", BaseURL: "http://127.0.0.1:8080", CacheMB: 64}
	if c != want {
		t.Errorf("%+v, want %+v", c, want)
	}
	if c.Secure() || !c.Loopback() {
		t.Error("by default the site is plain and on loopback")
	}
	if c.SQLiteFile() != "data/gongkai.db" || c.CheckpointFile() != "data/ledger.checkpoints" {
		t.Error(c.SQLiteFile(), c.CheckpointFile())
	}
}

func TestEveryVariableIsRead(t *testing.T) {
	c := Load(env("GONGKAI_ADDR", " 0.0.0.0:80 ", "GONGKAI_DATA", "/d", "GONGKAI_FILES", "/f", "GONGKAI_DATABASE", "u:p@tcp(db:3306)/g",
		"GONGKAI_BASE_PATH", "/bmjd/qczj/", "GONGKAI_BASE_URL", "https://www.example.gov.cn/", "GONGKAI_CACHE_MB", "16"))
	if problems := c.Complete(); problems != nil {
		t.Fatal(problems)
	}
	want := Config{Addr: "0.0.0.0:80", Data: "/d", Files: "/f", Database: "u:p@tcp(db:3306)/g", BasePath: "/bmjd/qczj", BaseURL: "https://www.example.gov.cn", CacheMB: 16}
	if c != want {
		t.Errorf("%+v, want %+v", c, want)
	}
	if !c.Secure() || c.Loopback() {
		t.Error("https is secure, 0.0.0.0 is not loopback")
	}
}

func TestCompleteBasePath(t *testing.T) {
	for _, x := range []struct {
		in, out string
		ok      bool
	}{
		{"", "", true},
		{"/", "", true},
		{"/a", "/a", true},
		{"a/b", "/a/b", true},
		{"/a//b/", "/a/b", true},
		{"/a-1/b_2", "/a-1/b_2", true},
		{"/a/../b", "/b", true},
		{"/A", "", false},
		{"/区财政局", "", false},
		{"/a b", "", false},
		{"/a?b", "", false},
		{"/-a", "", false},
		{`/a"b`, "", false},
	} {
		c := Load(env("GONGKAI_BASE_PATH", x.in))
		problems := c.Complete()
		switch {
		case !x.ok && (len(problems) != 1 || !strings.HasPrefix(problems[0], "GONGKAI_BASE_PATH")):
			t.Errorf("%q: %q", x.in, problems)
		case x.ok && (problems != nil || c.BasePath != x.out):
			t.Errorf("%q: %q %q", x.in, c.BasePath, problems)
		}
	}
}

func TestCompleteBaseURL(t *testing.T) {
	for in, ok := range map[string]bool{
		"https://www.example.gov.cn":      true,
		"https://www.example.gov.cn/":     true,
		"http://10.0.0.1:8080":            true,
		"www.example.gov.cn":              false,
		"ftp://www.example.gov.cn":        false,
		"https://":                        false,
		"https://www.example.gov.cn/bmjd": false,
		"https://www.example.gov.cn?a=b":  false,
		"https://me:pw@www.example.cn":    false,
		"javascript:alert(1)":             false,
		"https://www.example.gov.cn\x00/": false,
		"//www.example.gov.cn":            false,
	} {
		c := Load(env("GONGKAI_BASE_URL", in))
		problems := c.Complete()
		if ok != (problems == nil) || !ok && !strings.HasPrefix(problems[0], "GONGKAI_BASE_URL") {
			t.Errorf("%q: %q", in, problems)
		}
	}
}

func TestCompleteListsEveryProblem(t *testing.T) {
	c := Load(env("GONGKAI_ADDR", "8080", "GONGKAI_BASE_PATH", "/A", "GONGKAI_BASE_URL", "www.example.gov.cn"))
	problems := c.Complete()
	if len(problems) != 3 {
		t.Fatal(problems)
	}
	for _, name := range []string{"GONGKAI_ADDR", "GONGKAI_BASE_PATH", "GONGKAI_BASE_URL"} {
		if !slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, name+": ") }) {
			t.Errorf("%s is missing in %q", name, problems)
		}
	}
}

func TestLoopback(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1:8080": true, "127.8.8.8:1": true, "[::1]:8080": true, "localhost:8080": true, "127.0.0.1:0": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "10.0.0.1:8080": false, "192.168.1.2:80": false,
		"localhost.example.com:80": false, "127.0.0.1.example.com:80": false, "127.0.0.1": false, "": false,
	} {
		if c := (Config{Addr: addr}); c.Loopback() != want {
			t.Errorf("%q: %v", addr, !want)
		}
	}
}

func TestDumpHidesSecrets(t *testing.T) {
	c := Load(env("GONGKAI_DATABASE", "gongkai:Secret-9000@tcp(db.example:3306)/gongkai"))
	c.Complete()
	dump := c.Dump()
	if strings.Contains(dump, "Secret") || strings.Contains(dump, "9000") {
		t.Errorf("the password is in %q", dump)
	}
	for _, part := range []string{"addr=127.0.0.1:8080", "database=gongkai:***@tcp(db.example:3306)/gongkai", `base_path=""`, "base_url=http://127.0.0.1:8080"} {
		if !strings.Contains(dump, part) {
			t.Errorf("%q has no %q", dump, part)
		}
	}
}

// A password may hold the marks that the address itself is made of.
func TestDumpHidesOddPasswords(t *testing.T) {
	for _, address := range []string{"u:p@ss@tcp(h:3306)/g", "u:pa/ss@tcp(h:3306)/g", "u:pa:ss@tcp(h:3306)/g", "u:p@/ss:x@tcp(h:3306)/g"} {
		c := Load(env("GONGKAI_DATABASE", address))
		c.Complete()
		if dump := c.Dump(); strings.Contains(dump, "ss") || !strings.Contains(dump, "u:***@tcp(h:3306)/g") {
			t.Errorf("%s is shown as %q", address, dump)
		}
	}
}
