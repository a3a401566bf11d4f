package snapshot

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestARunIsNeverReplacedUnasked(t *testing.T) {
	dir := save(t, example())
	before := files(t, dir)
	var held *HeldError
	if _, err := Create(dir, false); !errors.As(err, &held) || held.RunID != "r1" ||
		!strings.HasSuffix(err.Error(), dir+" holds the run of 2026-11-22 10:00 UTC; name a new folder") {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "manifest.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, false); !errors.As(err, &held) {
		t.Errorf("a killed run is a run: got %v", err)
	}
	after := files(t, dir)
	delete(before, "manifest.json")
	for name := range before {
		if after[name] != before[name] {
			t.Errorf("%s has changed", name)
		}
	}
}

func TestOtherFilesAreNotTouched(t *testing.T) {
	for name, prepare := range map[string]func(dir string) error{
		"notes.txt":            func(dir string) error { return os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600) },
		"devices/notes.txt":    func(dir string) error { return os.WriteFile(filepath.Join(dir, "devices", "notes.txt"), nil, 0o600) },
		"resume-1":             func(dir string) error { return os.Mkdir(filepath.Join(dir, "resume-1"), 0o700) },
		"devices/0001-a.json":  func(dir string) error { return os.Mkdir(filepath.Join(dir, "devices", "0001-a.json"), 0o700) },
		"resume-01/readme.txt": func(dir string) error { return extra(dir, "resume-01", "readme.txt") },
	} {
		for _, replace := range []bool{false, true} {
			dir := save(t, example())
			if err := prepare(dir); err != nil {
				t.Fatal(err)
			}
			want := "holds " + filepath.FromSlash(name) + ", which is no evidence; name a new folder"
			if _, err := Create(dir, replace); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s, replace %v: got %v", name, replace, err)
			}
		}
	}
}

func extra(dir, folder, name string) error {
	if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, folder, name), nil, 0o600)
}

func TestFoldersThatTakeARun(t *testing.T) {
	empty := t.TempDir()
	debris := t.TempDir() // a run that was killed before it had a head
	if err := errors.Join(os.Mkdir(filepath.Join(debris, "devices"), 0o700), os.WriteFile(filepath.Join(debris, ".saving-1"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{empty, debris, filepath.Join(t.TempDir(), "a", "b")} {
		if err := Save(dir, example()); err != nil {
			t.Errorf("%v", err)
		}
	}
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := Create(dir, false); err == nil {
			t.Errorf("%s: a file was taken for a folder", dir)
		}
	}
}

// Of two runs that begin at once in one folder, one has it.
func TestTwoRunsBeginAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "evidence")
	var writers []*Writer
	for range 2 {
		w, err := Create(dir, false)
		if err != nil {
			t.Fatal(err)
		}
		writers = append(writers, w)
	}
	if err := writers[0].Begin(example()); err != nil {
		t.Fatal(err)
	}
	if err := writers[1].Begin(example()); err == nil || !strings.Contains(err.Error(), "another run has just begun there") {
		t.Errorf("got %v", err)
	}
}

// A run that replaces another is rid of it only when it is complete itself.
func TestReplace(t *testing.T) {
	for _, complete := range []bool{true, false} {
		dir := save(t, example())
		old := files(t, dir)
		w, err := Create(dir, true)
		if err != nil {
			t.Fatal(err)
		}
		s := example()
		s.RunID, s.Complete = "r2", complete
		if err := w.Begin(s); err != nil {
			t.Fatal(err)
		}
		aside := dir + ".replaced-r1"
		if got := files(t, aside); w.Replaced() == "" || len(got) != len(old) {
			t.Errorf("%d files set aside, want %d", len(got), len(old))
		}
		if err := w.Finish(s); err != nil {
			t.Fatal(err)
		}
		if got, err := Load(dir); err != nil || got.RunID != "r2" {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := os.Lstat(aside); (err == nil) == complete {
			t.Errorf("complete %v: the old run: %v", complete, err)
		}
	}
}

func TestResumedRuns(t *testing.T) {
	dir := save(t, example())
	for _, id := range []string{"r2", "r3"} {
		w, err := Resume(dir)
		if err != nil {
			t.Fatal(err)
		}
		s := example()
		s.RunID = id
		if err := w.Begin(s); err != nil {
			t.Fatal(err)
		}
		if id == "r2" {
			err = w.Finish(s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "resume-03"), 0o700); err != nil { // killed before it had a head
		t.Fatal(err)
	}
	all, err := LoadAll(dir)
	if err != nil || len(all) != 3 {
		t.Fatalf("%d runs, %v", len(all), err)
	}
	for i, want := range []string{"r1", "r2", "r3"} {
		if all[i].RunID != want || all[i].Complete != (i < 2) {
			t.Errorf("%d: %s, complete %v", i, all[i].RunID, all[i].Complete)
		}
	}
	path := filepath.Join(dir, "resume-01", "devices", "0001-edge01.json")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	var altered *AlteredError
	if _, err := LoadAll(dir); !errors.As(err, &altered) || filepath.Base(altered.Dir) != "resume-01" {
		t.Errorf("got %v", err)
	}
	if _, err := Resume(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no run; --save begins one") {
		t.Errorf("got %v", err)
	}
}
