package topology_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

func TestRefID(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1":        "192.0.2.1",
		"::ffff:192.0.2.1": "192.0.2.1",
		"2001:db8::1":      "57.171.155.55", // MD5 of the 16 bytes begins 39 ab 9b 37
	} {
		if got, ok := topology.RefID(netip.MustParseAddr(address)); !ok || got != want {
			t.Errorf("RefID(%s) = %s, %v, want %s", address, got, ok, want)
		}
	}
}

func TestLoops(t *testing.T) {
	confirmed := func(fl *facts.Fleet) *facts.Fleet { return fl }
	seenOnce := func(fl *facts.Fleet) *facts.Fleet {
		fl.Devices[0].NTP.Status.RefID = nil
		return fl
	}
	tests := []struct {
		name  string
		fleet *facts.Fleet
		want  []string
	}{
		{"a chain", confirmed(fleet(
			device("a", "192.0.2.1", 3, "*192.0.2.2@2"), device("b", "192.0.2.2", 2, "*198.51.100.1@1"))), nil},
		{"three in a circle, and one behind it", confirmed(fleet(
			device("a", "192.0.2.1", 4, "*192.0.2.2@4"), device("b", "192.0.2.2", 4, "*192.0.2.3@4"),
			device("c", "192.0.2.3", 4, "*192.0.2.1@4"), device("d", "192.0.2.4", 5, "*192.0.2.2@4"))), []string{"a b c confirmed"}},
		{"a link seen once", seenOnce(fleet(
			device("a", "192.0.2.1", 4, "*192.0.2.2@4"), device("b", "192.0.2.2", 4, "*192.0.2.1@4"))), []string{"a b"}},
		{"peers of which one follows the other", confirmed(fleet(
			device("a", "192.0.2.1", 3, "*192.0.2.2@2", "198.51.100.1@1"), device("b", "192.0.2.2", 2, "*198.51.100.1@1", "+192.0.2.1@3"))), nil},
		{"itself", confirmed(fleet(device("a", "192.0.2.1", 4, "*192.0.2.1@4"))), []string{"a confirmed"}},
		{"an address that two devices claim leads nowhere", confirmed(fleet(
			device("a", "192.0.2.1", 4, "*203.0.113.9@4"), device("b", "192.0.2.2", 4, "*192.0.2.1@4"))), nil},
	}
	for _, test := range tests {
		g := topology.Build(test.fleet)
		var got []string
		for _, l := range g.Loops() {
			text := strings.Join(names(g, l.Members), " ")
			if l.Confirmed {
				text += " confirmed"
			}
			got = append(got, text)
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: loops (-want +got):\n%s", test.name, d)
		}
	}
}

func TestLoopThroughServerByHash(t *testing.T) {
	fl := fleet(device("a", "2001:db8::1", 3, "*198.51.100.1@2/57.171.155.55"))
	fl.Servers = []facts.Server{server("198.51.100.1", 2, "57.171.155.55")}
	g := topology.Build(fl)
	loops := g.Loops()
	if len(loops) != 1 || !loops[0].Confirmed {
		t.Fatalf("loops = %+v, want one, confirmed by the query and the table", loops)
	}
	if d := cmp.Diff([]string{"a", "198.51.100.1"}, names(g, loops[0].Members)); d != "" {
		t.Errorf("members (-want +got):\n%s", d)
	}
}

