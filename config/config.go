// Package config reads how the program is to be run. The zero environment runs:
// embedded SQLite, loopback, no base path. Only cmd and web import it; the
// domain gets plain values.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Config is how one process runs.
type Config struct {
	Addr     string // listening address, host:port
	Data     string // folder private to this process: SQLite file, checkpoints
	Files    string // folder of attachments, shared by several servers
	Database string // user:pass@tcp(host:3306)/name; empty is the embedded SQLite
	Search   string // address of a search engine with its index; empty is the embedded index
	BasePath string // "/bmjd/qczj" when the site lives below a portal; else ""
	BaseURL  string // "https://www.example.gov.cn": where citizens reach the site
	CacheMB  int    // megabytes of finished pages kept in memory; -1 is a value that could not be read
}

// An Option is one environment variable.
type Option struct {
	Env     string
	Default string
	Doc     string
	set     func(*Config, string)
}

// Options lists every environment variable the program reads.
func Options() []Option {
	return []Option{
		{"GONGKAI_ADDR", "127.0.0.1:8080", "address to listen on, host:port", func(c *Config, v string) { c.Addr = v }},
		{"GONGKAI_DATA", "./data", "folder private to one process: the SQLite file gongkai.db, the search index search.db, ledger checkpoints, the snapshot of public pages", func(c *Config, v string) { c.Data = v }},
		{"GONGKAI_FILES", "", "folder of attachments and tombstones, shared by several servers; default {data}/files", func(c *Config, v string) { c.Files = v }},
		{"GONGKAI_DATABASE", "", "user:pass@tcp(host:3306)/name of a MySQL or MariaDB database; empty is the embedded SQLite", func(c *Config, v string) { c.Database = v }},
		{"GONGKAI_BASE_PATH", "", "path below which every address lies, such as /bmjd/qczj", func(c *Config, v string) { c.BasePath = v }},
		{"GONGKAI_BASE_URL", "", "scheme and host under which citizens reach the site; https turns on secure cookies", func(c *Config, v string) { c.BaseURL = v }},
		{"GONGKAI_SEARCH", "", "https://user:pass@host:9200/index of an Elasticsearch-compatible engine; empty is the index in {data}/search.db", func(c *Config, v string) { c.Search = v }},
		{"GONGKAI_CACHE_MB", "64", "megabytes of finished pages to keep in memory, 8 to 4096", func(c *Config, v string) { c.CacheMB = number(v) }},
	}
}

// number is v as a number, or -1.
func number(v string) int {
	n, err := strconv.Atoi(v)
	if err != nil {
		return -1
	}
	return n
}

// Load reads the environment through getenv (os.Getenv in production).
func Load(getenv func(string) string) Config {
	var c Config
	for _, o := range Options() {
		v := strings.TrimSpace(getenv(o.Env))
		if v == "" {
			v = o.Default
		}
		o.set(&c, v)
	}
	return c
}

var basePathForm = regexp.MustCompile(`^(/[a-z0-9][a-z0-9_-]*)*$`)

// Complete fills in what follows from other values and lists every problem at
// once; an empty list means that the configuration can be used.
func (c *Config) Complete() (problems []string) {
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if c.Files == "" {
		c.Files = filepath.Join(c.Data, "files")
	}
	c.BasePath = strings.TrimSuffix(c.BasePath, "/")
	if c.BasePath != "" {
		c.BasePath = path.Clean("/" + strings.TrimPrefix(c.BasePath, "/"))
	}
	if !basePathForm.MatchString(c.BasePath) {
		say("GONGKAI_BASE_PATH: %q may hold lower-case letters, digits, - and _ only", c.BasePath)
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		say("GONGKAI_ADDR: %q is not host:port", c.Addr)
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Addr
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	u, err := url.Parse(c.BaseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		say("GONGKAI_BASE_URL: %q is not a scheme and a host such as https://www.example.gov.cn", c.BaseURL)
	}
	if _, _, err := c.Engine(); err != nil {
		say("GONGKAI_SEARCH: %v", err)
	}
	if c.CacheMB < 8 || c.CacheMB > 4096 {
		say("GONGKAI_CACHE_MB: not a number from 8 to 4096")
	}
	return problems
}

// Secure reports whether citizens reach the site by https, so that cookies may
// be marked Secure.
func (c *Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// Loopback reports whether the address is reachable from this machine only.
func (c *Config) Loopback() bool {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// SQLiteFile is the path of the embedded database.
func (c *Config) SQLiteFile() string { return filepath.Join(c.Data, "gongkai.db") }

// SearchFile is the path of this process's search index.
func (c *Config) SearchFile() string { return filepath.Join(c.Data, "search.db") }

var indexForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,99}$`)

// Engine is the address of the search engine, with user and password when it has
// them, and the name of the index there; nil without one. An error never names
// the password.
func (c *Config) Engine() (address *url.URL, index string, err error) {
	if c.Search == "" {
		return nil, "", nil
	}
	u, err := url.Parse(c.Search)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, "", errors.New("not https://user:pass@host:9200/index")
	}
	at := strings.LastIndexByte(u.Path, '/')
	if index = u.Path[at+1:]; !indexForm.MatchString(index) {
		return nil, "", errors.New("the index is named with lower-case letters, digits, - and _, up to 100")
	}
	u.Path = u.Path[:at]
	return u, index, nil
}

// SnapshotFolder is the folder of finished public pages.
func (c *Config) SnapshotFolder() string { return filepath.Join(c.Data, "snapshot") }

// CheckpointFile is the path of the ledger's checkpoints.
func (c *Config) CheckpointFile() string { return filepath.Join(c.Data, "ledger.checkpoints") }

// withoutPassword hides the password of user:pass@tcp(host:3306)/name, whatever
// characters it holds: it ends at the last @.
func withoutPassword(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	user, _, _ := strings.Cut(address[:at], ":")
	return user + ":***" + address[at:]
}

// Dump shows the configuration without its secrets.
func (c *Config) Dump() string {
	db := "SQLite " + c.SQLiteFile()
	if c.Database != "" {
		db = withoutPassword(c.Database)
	}
	return fmt.Sprintf("addr=%s data=%s files=%s database=%s base_path=%q base_url=%s", c.Addr, c.Data, c.Files, db, c.BasePath, c.BaseURL)
}
