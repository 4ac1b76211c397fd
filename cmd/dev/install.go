package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// A need is a program outside Go that tests use.
type need struct {
	what    string
	there   func(ctx context.Context) bool
	debian  []string // packages that bring it
	without string   // what to do on a machine where we may not install
}

var mariadbNeed = need{
	what: "MariaDB",
	there: func(context.Context) bool {
		return find("mariadbd") != "" && find("mariadb-install-db") != "" && find("my_print_defaults") != ""
	},
	// The -core packages bring the programs alone: no service is set up or started.
	debian:  []string{"mariadb-server-core", "mariadb-client-core"},
	without: "install MariaDB 10.6 or newer (mariadbd, mariadb-install-db), or run the SQLite half with -only sqlite",
}

var compilerNeed = need{
	what:    "a C compiler",
	there:   func(context.Context) bool { return os.Getenv("CC") != "" || find("gcc") != "" || find("clang") != "" },
	debian:  []string{"gcc", "libc6-dev"},
	without: "install gcc; the race detector needs it, the program does not",
}

var chromiumNeed = need{
	what:    "Chromium",
	there:   func(context.Context) bool { return browser() != "" },
	debian:  []string{"chromium"},
	without: "install Chromium or Chrome",
}

var fontNeed = need{
	what: "a Chinese font",
	there: func(ctx context.Context) bool {
		list, err := read(ctx, "fc-list", ":lang=zh-cn")
		return err == nil && list != ""
	},
	debian:  []string{"fontconfig", "fonts-noto-cjk"},
	without: "install fonts-noto-cjk or another font with Chinese characters",
}

// provide installs what is missing when it may, else names all of it.
func provide(ctx context.Context, needs ...need) error {
	var packages, missing []string
	for _, n := range needs {
		if !n.there(ctx) {
			packages = append(packages, n.debian...)
			missing = append(missing, fmt.Sprintf("%s is not here: %s", n.what, n.without))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if runtime.GOOS != "linux" || os.Geteuid() != 0 || find("apt-get") == "" {
		return errors.New(strings.Join(missing, "\n"))
	}
	fmt.Println("   installing", strings.Join(packages, " "))
	if err := apt(ctx, "update"); err != nil {
		return err
	}
	if err := apt(ctx, append([]string{"install", "--yes", "--no-install-recommends"}, packages...)...); err != nil {
		return err
	}
	for _, n := range needs {
		if !n.there(ctx) {
			return fmt.Errorf("%s is still not here after installing %s", n.what, strings.Join(n.debian, " "))
		}
	}
	return nil
}

func apt(ctx context.Context, args ...string) error {
	// Nobody is there to answer a question.
	return quiet(ctx, "env", append([]string{"DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"}, args...)...)
}

// find returns the path of a program. Server programs lie in folders that many
// people do not have on their PATH.
func find(name string) string {
	for _, try := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name, "/usr/local/bin/" + name, "/usr/libexec/" + name} {
		if path, err := exec.LookPath(try); err == nil {
			return path
		}
	}
	return ""
}

// browser returns the path of a Chromium, or "".
func browser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path := find(name); path != "" {
			return path
		}
	}
	return ""
}
