package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// A server is a MariaDB of our own: a new folder, a free loopback port, and
// gone when the command ends. It never touches another server on the machine.
type server struct {
	dir    string
	port   int
	secret string
	args   []string // of the server program
	run    *exec.Cmd
	ended  chan struct{} // closed when the process is gone
}

// startMariaDB starts a server and waits until it answers.
func startMariaDB(ctx context.Context) (*server, error) {
	s := &server{secret: rand.Text(), ended: make(chan struct{})}
	var err error
	if s.dir, err = os.MkdirTemp("", "gongkai-mariadb-"); err != nil {
		return nil, err
	}
	if err = s.start(ctx); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func (s *server) start(ctx context.Context) (err error) {
	if s.port, err = freePort(); err != nil {
		return err
	}
	owner, err := s.owner()
	if err != nil {
		return err
	}
	data := filepath.Join(s.dir, "data")
	install := append([]string{"--no-defaults", "--datadir=" + data, "--auth-root-authentication-method=normal", "--skip-test-db"}, owner...)
	if err := quiet(ctx, find("mariadb-install-db"), install...); err != nil {
		return err
	}
	s.args = append([]string{
		"--no-defaults", "--datadir=" + data, "--init-file=" + s.path("init.sql"),
		"--skip-networking=0", "--bind-address=127.0.0.1", "--port=" + strconv.Itoa(s.port),
		"--socket=" + s.path("sock"), "--pid-file=" + s.path("pid"),
		"--character-set-server=utf8mb4", "--max-connections=400", "--skip-name-resolve",
		// The data is thrown away, so nothing is made to survive a power cut.
		"--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--skip-log-bin",
		"--innodb-buffer-pool-size=128M", "--innodb-log-file-size=48M", "--performance-schema=OFF",
	}, owner...)
	return s.launch(ctx)
}

// launch runs the server program on what lies in the folder, and waits until it
// answers.
func (s *server) launch(ctx context.Context) error {
	// The context does not reach the server: it must outlive the tests, which
	// the same interrupt ends, and is stopped by stop.
	s.run, s.ended = exec.Command(find("mariadbd"), s.args...), make(chan struct{})
	// A group of its own, so that Ctrl-C does not stop it under running tests.
	s.run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	log, err := os.Create(s.path("log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.run.Stdout, s.run.Stderr = log, log
	if err := s.run.Start(); err != nil {
		return err
	}
	run, ended := s.run, s.ended
	go func() { _ = run.Wait(); close(ended) }()
	return s.await(ctx)
}

func (s *server) path(name string) string { return filepath.Join(s.dir, name) }

// owner gives the folder to the person the server runs as, writes the file
// that creates its one account, and returns the flag that names the person:
// root may not run a server as itself.
func (s *server) owner() ([]string, error) {
	init := fmt.Sprintf("CREATE DATABASE main CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n"+
		"CREATE DATABASE demo CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\nCREATE USER gongkai@'127.0.0.1' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO gongkai@'127.0.0.1';\n", s.secret)
	if err := os.WriteFile(s.path("init.sql"), []byte(init), 0o600); err != nil {
		return nil, err
	}
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"mysql", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return nil, err
		}
		for _, p := range []string{s.dir, s.path("init.sql")} {
			if err := os.Chown(p, uid, -1); err != nil {
				return nil, err
			}
		}
		return []string{"--user=" + name}, nil
	}
	return nil, errors.New("neither the user mysql nor nobody exists to run MariaDB as")
}

// await returns when the server greets, and says why when it does not.
func (s *server) await(ctx context.Context) error {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ended:
			return fmt.Errorf("mariadbd ended at once:\n%s", s.lastWords())
		case <-time.After(50 * time.Millisecond):
		}
		if greets(s.port) {
			return nil
		}
	}
	return fmt.Errorf("mariadbd does not answer:\n%s", s.lastWords())
}

func greets(port int) bool {
	c, err := net.DialTimeout("tcp", loopback(port), time.Second)
	if err != nil {
		return false
	}
	defer c.Close()
	_ = c.SetReadDeadline(time.Now().Add(time.Second))
	n, err := c.Read(make([]byte, 1))
	return err == nil && n == 1
}

func (s *server) lastWords() []byte {
	log, _ := os.ReadFile(s.path("log"))
	return bytes.TrimSpace(log[max(0, len(log)-2000):])
}

// database is the address of a database on the server: main, where tests create
// their own, or demo.
func (s *server) database(name string) string {
	return fmt.Sprintf("gongkai:%s@tcp(%s)/%s", s.secret, loopback(s.port), name)
}

// halt ends the server, by its own process id; launch starts it again.
func (s *server) halt() {
	if s.run == nil || s.run.Process == nil {
		return
	}
	_ = s.run.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(15 * time.Second):
		_ = s.run.Process.Kill()
		<-s.ended
	}
}

// stop ends the server and removes its folder.
func (s *server) stop() {
	s.halt()
	if err := os.RemoveAll(s.dir); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
	}
}

// freePort returns a loopback port that nobody uses now.
func freePort() (int, error) {
	l, err := net.Listen("tcp", loopback(0))
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func loopback(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
