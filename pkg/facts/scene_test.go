package facts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

const ms = time.Millisecond

// allPlatforms are the platforms whose answers are read. Facts hold pointers to them.
var allPlatforms = platforms.All()

// origin is the wall clock of the auditing host at stamp 0.
var origin = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// scene is a snapshot that a test puts together.
type scene struct{ *snapshot.Snapshot }

func newScene() scene {
	return scene{&snapshot.Snapshot{
		Schema: snapshot.Schema, RunID: "test", Started: origin, Finished: origin.Add(time.Minute), Complete: true,
		Timeline: snapshot.Timeline{Origin: origin},
	}}
}

// measured is a scene in which four references say that the auditor's clock is right, to ± 6 ms.
func measured() scene {
	s := newScene()
	for i := range 4 {
		s.reference(fmt.Sprintf("192.0.2.%d", i+1), 0)
	}
	return s
}

func (s scene) reference(address string, ahead time.Duration, change ...func(*snapshot.Exchange)) {
	s.Inventory.References = append(s.Inventory.References, inventory.Reference{Address: address})
	s.server(snapshot.RoleReference, address, ahead, change...)
}

func (s scene) server(role, address string, ahead time.Duration, change ...func(*snapshot.Exchange)) {
	x := exchange(10*ms, ahead)
	for _, f := range change {
		f(&x)
	}
	s.Servers = append(s.Servers, snapshot.Server{
		Address: address, Query: address + ":123", Roles: []string{role}, Exchanges: []snapshot.Exchange{x},
	})
}

// exchange asks a clock that is so far ahead of the auditor's, over a path of 5 ms each way. The server claims
// to be right within 1 ms.
func exchange(sent snapshot.Stamp, ahead time.Duration) snapshot.Exchange {
	arrived := origin.Add(sent + 5*ms + ahead)
	return snapshot.Exchange{
		Sent: sent, Received: sent + 10*ms, Origin: "0000000000000007",
		Reply: &snapshot.Reply{
			Version: 4, Mode: 4, Stratum: 1, Poll: 6, Precision: -30, RefID: "47505300", RootDispersion: 66,
			Reference: stamp(arrived.Add(-10 * time.Second)), Origin: "0000000000000007",
			Receive: stamp(arrived), Transmit: stamp(arrived),
		},
	}
}

func stamp(t time.Time) string {
	fraction := (uint64(t.Nanosecond())<<32 + 500_000_000) / 1_000_000_000
	return fmt.Sprintf("%016x", uint64(t.Unix()+2_208_988_800)<<32+fraction)
}

// device adds a device with its answers, and returns it for more.
func (s scene) device(name string, answers ...snapshot.Answer) *snapshot.Device {
	s.Inventory.Devices = append(s.Inventory.Devices, inventory.Device{Name: name, Host: name + ".example.net", Platform: "cisco_iosxe"})
	s.Devices = append(s.Devices, snapshot.Device{Name: name, Outcome: snapshot.Audited, Answers: answers})
	return &s.Devices[len(s.Devices)-1]
}

func answer(command, text string) snapshot.Answer {
	first, done := 900*ms, 910*ms
	return snapshot.Answer{Command: command, Sent: 890 * ms, First: &first, Done: &done, Text: text}
}

// clock is an answer to show clock: sent at a stamp, 20 ms on the way, of a device that displays a time.
func clock(sent snapshot.Stamp, displayed time.Time, flag, zone string) snapshot.Answer {
	first, done := sent+20*ms, sent+25*ms
	text := flag + displayed.Format("15:04:05.000 ") + zone + displayed.Format(" Mon Jan 2 2006") + "\n"
	return snapshot.Answer{Command: ios.ShowClock, Sent: sent, First: &first, Done: &done, Text: text}
}

// utc is the clock of a device that is so far ahead, read in the middle of the way.
func utc(sent snapshot.Stamp, ahead time.Duration) snapshot.Answer {
	return clock(sent, origin.Add(sent+10*ms+ahead), "", "UTC")
}

func privileged(level int) snapshot.Answer {
	return answer(ios.ShowPrivilege, fmt.Sprintf("Current privilege level is %d\n", level))
}

func config(lines ...string) snapshot.Answer {
	return answer(ios.ShowTimeConfig, strings.Join(append(append([]string{"version 17.9"}, lines...), "end\n"), "\n"))
}

// fine says that the clock ticks finely and is held by NTP, so that a reading is as narrow as it can be.
func fine() snapshot.Answer {
	return answer(ios.ShowNTPStatus, `Clock is synchronized, stratum 2, reference is 192.0.2.1
nominal freq is 250.0000 Hz, actual freq is 249.9995 Hz, precision is 2**20
ntp uptime is 1921500 (1/100 of seconds), resolution is 4000
reference time is EC9FFBA0.8B020DC8 (10:00:00.543 UTC Sun Nov 22 2026)
clock offset is -0.5000 msec, root delay is 1.00 msec
root dispersion is 7.81 msec, peer dispersion is 2.90 msec
loopfilter state is 'CTRL' (Normal Controlled Loop), drift is -0.000000355 s/s
system poll interval is 64, last update was 59 sec ago.
`)
}

const tableHead = "\n  address         ref clock       st   when   poll reach  delay  offset   disp\n"
const tableFoot = " * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n"

func table(rows ...string) snapshot.Answer {
	return answer(ios.ShowNTPAssociations, tableHead+strings.Join(rows, "\n")+"\n"+tableFoot)
}

func (s scene) facts() *Fleet { return From(allPlatforms, s.Snapshot) }

func (s scene) sampler() *Sampler { return NewSampler(allPlatforms, s.Inventory) }

// only is the one device of a scene.
func (s scene) only(t *testing.T) *Device {
	t.Helper()
	f := s.facts()
	if len(f.Devices) != 1 {
		t.Fatalf("%d devices", len(f.Devices))
	}
	return &f.Devices[0]
}

// near holds an interval against one computed by hand, to 10 µs: rates and conversions cost less.
func near(t *testing.T, what string, got *interval.Interval, lo, hi time.Duration) {
	t.Helper()
	const tolerance = 10 * time.Microsecond
	if got == nil {
		t.Errorf("%s: unknown, want [%v, %v]", what, lo, hi)
		return
	}
	if (got.Lo-lo).Abs() > tolerance || (got.Hi-hi).Abs() > tolerance {
		t.Errorf("%s: %v, want [%v, %v]", what, got, lo, hi)
	}
}
