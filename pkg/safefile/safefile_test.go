package safefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, x := range []struct {
		size int
		want string
	}{{0, ""}, {1023, ""}, {1024, ""}, {1025, path + ": larger than 1 KiB"}, {1 << 20, "larger than 1 KiB"}} {
		if err := os.WriteFile(path, make([]byte, x.size), 0o600); err != nil {
			t.Fatal(err)
		}
		data, err := Read(path, 1024)
		if x.want == "" && (err != nil || len(data) != x.size) {
			t.Errorf("%d bytes: got %d, %v", x.size, len(data), err)
		}
		if x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)) {
			t.Errorf("%d bytes: error %v, want %q", x.size, err, x.want)
		}
	}
}

func TestOpenSaysWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	if _, err := Read(dir, 10); err == nil || err.Error() != dir+": a folder, not a file" {
		t.Errorf("folder: %v", err)
	}
	if _, err := Read(filepath.Join(dir, "none"), 10); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none") {
		t.Errorf("missing: %v", err)
	}
	if data, err := Read(os.DevNull, 10); err != nil || len(data) != 0 {
		t.Errorf("the null device: %q, %v", data, err)
	}
}

// Every name is one that a file may have on any system, and stays what it is where it can.
func TestName(t *testing.T) {
	for device, want := range map[string]string{
		"edge1":                           "edge1",
		"192.0.2.1":                       "192.0.2.1",
		"2001:db8::1":                     "2001_db8__1",
		"":                                "_",
		"..":                              "__",
		"../../x":                         "_._.._x",
		".hidden":                         "_hidden",
		"-rf":                             "_rf",
		"CON":                             "_CON",
		"con":                             "_con",
		"con.":                            "con_",
		"con .txt":                        "con_.txt",
		"con.cfg":                         "_con.cfg",
		"nul.txt":                         "_nul.txt",
		"LPT1":                            "_LPT1",
		"lpt0.a.b":                        "_lpt0.a.b",
		"COM¹":                            "COM_",
		"COM10":                           "COM10",
		"CONSOLE":                         "CONSOLE",
		"auxiliary":                       "auxiliary",
		"aux":                             "_aux",
		"prn":                             "_prn",
		"a.":                              "a_",
		"a...":                            "a___",
		"a ":                              "a_",
		"\u202egnp.exe":                   "_gnp.exe",
		"a\nb":                            "a_b",
		"\x1b[2Jevil":                     "__2Jevil",
		"C:\\windows":                     "C__windows",
		"東京":                              "__",
		strings.Repeat("x", 300):          strings.Repeat("x", 200),
		"\xff\xfe":                        "__",
		"nul." + strings.Repeat("x", 300): "_nul." + strings.Repeat("x", 195),
	} {
		if got := Name(device, 200); got != want {
			t.Errorf("%q: got %q, want %q", device, got, want)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"CON", "nul.txt", "..", "a\x00b", "com1.", "\u202e", "-", "com¹"} {
		f.Add(s, 64)
	}
	f.Fuzz(func(t *testing.T, device string, longest int) {
		if longest < 1 {
			return
		}
		name := Name(device, longest)
		if name == "" || len(name) > longest || name != filepath.Base(name) || strings.Contains("-.", name[:1]) ||
			strings.HasSuffix(name, ".") || reserved(name) {
			t.Errorf("%q, %d: %q", device, longest, name)
		}
		if again := Name(name, longest); again != name {
			t.Errorf("%q becomes %q and then %q", device, name, again)
		}
	})
}
