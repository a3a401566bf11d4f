//go:build unix

package safefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func writeFile(path string, write func(io.Writer) error) error {
	d, err := Prove(path, nil, nil)
	if err != nil {
		return err
	}
	return d.Write(write)
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// A proof leaves nothing behind and changes nothing.
func TestProofChangesNothing(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old.json")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{old, filepath.Join(dir, "new.json")} {
		if _, err := Prove(path, nil, nil); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if data, _ := os.ReadFile(old); err != nil || len(entries) != 1 || string(data) != "old" {
		t.Errorf("%v %v %q", entries, err, data)
	}
}

func TestWriteFailureLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := writeFile(path, func(io.Writer) error { return broken })
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), path+": ") {
		t.Errorf("got %v", err)
	}
	entries, _ := os.ReadDir(dir)
	if data, _ := os.ReadFile(path); string(data) != "old" || len(entries) != 1 {
		t.Errorf("%q %v", data, entries)
	}
}

// Standard output by another name is standard output, and nothing is renamed over it.
func TestDescriptors(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link.json")
	if err := os.Symlink("/dev/stdout", link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", link} {
		var out strings.Builder
		d, err := Prove(path, &out, nil)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if err := d.Write(text("report")); err != nil || out.String() != "report" {
			t.Errorf("%s: %v, %q", path, err, out.String())
		}
	}
	if _, err := Prove("/dev/fd/987", nil, nil); err == nil {
		t.Error("a descriptor that is not open was taken")
	}
}

// A file keeps its mode, and its owner where that can be.
func TestOwnerIsKept(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	path := filepath.Join(t.TempDir(), "r.json")
	if err := errors.Join(os.WriteFile(path, nil, 0o640), os.Chmod(path, 0o640), os.Chown(path, 4711, 4712)); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(path, text("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	owner := info.Sys().(*syscall.Stat_t)
	if data, _ := os.ReadFile(path); string(data) != "new" || info.Mode().Perm() != 0o640 || owner.Uid != 4711 || owner.Gid != 4712 {
		t.Errorf("%q %v %d:%d", data, info.Mode(), owner.Uid, owner.Gid)
	}
}

func TestWithin(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]bool{
		dir: true, filepath.Join(dir, "r.json"): true, filepath.Join(dir, "a", "b"): true, dir + ".json": false, filepath.Dir(dir): false,
		filepath.Join(dir, "..", "r.json"): false, filepath.Join(dir, "..r.json"): true,
	} {
		if got := (&Destination{target: filepath.Clean(path)}).Within(dir); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
