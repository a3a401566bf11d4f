package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// NoRunError says that a folder holds no run.
type NoRunError struct{ Dir string }

// Error names the folder.
func (e *NoRunError) Error() string {
	return fmt.Sprintf("%s holds no run: it has no %s", e.Dir, snapshotFile)
}

// unfinished reads a run without a manifest: one that was killed, or still goes on. Its devices are judged by what
// it knew of clocks and servers when it last wrote that down.
func (l *loader) unfinished() (*Snapshot, error) {
	s := &Snapshot{}
	if err := l.decode(snapshotFile, s); errors.Is(err, fs.ErrNotExist) {
		return nil, &NoRunError{l.root.Name()}
	} else if err != nil {
		return nil, err
	}
	if s.Schema != Schema {
		return nil, &SchemaError{snapshotFile, s.Schema, Schema}
	}
	paths, err := l.deviceFiles()
	if err != nil {
		return nil, err
	}
	if err := l.known(s, len(paths) > 0); err != nil {
		return nil, err
	}
	broken := l.devices(s, paths)
	s.Complete = false
	s.Notes = append(cleanAll(s.Notes), fmt.Sprintf("the run was killed, or goes on: %d of %d devices are there; without a %s nothing shows whether a file was altered",
		len(s.Devices), len(s.Inventory.Devices), manifestFile))
	if len(broken) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d files cannot be read, the first is %s", len(broken), broken[0]))
	}
	return s, nil
}

// known adds what the run had written down of clocks and servers. Only a head that was written at the very end has no
// need of it: readings that are judged without the breaks of the timeline may prove what is not so.
func (l *loader) known(s *Snapshot, needed bool) error {
	var k soFar
	err := l.decode(soFarFile, &k)
	switch {
	case errors.Is(err, fs.ErrNotExist) && (!needed || !s.Finished.IsZero()):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s is missing, and without it no reading can be judged", soFarFile)
	case err != nil:
		return err
	case k.Schema != Schema:
		return &SchemaError{soFarFile, k.Schema, Schema}
	case k.Finished.After(s.Finished):
		s.Finished, s.Timeline, s.HostClock, s.Servers = k.Finished, k.Timeline, k.HostClock, k.Servers
	}
	return nil
}

// deviceFiles lists the files of devices in the order of the inventory.
func (l *loader) deviceFiles() ([]string, error) {
	entries, err := fs.ReadDir(l.root.FS(), devicesFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	type numbered struct {
		number int
		path   string
	}
	var found []numbered
	for _, e := range entries {
		path := devicesFolder + "/" + e.Name()
		if n, ok := deviceNumber(path); ok {
			found = append(found, numbered{n, path})
		}
	}
	slices.SortStableFunc(found, func(a, b numbered) int { return a.number - b.number })
	var paths []string
	for _, f := range found {
		paths = append(paths, f.path)
	}
	return paths, nil
}

// devices reads the devices that can be read, and returns the files of those that cannot.
func (l *loader) devices(s *Snapshot, paths []string) (broken []string) {
	for _, path := range paths {
		var d Device
		if err := l.decode(path, &d); err != nil {
			broken = append(broken, path)
			continue
		}
		s.Devices = append(s.Devices, d.sanitized())
	}
	return broken
}

// decode reads a file of the folder as JSON.
func (l *loader) decode(path string, into any) error {
	data, err := l.read(path, maxFile)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
