package lab

import (
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
)

// 08:00:00.123
var clockOfDay = regexp.MustCompile(`\d\d:\d\d:\d\d(\.\d+)?`)

// 0.00359 and 0.004 of a fabric
var (
	peerDelay = regexp.MustCompile(`0\.00[1-9]\d\d`)
	aciDelay  = regexp.MustCompile(`0\.00\d\b`)
)

// TestEarlyEcho: what is typed ahead is echoed at once, and only the end of the line behind the prompt.
func TestEarlyEcho(t *testing.T) {
	l := one(t, nexus(func(d *DeviceSpec) { d.Terminal.EarlyEcho = nil }))
	got := talk(t, dial(t, l, "r1"), 80, "terminal length 0\rshow hostname\rexit\r")
	want := "\r\nr1# terminal length 0\r\nshow hostname\r\nexit\r\nr1# \r\nr1 \r\nr1# \r\n"
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	got = talk(t, dial(t, l, "r1"), 80, "terminal length 0\r\nshow hosX\x7ftname\r\nexit\r\n")
	want = "\r\nr1# terminal length 0\r\nshow hosX"
	if !strings.HasPrefix(got, want) || !strings.Contains(got, "show hosXr1# \b \btname\r\n") {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestTerminalHabits(t *testing.T) {
	l := one(t, nexus(func(d *DeviceSpec) { d.Terminal.DoubleCR, d.Terminal.Escapes, d.NXOS.Greeting = true, true, true }))
	got := talk(t, dial(t, l, "r1"), 80, "show hostname\nexit\n")
	if doubled := strings.Count(got, "\r\r\n"); doubled < 3 || doubled >= strings.Count(got, "\r\n") {
		t.Errorf("%d lines end in CR CR LF in %q", doubled, got)
	}
	wantText(t, got, "\r\x1b[K", "\x1b[?1hr1# show hostname", "Cisco Nexus Operating System", "GNU General Public License")
}

// TestTurns: a session that answers as another platform, for good or for one command.
func TestTurns(t *testing.T) {
	turned := one(t, nexus(func(d *DeviceSpec) { d.Turns = TurnSpec{Into: platformIOS, After: 2} }))
	wantText(t, answers(t, turned, "r1", "show ntp status", "show ntp status"), "Distribution : Disabled", "r1# show ntp status\nClock is synchronized, stratum 2")
	once := one(t, nexus(func(d *DeviceSpec) {
		d.AnswersAs = map[string]string{"show ntp peer-status": platformXR, "show version": platformIOSXE}
	}))
	wantText(t, answers(t, once, "r1", "show ntp peer-status", "show version", "show ntp status"), "% Invalid input detected at '^' marker.", "Cisco IOS XE Software", "Distribution : Disabled")
	cisco := one(t, DeviceSpec{NTP: threePeers(), Turns: TurnSpec{Into: platformNXOS}})
	wantText(t, answers(t, cisco, "r1", "show ntp status"), "r1#show ntp status\nDistribution : Disabled")
}

func TestStack(t *testing.T) {
	l := one(t, DeviceSpec{OSVersion: "15.2(4)E7", Stack: []string{"15.2(2)E5"}})
	wantText(t, answers(t, l, "r1", "show version"), "\nSwitch Ports Model", "\n*    1 28    WS-C2960X-24TS-L          15.2(4)E7 ", "\n     2 28    WS-C2960X-24TS-L          15.2(2)E5 ")
}

func TestDeclaredPlatform(t *testing.T) {
	l := start(t, Spec{Devices: []DeviceSpec{
		{Name: "a", Platform: platformNXOS}, {Name: "b", Platform: platformXR, DeclaredPlatform: "auto"},
		{Name: "c", Platform: platformNXOS, DeclaredPlatform: platformIOS}, {Name: "d", DeclaredPlatform: platformXR},
		{Name: "e", DeclaredPlatform: none}, {Name: "f", InventoryPlatform: platformXR},
	}})
	var got []string
	for line := range strings.Lines(string(l.Inventory())) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && (key == "- name" || key == "platform") {
			got = append(got, value)
		}
	}
	if want := "a cisco_nxos b auto c cisco_ios d cisco_iosxr e f cisco_iosxr"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// TestBurst: more connections in a row than the device takes hang; the lab closes all the same.
func TestBurst(t *testing.T) {
	l := one(t, nexus(func(d *DeviceSpec) { d.SSH.Burst = 2 }))
	for range 2 {
		answers(t, l, "r1", "show hostname")
	}
	conn, err := net.Dial("tcp", loopbackAddress(l.device("r1").port))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := conn.Read(make([]byte, 10)); err == nil {
		t.Errorf("%d bytes on the third connection", n)
	}
}
