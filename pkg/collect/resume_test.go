package collect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// told is a run in which each device came to an outcome, written "name user outcome [kind]". "-" stands for no answer.
func told(id string, hour int, lines ...string) *snapshot.Snapshot {
	s := &snapshot.Snapshot{RunID: id, Complete: true, Started: time.Date(2026, 11, 22, hour, 0, 0, 0, time.UTC)}
	for _, line := range lines {
		f := append(strings.Fields(line), "")
		s.Inventory.Devices = append(s.Inventory.Devices, device(f[0], f[1]))
		if f[2] == "-" {
			continue
		}
		d := snapshot.Device{Name: f[0], Outcome: snapshot.Outcome(f[2])}
		if f[3] != "" {
			d.Error = &snapshot.Error{Kind: f[3]}
		}
		if d.Outcome == snapshot.Audited || d.Outcome == snapshot.Partial {
			d.Answers = []snapshot.Answer{{Command: "show clock"}}
		}
		s.Devices = append(s.Devices, d)
	}
	return s
}

func device(name, user string) inventory.Device {
	return inventory.Device{Name: name, Username: user, Host: name, Port: 22}
}

func TestWhatIsLeftToAsk(t *testing.T) {
	for name, c := range map[string]struct {
		runs          []*snapshot.Snapshot
		ask, refused  string // names
		askAllRefused string
	}{
		"what has no complete answer": {
			[]*snapshot.Snapshot{told("r1", 1, "a u audited", "b u partial", "c u timeout", "d u -", "e u unreachable dial")}, "b c d e", "", "b c d e",
		},
		"a complete answer counts, whatever came later": {
			[]*snapshot.Snapshot{told("r1", 1, "a u audited", "b u timeout"), told("r2", 2, "a u unreachable dial", "b u audited")}, "", "", "",
		},
		"one odd device is left alone": {
			[]*snapshot.Snapshot{told("r1", 1, "a u audited", "b u auth_failed auth", "c u -")}, "c", "b", "b c",
		},
		"so is one that refuses enable": {
			[]*snapshot.Snapshot{told("r1", 1, "a u audited", "b u partial enable", "c u -")}, "c", "b", "b c",
		},
		"two refusals do not bar a user": {
			[]*snapshot.Snapshot{told("r1", 1, "a u auth_failed auth", "b u auth_failed auth", "c u -")}, "c", "a b", "a b c",
		},
		"three do, where none lets it in": {
			[]*snapshot.Snapshot{told("r1", 1, "a u auth_failed auth", "b u auth_failed auth", "c u auth_failed auth", "d u -", "e v -")}, "e", "a b c d", "a b c d e",
		},
		"three odd ones of many do not": {
			[]*snapshot.Snapshot{told("r1", 1, "a u auth_failed auth", "b u auth_failed auth", "c u auth_failed auth", "d u -", "e u audited")}, "d", "a b c", "a b c d",
		},
		"a run that stopped using the secret bars it": {
			[]*snapshot.Snapshot{told("r1", 1, "a u audited", "b u auth_failed not_tried", "c u -")}, "", "b c", "b c",
		},
		"until a later run was let in": {
			[]*snapshot.Snapshot{told("r1", 1, "a u auth_failed auth", "b u auth_failed not_tried", "c u -"), told("r2", 2, "a u audited")}, "b c", "", "b c",
		},
	} {
		inv := inventory.Inventory{Devices: c.runs[0].Inventory.Devices}
		for retry, want := range map[bool][2]string{false: {c.ask, c.refused}, true: {c.askAllRefused, ""}} {
			rest := collect.Resume(c.runs, inv, retry, func(*snapshot.Device) []collect.Source { return nil })
			var ask []string
			for _, d := range rest.Inventory.Devices {
				ask = append(ask, d.Name)
			}
			if got := [2]string{strings.Join(ask, " "), strings.Join(rest.Refused, " ")}; got != want || len(rest.Notes) > 0 {
				t.Errorf("%s, retry %v: asks %q and leaves %q, want %q; %q", name, retry, got[0], got[1], want, rest.Notes)
			}
		}
	}
}

// A refusal is of a user: another one may be tried.
func TestAnotherUserMayBeTried(t *testing.T) {
	runs := []*snapshot.Snapshot{told("r1", 1, "a u auth_failed auth", "b u auth_failed auth", "c u auth_failed auth")}
	inv := inventory.Inventory{Devices: []inventory.Device{device("a", "v"), device("b", "v"), device("c", "u")}}
	rest := collect.Resume(runs, inv, false, func(*snapshot.Device) []collect.Source { return nil })
	if len(rest.Inventory.Devices) != 2 || !slices.Equal(rest.Refused, []string{"c"}) {
		t.Errorf("%+v", rest)
	}
}

// The servers that the devices of a killed run name may not have been asked.
func TestServersOfAKilledRun(t *testing.T) {
	killed := told("r1", 1, "a u audited")
	killed.Complete = false
	inv := inventory.Inventory{Devices: []inventory.Device{device("a", "u")}}
	sources := func(d *snapshot.Device) []collect.Source { return []collect.Source{{Address: "of " + d.Name}} }
	rest := collect.Resume([]*snapshot.Snapshot{killed}, inv, false, sources)
	if want := []collect.Source{{Address: "of a"}}; !slices.Equal(rest.Named, want) || rest.Nothing() || len(rest.Inventory.Devices) != 0 {
		t.Errorf("%+v", rest)
	}
	after := told("r2", 2)
	after.Resumes = "r1"
	if rest := collect.Resume([]*snapshot.Snapshot{killed, after}, inv, false, sources); !rest.Nothing() {
		t.Errorf("%+v", rest)
	}
}

func TestDifferencesOfTheInventoryAreSaid(t *testing.T) {
	var lines []string
	for i := range 9 {
		lines = append(lines, fmt.Sprintf("gone%d u audited", i))
	}
	runs := []*snapshot.Snapshot{told("r1", 1, append(lines, "a u audited", "b u timeout", "left u timeout")...)}
	moved := device("b", "u")
	moved.Port = 2222
	inv := inventory.Inventory{Devices: []inventory.Device{device("a", "u"), moved, device("fresh", "u")}, LeftOut: []string{"left"}}
	rest := collect.Resume(runs, inv, false, func(*snapshot.Device) []collect.Source { return nil })
	want := []string{
		"not in the evidence before, and asked as well: fresh",
		"in the evidence at another address: b (b:22, now b:2222)",
		"in the evidence and not in the inventory, so not asked again: gone0, gone1, gone2, gone3, gone4 and 4 others",
	}
	if !slices.Equal(rest.Notes, want) {
		t.Errorf("%q", rest.Notes)
	}
	if !rest.Inventory.Partial || !slices.Equal(rest.Inventory.LeftOut, []string{"left", "a"}) {
		t.Errorf("%+v", rest.Inventory)
	}
}
