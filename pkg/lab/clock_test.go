package lab

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

var clockRow = regexp.MustCompile(`(?m)^([*.]?)(\d\d:\d\d:\d\d(?:\.\d{3})?) (\S+) (\w{3} \w{3} \d+ \d{4})$`)

// readClock asks for the clock once and returns it with the moments of the lab's UTC before and after.
func readClock(t *testing.T, l *Lab, name string) (shown, before, after time.Time) {
	t.Helper()
	c := dial(t, l, name)
	before = l.UTC()
	row := clockRow.FindStringSubmatch(strings.ReplaceAll(talk(t, c, 80, "show clock\nexit\n"), "\r", ""))
	after = l.UTC()
	if row == nil {
		t.Fatalf("%s: no clock line", name)
	}
	shown, err := time.Parse("15:04:05 Mon Jan 2 2006", row[2]+" "+row[4])
	if err != nil {
		t.Fatal(err)
	}
	return shown, before, after
}

// TestClockIsTrue holds what a clock shows against the truth: it must have been read between question and answer, at
// most a tick and a unit before the truth.
func TestClockIsTrue(t *testing.T) {
	l := start(t, Spec{Truth: -7 * time.Hour, Seed: 3, Fleet: FleetSpec{
		Count: 24, Skew: 20 * 365 * 24 * time.Hour, DriftPPM: 90, Mixed: true, RTT: 10 * time.Millisecond,
		Jitter: time.Millisecond, CPU: 5 * time.Millisecond,
	}})
	for _, d := range l.devices {
		t.Run(d.spec.Name, func(t *testing.T) {
			t.Parallel()
			holdsTruth(t, l, d)
		})
	}
	if ahead := time.Until(l.UTC()); ahead > -6*time.Hour {
		t.Errorf("UTC of the lab is %v from the wall clock", ahead)
	}
}

func holdsTruth(t *testing.T, l *Lab, d *device) {
	shown, before, after := readClock(t, l, d.spec.Name)
	offset, err := l.Truth(d.spec.Name, before)
	if err != nil {
		t.Fatal(err)
	}
	slack := time.Duration(float64(after.Sub(before))*100e-6) + 2
	earliest, latest := before.Add(offset-d.spec.Clock.Tick-time.Millisecond-slack), after.Add(offset+time.Millisecond+slack)
	if shown.Before(earliest) || shown.After(latest) {
		t.Errorf("shows %v, was between %v and %v", shown, earliest, latest)
	}
}

func TestClockArithmetic(t *testing.T) {
	base := newTimebase(0)
	at := func(s float64) time.Time { return base.origin.Add(time.Duration(s * float64(time.Second))) }
	c := newClock(base, time.Second, 100, 4*time.Millisecond)
	c.step(at(10), -300*time.Millisecond)
	for seconds, want := range map[float64]time.Duration{
		-100: 990 * time.Millisecond, 0: time.Second, 5: 1000500 * time.Microsecond, 10: 701 * time.Millisecond, 20: 702 * time.Millisecond,
	} {
		if got := c.offset(at(seconds)); got != want {
			t.Errorf("after %v s: %v, want %v", seconds, got, want)
		}
	}
	if shown := c.read(at(5)); shown.Nanosecond()%4e6 != 0 {
		t.Errorf("%v is between ticks", shown)
	}
	c.discipline(at(30), -703*time.Millisecond)
	for _, seconds := range []float64{30, 3000} {
		if got := c.offset(at(seconds)); got.Abs() > time.Microsecond {
			t.Errorf("disciplined, after %v s: %v", seconds, got)
		}
	}
	if got := c.offset(at(20)); got != 702*time.Millisecond {
		t.Errorf("the past has changed: %v", got)
	}
}

