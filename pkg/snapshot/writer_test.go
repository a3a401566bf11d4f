package snapshot

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// begun is a writer that has begun the run of the example in a new folder.
func begun(t *testing.T, s *Snapshot) (w *Writer, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "evidence")
	w, err := Create(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a proof that leaves a folder")
	}
	head := *s
	head.Servers, head.Timeline.Breaks, head.Finished, head.Notes = nil, nil, time.Time{}, nil
	if err := w.Begin(&head); err != nil {
		t.Fatal(err)
	}
	return w, dir
}

// pair is the example with two devices of the inventory.
func pair() *Snapshot {
	s := example()
	second := s.Inventory.Devices[0]
	second.Name = s.Devices[1].Name
	s.Inventory.Devices = append(s.Inventory.Devices, second)
	return s
}

func (s *Snapshot) save(w *Writer, i int) {
	w.Device(i, s.Devices[i], len(s.Timeline.Breaks), func() *Snapshot { return s })
}

// A run that is killed leaves what had finished, judged by what was known, and says that it is not whole.
func TestKilledRun(t *testing.T) {
	s := pair()
	w, dir := begun(t, s)
	got, err := Load(dir)
	if err != nil || got.Complete || len(got.Devices) != 0 || len(got.Inventory.Devices) != 2 {
		t.Fatalf("before the first device: %+v %v", got, err)
	}
	s.save(w, 1)
	for _, left := range []string{".saving-12", "devices/.saving-7"} {
		if err := os.WriteFile(filepath.Join(dir, left), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err = Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got.Complete || len(got.Devices) != 1 || got.Devices[0].Name != s.Devices[1].Name || !got.Finished.Equal(s.Finished) {
		t.Errorf("%+v", got)
	}
	if len(got.Servers) != 1 || len(got.Servers[0].Exchanges) != 2 || len(got.Timeline.Breaks) != 1 {
		t.Errorf("what was known of clocks is not there: %+v %+v", got.Servers, got.Timeline)
	}
	if notes := strings.Join(got.Notes, "\n"); !strings.Contains(notes, "1 of 2 devices are there; without a manifest.json nothing shows whether a file was altered") {
		t.Errorf("%s", notes)
	}
}

// What a run says when it ends counts, whenever a device was saved; nothing of the way there is left.
func TestFinishedRunIsAsIfSavedAtOnce(t *testing.T) {
	s := pair()
	w, dir := begun(t, s)
	s.save(w, 1)
	if err := w.Finish(s); err != nil {
		t.Fatal(err)
	}
	got, want := files(t, dir), files(t, save(t, s))
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s: %s, want %s", name, got[name], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// Killed between the last head and the manifest, a run is whole but for the proof.
func TestKilledBeforeTheManifest(t *testing.T) {
	dir := save(t, pair())
	if err := os.Remove(filepath.Join(dir, "manifest.json")); err != nil {
		t.Fatal(err)
	}
	got, err := Load(dir)
	if err != nil || got.Complete || len(got.Devices) != 2 || len(got.Servers) != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

// Without the breaks that the run had noticed, no reading may be judged.
func TestDevicesWithoutWhatWasKnownAreRefused(t *testing.T) {
	s := pair()
	w, dir := begun(t, s)
	s.save(w, 0)
	if err := os.Remove(filepath.Join(dir, "so-far.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "so-far.json is missing") {
		t.Errorf("got %v", err)
	}
}

// A device's readings are never saved ahead of a break that was noticed before they ended.
func TestBreaksAreSavedBeforeTheDevice(t *testing.T) {
	s := pair()
	w, dir := begun(t, s)
	breaks := s.Timeline.Breaks
	s.Timeline.Breaks = nil
	s.save(w, 0)
	s.Timeline.Breaks = breaks
	s.save(w, 1) // within a second
	got, err := Load(dir)
	if err != nil || len(got.Devices) != 2 || len(got.Timeline.Breaks) != 1 {
		t.Errorf("%d devices, breaks %v, %v", len(got.Devices), got.Timeline.Breaks, err)
	}
}

// What is known is written down at a pace, however many devices finish.
func TestWhatIsKnownIsWrittenAtAPace(t *testing.T) {
	s := pair()
	w, _ := begun(t, s)
	w.pace.rest = time.Hour // whatever the machine is busy with
	var asked atomic.Int32
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			w.Device(i, s.Devices[0], 1, func() *Snapshot {
				asked.Add(1)
				return s
			})
		})
	}
	all.Wait()
	if asked.Load() != 1 {
		t.Errorf("written %d times", asked.Load())
	}
}

// A device file that the disk never got is missing, and the others are read.
func TestBrokenFileOfAKilledRun(t *testing.T) {
	s := pair()
	w, dir := begun(t, s)
	s.save(w, 0)
	s.save(w, 1)
	if err := os.WriteFile(filepath.Join(dir, "devices", "0001-edge01.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Load(dir)
	if err != nil || len(got.Devices) != 1 || !strings.Contains(strings.Join(got.Notes, "\n"), "1 files cannot be read, the first is devices/0001-edge01.json") {
		t.Errorf("%+v %v", got, err)
	}
}

// A disk that was full for a while costs nothing: what could not be saved is saved at the end.
func TestFinishSavesWhatCouldNotBe(t *testing.T) {
	s := pair()
	w, dir := begun(t, s)
	devices := filepath.Join(dir, "devices")
	if err := os.Rename(devices, devices+"-away"); err != nil {
		t.Fatal(err)
	}
	s.save(w, 0)
	if err := w.Finish(s); err == nil {
		t.Error("nothing could be written, and nobody says so")
	}
	if err := os.Rename(devices+"-away", devices); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(s); err != nil {
		t.Fatal(err)
	}
	if got, err := Load(dir); err != nil || len(got.Devices) != 2 {
		t.Errorf("%+v %v", got, err)
	}
}