func TestIslands(t *testing.T) {
	off := false
	dead := device("dead", "192.0.2.9", 16)
	dead.NTP = &facts.NTP{Enabled: &off}
	steered := device("ptp", "192.0.2.7", 16)
	steered.Clock = &facts.Clock{Source: "PTP"}
	unread := device("unread", "192.0.2.8", 16)
	unread.NTP = nil
	tests := []struct {
		name  string
		fleet *facts.Fleet
		want  []string
	}{
		{"behind a receiver", fleet(device("gps", "192.0.2.1", 1, "*127.127.20.0@0/.GPS."), device("a", "192.0.2.2", 2, "*192.0.2.1@1")), nil},
		{"healthy", fleet(device("a", "192.0.2.1", 2, "*198.51.100.1@1/.GPS.")), nil},
		{"behind a master", fleet(
			device("m", "192.0.2.1", 8, "*127.127.1.1@7/.LOCL."), device("a", "192.0.2.2", 9, "*192.0.2.1@8"), device("b", "192.0.2.3", 9, "*192.0.2.2@9")),
			[]string{"free m: a b"}},
		{"a master alone", fleet(device("m", "192.0.2.1", 8, "*127.127.1.1@7")), []string{"free m: "}},
		{"a circle alone has a finding of its own", fleet(device("a", "192.0.2.1", 4, "*192.0.2.2@4"), device("b", "192.0.2.2", 4, "*192.0.2.1@4")), nil},
		{"behind a device that PTP steers", fleet(steered, device("a", "192.0.2.2", 3, "*192.0.2.7@2")), nil},
		{"behind a server that runs free", fleet(
			device("a", "192.0.2.2", 6, "*198.51.100.1@5/127.127.1.0"), device("b", "192.0.2.3", 6, "*198.51.100.1@5/127.127.1.0")),
			[]string{"free 198.51.100.1: a b"}},
		{"behind a device without NTP", fleet(dead, device("a", "192.0.2.2", 3, "*192.0.2.9@2")), []string{"lost dead: a"}},
		{"behind a device that was not read", fleet(unread, device("a", "192.0.2.2", 3, "*192.0.2.8@2")), nil},
		{"behind a circle", fleet(
			device("a", "192.0.2.1", 4, "*192.0.2.2@4"), device("b", "192.0.2.2", 4, "*192.0.2.1@4"), device("c", "192.0.2.3", 5, "*192.0.2.2@4")),
			[]string{"circle a: c"}},
	}
	kinds := map[topology.End]string{topology.FreeRunning: "free", topology.Unsynchronized: "lost", topology.Looping: "circle"}
	for _, test := range tests {
		g := topology.Build(test.fleet)
		var got []string
		for _, i := range g.Islands() {
			got = append(got, fmt.Sprintf("%s %s: %s", kinds[i.Kind], g.Nodes[i.Cause].Name, strings.Join(names(g, i.Members), " ")))
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: islands (-want +got):\n%s", test.name, d)
		}
	}
}

// TestStatusFillsInForTheTable: a table may be read in the moment in which no source is marked.
func TestStatusFillsInForTheTable(t *testing.T) {
	yes := true
	build := func(refid string) *topology.Graph {
		d := device("a", "192.0.2.1", 2, "198.51.100.1@1", "198.51.100.2@1")
		d.NTP.Status.Synchronized, d.NTP.Status.RefID = &yes, &refid
		return topology.Build(fleet(d, device("b", "192.0.2.2", 3, "*192.0.2.1@2")))
	}
	if e, ok := build("198.51.100.2").Followed(0); !ok || e.Readings != 1 {
		t.Errorf("followed = %+v, %v, want the source of the status", e, ok)
	}
	g := build("203.0.113.9")
	if kind, _ := g.Root(1); kind != topology.Unknown || len(g.Islands()) != 0 {
		t.Errorf("the chain ends %v, want unknown: a synchronized device has the time from somewhere", kind)
	}
}

func TestServersAreRankedByTrustAndUse(t *testing.T) {
	fl := fleet(
		device("a", "192.0.2.1", 2, "*198.51.100.1@1", "198.51.100.2@1", "198.51.100.3@1"),
		device("b", "192.0.2.2", 2, "*198.51.100.1@1", "198.51.100.3@1"),
		device("c", "192.0.2.3", 3, "*192.0.2.1@2"))
	fl.Servers = []facts.Server{server("198.51.100.1", 1, "GPS"), server("198.51.100.2", 1, "GPS")}
	fl.Servers[0].Verdict = facts.Falseticker
	g := topology.Build(fl)
	if d := cmp.Diff([]string{"198.51.100.2", "198.51.100.3", "198.51.100.1"}, names(g, g.Servers())); d != "" {
		t.Errorf("servers (-want +got):\n%s", d)
	}
	if got := names(g, g.Users(0)); len(got) != 1 || got[0] != "c" {
		t.Errorf("users of a = %v, want c", got)
	}
}

