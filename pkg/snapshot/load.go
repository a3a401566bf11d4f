package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Option changes how Load reads.
type Option func(*loader)

// AcceptAltered reads a snapshot whose files are not what the manifest says, as far as they can be
// read at all. What differs stands in the Notes of the snapshot.
func AcceptAltered() Option { return func(l *loader) { l.accept = true } }

// AlteredError says that a saved snapshot is not as it was saved.
type AlteredError struct {
	Dir   string
	Files []Alteration
}

// Alteration is one file that is not as it was saved.
type Alteration struct {
	Path string
	Kind string // "altered", "missing" or "extra"
}

// Error names every file.
func (e *AlteredError) Error() string {
	var what []string
	for _, f := range e.Files {
		what = append(what, fmt.Sprintf("%s is %s", f.Path, f.Kind))
	}
	return fmt.Sprintf("snapshot %s is not as it was saved: %s", e.Dir, strings.Join(what, ", "))
}

// SchemaError says that a snapshot was written in a form that this program does not read.
type SchemaError struct {
	File, Found, Want string
}

// Error names both forms.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("%s: schema %q, and this program reads %q; use the version that wrote it", e.File, e.Found, e.Want)
}

// Bounds on what is read into memory. A device answers within the limits of its session, a few tens of MiB at most.
const (
	maxManifest = 64 << 20
	maxFile     = 256 << 20
)

// Load reads the run that a folder holds, without those that resumed it. One that was altered after it was saved is an
// *AlteredError, unless AcceptAltered is given; one of another version is a *SchemaError. One that was killed has no
// manifest: it is read as far as it came, is not Complete, and says so in its Notes. Where there is no run it is a
// *NoRunError.
func Load(dir string, options ...Option) (*Snapshot, error) {
	root, err := openFolder(dir)
	if err != nil {
		return nil, fmt.Errorf("load snapshot: %w", err)
	}
	defer root.Close()
	l := loader{root: root}
	for _, o := range options {
		o(&l)
	}
	s, err := l.load()
	if err != nil {
		return nil, fmt.Errorf("load snapshot: %w", err)
	}
	return s, nil
}

// openFolder opens a folder of evidence: nothing outside of it can be reached, by .. or by links.
func openFolder(dir string) (*os.Root, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, err
	case !info.IsDir(): // opening a pipe would wait for ever
		return nil, fmt.Errorf("%s: not a folder; name the one that --save wrote", dir)
	}
	return os.OpenRoot(dir)
}

type loader struct {
	root    *os.Root
	accept  bool
	altered []Alteration
}

func (l *loader) load() (*Snapshot, error) {
	m, err := l.manifest()
	if errors.Is(err, fs.ErrNotExist) {
		return l.unfinished()
	}
	if err != nil {
		return nil, err
	}
	if err := l.extra(m); err != nil {
		return nil, err
	}
	s := &Snapshot{}
	for _, f := range m.Files {
		if err := l.file(s, f); err != nil {
			return nil, err
		}
	}
	if len(l.altered) > 0 && !l.accept {
		return nil, &AlteredError{l.root.Name(), l.altered}
	}
	if s.Schema != Schema {
		return nil, &SchemaError{snapshotFile, s.Schema, Schema}
	}
	for _, a := range l.altered {
		s.Notes = append(s.Notes, fmt.Sprintf("the snapshot is not as it was saved: %s is %s", a.Path, a.Kind))
	}
	return s, nil
}

func (l *loader) manifest() (Manifest, error) {
	var m Manifest
	data, err := l.read(manifestFile, maxManifest)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestFile, err)
	}
	if m.Schema != ManifestSchema {
		return m, &SchemaError{manifestFile, m.Schema, ManifestSchema}
	}
	if len(m.Files) == 0 || m.Files[0].Path != snapshotFile {
		return m, fmt.Errorf("%s: does not begin with %s", manifestFile, snapshotFile)
	}
	for i, f := range m.Files[1:] {
		if !isDeviceFile(i, f.Path) {
			return m, fmt.Errorf("%s: %q is not the file of device %d", manifestFile, f.Path, i+1)
		}
	}
	return m, nil
}

// extra notes files that the manifest does not list.
func (l *loader) extra(m Manifest) error {
	listed := map[string]bool{manifestFile: true}
	for _, f := range m.Files {
		listed[f.Path] = true
	}
	return fs.WalkDir(l.root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (p == "." || p == devicesFolder) || listed[p] {
			return nil
		}
		if _, resumed := resumeNumber(p); resumed && e.IsDir() {
			return fs.SkipDir // a run of its own, with a manifest of its own
		}
		l.altered = append(l.altered, Alteration{path.Clean(p), "extra"})
		if e.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
}

// file reads one file of the manifest into the snapshot.
func (l *loader) file(s *Snapshot, f File) error {
	data, err := l.read(f.Path, maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.altered = append(l.altered, Alteration{f.Path, "missing"})
		return nil
	case err != nil:
		return err
	case describe(f.Path, data) != f:
		l.altered = append(l.altered, Alteration{f.Path, "altered"})
		if !l.accept {
			return nil
		}
	}
	if f.Path == snapshotFile {
		err = json.Unmarshal(data, s)
	} else {
		var d Device
		err = json.Unmarshal(data, &d)
		s.Devices = append(s.Devices, d.sanitized())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return nil
}

// readHead reads the head of the run in a folder.
func readHead(dir string) (*Snapshot, error) {
	root, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	l, s := loader{root: root}, &Snapshot{}
	return s, l.decode(snapshotFile, s)
}

func (l *loader) read(path string, limit int64) ([]byte, error) {
	info, err := l.root.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	f, err := l.root.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: larger than %d MiB, which no snapshot is", path, limit>>20)
	}
	return data, nil
}
