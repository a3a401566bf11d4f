package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Save writes the snapshot into a folder of its own: snapshot.json, a file for each device, and a manifest with
// the SHA-256 of each. The folder appears whole or not at all. It may exist if it is empty or holds a
// snapshot, which is replaced. Equal snapshots give equal bytes.
func Save(dir string, s *Snapshot) error {
	dir, err := destination(dir)
	if err != nil {
		return err
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	temporary, err := os.MkdirTemp(parent, "."+filepath.Base(dir)+".saving-") // mode 0700
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	if err = write(temporary, s); err == nil {
		err = replace(dir, temporary)
	}
	if err != nil {
		return fmt.Errorf("save snapshot: %w", errors.Join(err, os.RemoveAll(temporary)))
	}
	return nil
}

// destination resolves the folder and refuses one that holds something else.
func destination(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		dir = target
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return dir, nil
	}
	if err != nil {
		return "", fmt.Errorf("save snapshot: %w", err)
	}
	snapshot := false
	for _, e := range entries {
		snapshot = snapshot || e.Name() == manifestFile
		if !slices.Contains([]string{manifestFile, snapshotFile, devicesFolder}, e.Name()) {
			return "", fmt.Errorf("save snapshot: %s holds %s, which belongs to no snapshot; name a new folder", dir, e.Name())
		}
	}
	if !snapshot {
		return "", fmt.Errorf("save snapshot: %s is neither empty nor a snapshot; name a new folder", dir)
	}
	return dir, nil
}

// replace puts the finished folder in the place of the old one, which comes back if that is not possible.
func replace(dir, finished string) error {
	old := finished + ".old"
	err := os.Rename(dir, old)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(finished, dir)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(finished, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

func write(dir string, s *Snapshot) error {
	if err := os.Mkdir(filepath.Join(dir, devicesFolder), 0o700); err != nil {
		return err
	}
	m := Manifest{
		Schema: ManifestSchema, RunID: s.RunID, Tool: s.Tool, RunBy: s.RunBy, Started: s.Started, Finished: s.Finished,
	}
	if m.RunBy == "" {
		m.RunBy = Operator()
	}
	head := *s
	head.Schema = Schema
	head.Notes = cleanAll(s.Notes)
	if err := m.add(dir, snapshotFile, head); err != nil {
		return err
	}
	for i, d := range s.Devices {
		if err := m.add(dir, deviceFile(i, d.Name), d.sanitized()); err != nil {
			return err
		}
	}
	data, err := indented(m)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestFile), data, 0o600)
}

func (m *Manifest) add(dir, path string, content any) error {
	data, err := indented(content)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	m.Files = append(m.Files, describe(path, data))
	return os.WriteFile(filepath.Join(dir, filepath.FromSlash(path)), data, 0o600)
}

func indented(content any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(content)
	return b.Bytes(), err
}
