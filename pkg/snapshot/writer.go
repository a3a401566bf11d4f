package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Writer saves a run while it goes on, so that one which is killed leaves what it had learned by then. A nil
// Writer saves nothing. It is safe for concurrent use.
type Writer struct {
	dir  string                // where the run goes, absolute and without links
	room func(w *Writer) error // makes the folder, at Begin
	old  string                // where the run lies that this one replaces; empty: none

	mu    sync.Mutex
	saved map[int]File // devices, by their place in the inventory

	pace pace
}

// pace bounds what it costs to write down what is known so far.
type pace struct {
	rest   time.Duration // at least that long
	mu     sync.Mutex
	breaks int       // that were written down
	next   time.Time // before it, only a break of the timeline is worth the cost
}

// What is known so far is written down at most once a second, and not so often that it takes more than
// a fiftieth of the time: it grows with the servers and with the length of the run.
const (
	shortestRest = time.Second
	restTimes    = 50
)

func newWriter(dir string, room func(*Writer) error) *Writer {
	return &Writer{dir: dir, room: room, saved: map[int]File{}, pace: pace{rest: shortestRest}}
}

// soFar is what a run knew beside its devices. It is there only while the run goes on, and after it was killed.
type soFar struct {
	Schema    string      `json:"schema"`
	Finished  time.Time   `json:"finished"` // when it was known, by the wall clock of the auditing host
	Timeline  Timeline    `json:"timeline"`
	HostClock []HostClock `json:"host_clock,omitempty"`
	Servers   []Server    `json:"ntp_servers"`
}

// Begin makes the folder and writes the head: from then on it is a run, incomplete until Finish. It comes before
// the first question to a device.
func (w *Writer) Begin(head *Snapshot) error {
	if w == nil {
		return nil
	}
	if err := w.room(w); err != nil {
		return fmt.Errorf("save evidence: %w", err)
	}
	begun := *head
	begun.Complete = false
	_, err := w.write(snapshotFile, begun.head(), appear)
	if errors.Is(err, fs.ErrExist) {
		err = errors.New(w.dir + ": another run has just begun there; name a new folder")
	}
	if err != nil {
		return fmt.Errorf("save evidence: %w", err)
	}
	return nil
}

// Device saves one finished device, the i-th of the inventory. What the run knows by then beside its devices is
// saved first where it has to be: without a break that the device's readings may straddle, they would prove what is
// not so. What cannot be saved is tried again by Finish. breaks counts those of the timeline; known is the head with
// the timeline, the host's clock and the servers.
func (w *Writer) Device(i int, d Device, breaks int, known func() *Snapshot) {
	if w == nil || w.know(breaks, known) != nil {
		return
	}
	w.device(i, d)
}

func (w *Writer) know(breaks int, known func() *Snapshot) error {
	w.pace.mu.Lock()
	defer w.pace.mu.Unlock()
	begun := time.Now()
	if breaks <= w.pace.breaks && begun.Before(w.pace.next) {
		return nil
	}
	s := known()
	if _, err := w.put(soFarFile, soFar{Schema, s.Finished, s.Timeline, s.HostClock, s.Servers}); err != nil {
		return err
	}
	took := time.Since(begun)
	w.pace.breaks, w.pace.next = len(s.Timeline.Breaks), begun.Add(max(w.pace.rest, restTimes*took))
	return nil
}

func (w *Writer) device(i int, d Device) error {
	f, err := w.put(deviceFile(i, d.Name), d.sanitized())
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.saved[i] = f
	return nil
}

// Finish saves what is not saved yet, the head, and last the manifest, which makes the run verifiable. Only then is a
// complete run that replaces another rid of that.
func (w *Writer) Finish(s *Snapshot) error {
	if w == nil {
		return nil
	}
	if err := w.finish(s); err != nil {
		return fmt.Errorf("save evidence: %w", err)
	}
	return nil
}

func (w *Writer) finish(s *Snapshot) error {
	m := Manifest{
		Schema: ManifestSchema, RunID: s.RunID, Tool: s.Tool, RunBy: s.RunBy, Started: s.Started, Finished: s.Finished,
	}
	if m.RunBy == "" {
		m.RunBy = Operator()
	}
	head, err := w.put(snapshotFile, s.head())
	if err != nil {
		return err
	}
	m.Files = append(m.Files, head)
	for i, d := range s.Devices {
		if w.saved[i].Path == "" {
			if err := w.device(i, d); err != nil {
				return err
			}
		}
		m.Files = append(m.Files, w.saved[i])
	}
	if err := w.seal(m); err != nil {
		return err
	}
	if w.old == "" || !s.Complete {
		return nil
	}
	return os.RemoveAll(w.old)
}

// seal writes the manifest once everything that it lists is on the disk: a power cut must not leave a manifest that
// whole evidence is not behind. Before that the system may take its time, for the sake of speed.
func (w *Writer) seal(m Manifest) error {
	if err := w.sync(m.Files); err != nil {
		return err
	}
	if err := remove(filepath.Join(w.dir, soFarFile)); err != nil {
		return err
	}
	if _, err := w.put(manifestFile, m); err != nil {
		return err
	}
	return w.sync([]File{{Path: manifestFile}})
}

// syncsAtOnce is how many files are synced together: a disk takes them up in one go.
const syncsAtOnce = 16

func (w *Writer) sync(files []File) error {
	errs := make([]error, len(files))
	slots := make(chan struct{}, syncsAtOnce)
	var all sync.WaitGroup
	for i, f := range files {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			errs[i] = syncFile(filepath.Join(w.dir, filepath.FromSlash(f.Path)))
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // Windows syncs nothing that is open for reading
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Replaced is where the run lies that this one replaces. It is gone once this one is complete. Empty: there was none.
func (w *Writer) Replaced() string {
	if w == nil {
		return ""
	}
	return w.old
}

// head is the snapshot without what is saved beside it.
func (s *Snapshot) head() Snapshot {
	head := *s
	head.Schema, head.Notes, head.Devices = Schema, cleanAll(s.Notes), nil
	return head
}

// put writes a file of the folder: whole, or not at all.
func (w *Writer) put(path string, content any) (File, error) {
	return w.write(path, content, os.Rename)
}

func (w *Writer) write(path string, content any, place func(from, to string) error) (File, error) {
	data, err := indented(content)
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", path, err)
	}
	target := filepath.Join(w.dir, filepath.FromSlash(path))
	temporary, err := os.CreateTemp(filepath.Dir(target), temporaryPrefix+"*") // mode 0600
	if err != nil {
		return File{}, err
	}
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = place(temporary.Name(), target)
	}
	if err != nil {
		return File{}, errors.Join(err, os.Remove(temporary.Name()))
	}
	return describe(path, data), nil
}

// appear is a rename that replaces nothing, where the file system has links: of two runs that begin at
// once in one folder, one has it.
func appear(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		return os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return err
	}
	return os.Rename(from, to)
}
