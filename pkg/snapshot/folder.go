package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// HeldError says that a folder holds a run already.
type HeldError struct {
	Dir     string
	RunID   string    // empty: its head cannot be read
	Started time.Time // likewise zero
}

// Error names the run.
func (e *HeldError) Error() string {
	which := "a run"
	if !e.Started.IsZero() {
		which = "the run of " + RunTime(e.Started)
	}
	return fmt.Sprintf("%s holds %s; name a new folder", e.Dir, which)
}

// RunTime is when a run began, as messages name a run.
func RunTime(started time.Time) string { return started.UTC().Format("2006-01-02 15:04 UTC") }

// Create proves that a run can be saved in a folder, and changes nothing: Begin does. The folder may exist if it is
// empty. One that holds a run is a *HeldError, unless the run is to be replaced: it then moves aside, to
// <dir>.replaced-<run id>, until the new one is complete.
func Create(dir string, replace bool) (*Writer, error) {
	w, err := create(dir, replace)
	if err != nil {
		return nil, fmt.Errorf("save evidence: %w", err)
	}
	return w, nil
}

func create(dir string, replace bool) (*Writer, error) {
	target, err := resolved(dir)
	if err != nil {
		return nil, err
	}
	w := newWriter(target, (*Writer).makeFolder)
	held, err := occupant(w.dir)
	if err != nil {
		return nil, err
	}
	if held == nil {
		return w, provable(w.dir)
	}
	held.Dir = dir
	if !replace {
		return nil, held
	}
	w.old = w.dir + ".replaced-" + safefile.Name(held.RunID, longestName)
	if _, err := os.Lstat(w.old); err == nil {
		return nil, fmt.Errorf("%s is in the way of the run that is to be replaced; move it", w.old)
	}
	return w, provable(filepath.Dir(w.dir))
}

// resolved is the folder itself, where the path leads to it through links.
func resolved(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		dir = target
	}
	return dir, nil
}

// occupant is the run that a folder holds. nil: it is empty, or not there. A folder that holds anything else is
// an error: what is not evidence is not touched.
func occupant(dir string) (*HeldError, error) {
	held := false
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		held = held || e.Name() == manifestFile || e.Name() == snapshotFile
		rel, err := filepath.Rel(dir, path)
		if err == nil && !ours(filepath.ToSlash(rel), e.IsDir()) {
			err = fmt.Errorf("%s holds %s, which is no evidence; name a new folder", dir, rel)
		}
		return err
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil || !held: // or what a run left that was killed before it had a head
		return nil, err
	}
	found := &HeldError{Dir: dir}
	if head, err := readHead(dir); err == nil {
		found.RunID, found.Started = head.RunID, head.Started
	}
	return found, nil
}

// ours reports whether a run may have put that into its folder.
func ours(path string, folder bool) bool {
	first, rest, inside := strings.Cut(path, "/")
	if _, resumed := resumeNumber(first); resumed {
		return folder && !inside || inside && ours(rest, folder)
	}
	if folder {
		return path == devicesFolder
	}
	_, device := deviceNumber(path)
	name := path[strings.LastIndexByte(path, '/')+1:]
	temporary := isTemporary(name) && (name == path || path == devicesFolder+"/"+name)
	return device || temporary || path == manifestFile || path == snapshotFile || path == soFarFile
}

// provable reports, as an error, why nothing can be written in a folder, or in what there is of the path to it.
func provable(dir string) error {
	for {
		probe, err := os.MkdirTemp(dir, temporaryPrefix)
		if err == nil {
			return os.Remove(probe)
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(dir) == dir {
			return err
		}
		if _, there := os.Lstat(dir); there == nil { // as in /proc, where nothing can be made
			return fmt.Errorf("%s: %w", dir, fs.ErrPermission)
		}
		dir = filepath.Dir(dir)
	}
}

// makeFolder makes the folder of a run, and moves aside the one that is to be replaced.
func (w *Writer) makeFolder() error {
	if w.old != "" {
		if err := os.Rename(w.dir, w.old); err != nil {
			return err
		}
	}
	return os.MkdirAll(filepath.Join(w.dir, devicesFolder), 0o700)
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Files whose names begin so are parts of files that were never finished. Nobody reads them.
const temporaryPrefix = ".saving-"

func isTemporary(name string) bool { return strings.HasPrefix(name, temporaryPrefix) }