func TestClockLine(t *testing.T) {
	at := "2027-07-01T12:00:00Z"
	zone := TimezoneSpec{Name: "CET", OffsetMinutes: 60}
	tests := []struct {
		name   string
		device DeviceSpec
		want   string // regexp
	}{
		{"plain", DeviceSpec{}, `\n12:0\d:\d\d\.\d{3} UTC Thu Jul 1 2027\nTime source is user configuration\nr1#`},
		{"zone", DeviceSpec{Timezone: zone}, `\n13:0\d:\d\d\.\d{3} CET Thu Jul 1 2027\n`},
		{"west", DeviceSpec{Timezone: TimezoneSpec{"NST", -210}}, `\n08:3\d:\d\d\.\d{3} NST Thu Jul 1 2027\n`},
		{"summer", DeviceSpec{Timezone: zone, SummerTime: "CEST recurring last Sun Mar 2:00 last Sun Oct 3:00"},
			`\n14:0\d:\d\d\.\d{3} CEST Thu Jul 1 2027\n.*\nSummer time starts 02:00:00 CET Sun Mar 28 2027\nSummer time ends 03:00:00 CEST Sun Oct 31 2027\n`},
		{"seconds", DeviceSpec{Clock: ClockSpec{Resolution: "s"}}, `\n12:0\d:\d\d UTC Thu Jul 1 2027\n`},
		{"never set", DeviceSpec{Clock: ClockSpec{NeverSet: true}}, `\n\*12:0\d:\d\d\.\d{3} UTC Thu Jul 1 2027\nNo time source\n`},
		{"flag", DeviceSpec{Clock: ClockSpec{Flag: ".", Source: "hardware calendar"}}, `\n\.12:.*\nTime source is hardware calendar\n`},
		{"synchronized", DeviceSpec{NTP: threePeers()}, `\n12:0.*\nTime source is NTP\n`},
		{"lost", DeviceSpec{NTP: DeviceNTPSpec{Servers: threePeers().Servers, Lost: time.Hour}}, `\n\.12:0.*\nTime source is NTP\n`},
		{"weekday", DeviceSpec{Clock: ClockSpec{BadWeekday: true}}, ` UTC Fri Jul 1 2027\n`},
		{"leap second", DeviceSpec{Clock: ClockSpec{LeapSecond: true}}, `\n12:59:60\.\d{3} UTC Thu Jul 1 2027\n`},
	}
	for _, test := range tests {
		test.device.Clock.SetTo = at
		got := answers(t, one(t, test.device), "r1", "show clock detail")
		if !regexp.MustCompile(test.want).MatchString(got) {
			t.Errorf("%s: no %s in:\n%s", test.name, test.want, got)
		}
	}
}

func TestClockChangesWhileRead(t *testing.T) {
	l := one(t, DeviceSpec{Clock: ClockSpec{FormatFrom: 2, Step: StepSpec{AfterReadings: 2, By: time.Hour}}})
	rows := clockRow.FindAllStringSubmatch(answers(t, l, "r1", "show clock", "show clock", "show clock"), -1)
	if len(rows) != 3 || len(rows[1][2]) != len("15:04:05.000") || len(rows[2][2]) != len("15:04:05") {
		t.Errorf("the format changes after two readings: %q", rows)
	}
	if offset, err := l.Truth("r1", l.UTC()); err != nil || offset != time.Hour {
		t.Errorf("the clock steps after two readings: %v, %v", offset, err)
	}
	stepped := one(t, DeviceSpec{Clock: ClockSpec{Step: StepSpec{After: time.Hour, By: time.Minute}}})
	for after, want := range map[time.Duration]time.Duration{0: 0, 2 * time.Hour: time.Minute} {
		if offset, err := stepped.Truth("r1", stepped.base.origin.Add(after)); err != nil || offset != want {
			t.Errorf("after %v: %v, %v", after, offset, err)
		}
	}
}

func TestRounding(t *testing.T) {
	for _, rounding := range []string{"trunc", "round"} {
		d := one(t, DeviceSpec{Clock: ClockSpec{Resolution: "s", Rounding: rounding}}).device("r1")
		early := 0
		for range 200 { // some of them in the second half of a second
			before := d.clock.read(d.lab.base.now())
			text, _, _ := strings.Cut(d.clockLine(), " ")
			shown, err := time.Parse("15:04:05", text)
			if err != nil {
				t.Fatal(err)
			}
			if shown.Second() == (before.Second()+1)%60 && before.Nanosecond() < 9e8 {
				early++
			}
			d.lab.base.origin = d.lab.base.origin.Add(37 * time.Millisecond)
		}
		if (early > 0) != (rounding == "round") {
			t.Errorf("%s: %d readings name the next second", rounding, early)
		}
	}
}