func TestVRFTellsServersApart(t *testing.T) {
	fl := fleet(device("a", "192.0.2.1", 2, "*198.51.100.1@1", "198.51.100.1@1"))
	one, two := "RED", "BLUE"
	fl.Devices[0].NTP.Associations[0].VRF = &one
	fl.Devices[0].NTP.Associations[1].VRF = &two
	if got := topology.Build(fl).Usable(0); got != 2 {
		t.Errorf("usable = %d, want 2: one address in two VRFs is two sources", got)
	}
}

// TestLargeFleet holds the graph to what a large network needs: it must not be quadratic.
func TestLargeFleet(t *testing.T) {
	const n = 10_000
	devices := make([]facts.Device, n)
	for i := range devices {
		address := func(k int) string { return netip.AddrFrom4([4]byte{10, byte(k >> 16), byte(k >> 8), byte(k)}).String() }
		up := "*198.51.100.1@1"
		if i > 0 {
			up = "*" + address(i-1) + "@3" // one chain, the worst case of every walk
		}
		devices[i] = device(fmt.Sprint(i), address(i), 3, up, "198.51.100.2@1")
	}
	g := topology.Build(fleet(devices...))
	if got := len(g.Loops()) + len(g.Islands()) + len(g.SinglePoints(2)); got != 0 {
		t.Errorf("%d findings in a chain with a second way for everybody, want none", got)
	}
	if kind, _ := g.Root(n - 1); kind != topology.Rooted {
		t.Errorf("the end of the chain: %v, want rooted", kind)
	}
}

func names(g *topology.Graph, nodes []int) []string {
	var list []string
	for _, n := range nodes {
		list = append(list, g.Nodes[n].Name)
	}
	return list
}

// TestReceivers: each is a root of its own, whatever stands in the table of another device.
func TestReceivers(t *testing.T) {
	a := device("a", "192.0.2.1", 1, "*127.127.20.0@0/.GPS.")
	code := ".GPS."
	a.NTP.Status.RefID = &code
	b := device("b", "192.0.2.2", 1, "*127.127.20.0@0/.GPS.")
	behind := func(name, address string, sources ...string) facts.Device {
		return device(name, address, 2, sources...)
	}
	g := topology.Build(fleet(a, b, behind("c", "192.0.2.3", "*192.0.2.1@1", "+192.0.2.2@1"), behind("d", "192.0.2.4", "*192.0.2.1@1"), behind("e", "192.0.2.5", "*192.0.2.1@1")))
	kind, at := g.Root(2)
	if n := g.Nodes[at]; kind != topology.Rooted || n.Name != "GPS at a" || n.Kind != topology.Receiver || *n.Stratum != 0 || !n.Synchronized() {
		t.Errorf("root %d, %+v", kind, n)
	}
	if e, _ := g.Followed(0); e.Readings != 2 {
		t.Errorf("a follows its receiver by %d readings, want 2", e.Readings)
	}
	if g.Usable(0) != 1 || len(g.Servers()) != 0 {
		t.Errorf("usable %d, servers %v", g.Usable(0), g.Servers())
	}
	var singles []string
	for _, s := range g.SinglePoints(2) {
		singles = append(singles, g.Nodes[s.Node].Name)
	}
	if d := cmp.Diff([]string{"a", "GPS at a"}, singles); d != "" {
		t.Errorf("single points (-want +got):\n%s", d)
	}
}

// A device that cannot reach a server shows it at stratum 16. For those that can, that is no island.
func TestAServerIsWhatThoseSayWhoReachIt(t *testing.T) {
	unreachable := device("a", "192.0.2.1", 16, "!198.51.100.1@0/.INIT.")
	unreachable.NTP.Associations[0].Stratum = 16
	g := topology.Build(fleet(unreachable, device("b", "192.0.2.2", 2, "*198.51.100.1@1/.GPS."), device("c", "192.0.2.3", 2, "*198.51.100.1@1/.GPS.")))
	if kind, _ := g.Root(1); kind != topology.Rooted || len(g.Islands()) != 1 {
		t.Errorf("the chain of b ends %v, islands %+v, want a root, and a alone", kind, g.Islands())
	}
}
