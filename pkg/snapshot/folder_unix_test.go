//go:build unix

package snapshot

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whatever stands where a folder of evidence should, it is refused at once.
func TestEvidenceThatIsNoFolder(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	for _, path := range []string{pipe, "/dev/zero"} {
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), path+": not a folder") {
			t.Errorf("load %s: got %v", path, err)
		}
		if _, err := readHead(path); err == nil || !strings.Contains(err.Error(), path+": not a folder") {
			t.Errorf("head of %s: got %v", path, err)
		}
	}
}