func TestSummerTime(t *testing.T) {
	zones := map[string]zone{}
	for _, rule := range []string{
		"EDT recurring", "CEST recurring last Sun Mar 2:00 last Sun Oct 3:00", "AEDT recurring first Sun Oct 2:00 first Sun Apr 3:00",
		"XST recurring 2 Sun Mar 2:00 1 Sun Nov 2:00 30", "BST date 28 Mar 2027 1:00 31 Oct 2027 2:00",
	} {
		summer, err := parseSummerTime(strings.Fields(rule))
		if err != nil {
			t.Fatal(err)
		}
		zones[summer.name] = zone{name: "STD", summer: summer, offset: map[string]time.Duration{
			"EDT": -5 * time.Hour, "CEST": time.Hour, "AEDT": 10 * time.Hour, "XST": 0, "BST": 0}[summer.name]}
	}
	tests := []struct{ zone, utc, want string }{
		{"EDT", "2027-03-14 06:59", "01:59 STD"}, {"EDT", "2027-03-14 07:00", "03:00 EDT"},
		{"EDT", "2027-11-07 05:59", "01:59 EDT"}, {"EDT", "2027-11-07 06:00", "01:00 STD"},
		{"CEST", "2027-03-28 00:59", "01:59 STD"}, {"CEST", "2027-03-28 01:00", "03:00 CEST"},
		{"CEST", "2027-10-31 00:59", "02:59 CEST"}, {"CEST", "2027-10-31 01:00", "02:00 STD"},
		{"AEDT", "2027-01-15 00:00", "11:00 AEDT"}, {"AEDT", "2027-06-15 00:00", "10:00 STD"},
		{"AEDT", "2027-10-02 16:00", "03:00 AEDT"}, {"AEDT", "2027-04-03 16:00", "02:00 STD"},
		{"XST", "2027-07-01 00:00", "00:30 XST"},
		{"BST", "2027-07-01 00:00", "01:00 BST"}, {"BST", "2028-07-01 00:00", "00:00 STD"},
	}
	for _, test := range tests {
		utc, err := time.Parse("2006-01-02 15:04", test.utc)
		if err != nil {
			t.Fatal(err)
		}
		local, label := zones[test.zone].local(utc)
		if got := local.Format("15:04 ") + label; got != test.want {
			t.Errorf("%s at %s: %s, want %s", test.zone, test.utc, got, test.want)
		}
	}
	for _, wrong := range []string{"", "EDT", "EDT recurring 6 Sun Mar 2:00 1 Sun Nov 2:00", "EDT recurring 2 Sun Mar", "BST date 32 Mar 2027 1:00 31 Oct 2027 2:00",
		"X recurring 2 Sun Mar 2:00 1 Sun Nov 2:00 soon"} {
		if _, err := parseSummerTime(strings.Fields(wrong)); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}

func TestTimezone(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"IST 5 30": 330 * time.Minute, "NST -3 30": -210 * time.Minute, "CET 1": time.Hour, "EST -5 0": -5 * time.Hour, "X -0 30": -30 * time.Minute,
	} {
		if z, err := parseTimezone(strings.Fields(text)); err != nil || z.offset != want {
			t.Errorf("%q: %v, %v", text, z.offset, err)
		}
	}
	for _, wrong := range []string{"CET", "CET x", "CET 1 60", "CET 24", "CET 1 0 0"} {
		if _, err := parseTimezone(strings.Fields(wrong)); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
	if line := fmt.Sprint(initialConfig(DeviceSpec{Timezone: TimezoneSpec{"X", -30}}).find("clock timezone")); line != "[[X -0 30]]" {
		t.Error(line)
	}
}
