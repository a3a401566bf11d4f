package fix

import (
	"net/netip"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var words = For(platforms.All())

const router = "cisco_iosxe"

// fleet is devices for a test, each known by an address of its own: r1 by 10.0.0.1, r2 by 10.0.0.2.
func fleet(devices ...facts.Device) *facts.Fleet {
	for i := range devices {
		d := &devices[i]
		if d.Name == "" {
			d.Name = "r" + string(rune('1'+i))
		}
		if d.Platform == "" {
			d.Platform = router
		}
		d.KnownBy = append(d.KnownBy, netip.AddrFrom4([4]byte{10, 0, 0, byte(i + 1)}))
	}
	return &facts.Fleet{Devices: devices}
}

// device has sources, each with a line and a row.
func device(sources ...source) facts.Device {
	d := facts.Device{Device: inventory.Device{}, Config: new(facts.Config), NTP: &facts.NTP{Known: true}}
	for _, s := range sources {
		d.Config.Servers = append(d.Config.Servers, lineOf(s))
		stratum := 2
		a := facts.Association{Association: show.Association{Address: s.address, Configured: true, Stratum: stratum}}
		if s.usable {
			a.Reach = 0o377
		}
		if s.chosen {
			a.Role = show.RoleSysPeer
		}
		a.Authenticated = &s.proven
		d.NTP.Associations = append(d.NTP.Associations, a)
	}
	return d
}

func lineOf(s source) facts.ConfigServer {
	line := facts.ConfigServer{Type: "server", Address: s.address, Line: "ntp server " + s.address}
	if s.vrf != "" {
		line.VRF = &s.vrf
	}
	if s.number != 0 {
		line.Key = &s.number
	}
	return line
}

func works(address string) source { return source{address: address, usable: true} }

func silent(address string) source { return source{address: address} }

// failed is a finding of each list of changes, about a check of its own.
func failed(changes ...[]show.Change) []check.Finding {
	var findings []check.Finding
	for i, c := range changes {
		findings = append(findings, check.Finding{Check: "check-" + string(rune('a'+i)), Status: check.StatusFail, Changes: c})
	}
	return findings
}

// planOf is the plan of the first device of a fleet.
func planOf(t *testing.T, f *facts.Fleet, changes ...[]show.Change) Plan {
	t.Helper()
	p := words.Plans(f, check.Results{Devices: [][]check.Finding{failed(changes...)}})[0]
	told := toldOf(&f.Devices[0], &p, len(changes))
	if err := words.Hold(told); err != nil {
		t.Errorf("a plan that was made %v", err)
	}
	return p
}

// toldOf is a plan as a report has it.
func toldOf(d *facts.Device, p *Plan, findings int) Told {
	told := Told{Platform: string(d.Found().Platform), Steps: p.Steps}
	if v := d.Version; v != nil {
		told.Release, told.Model = v.OSVersion, v.Model
	}
	for k := range findings {
		told.Changes = append(told.Changes, p.Of(k).Changes...)
	}
	return told
}

type change func(*show.Change)

func do(verb show.Verb, operands ...change) show.Change {
	c := show.Change{Verb: verb}
	for _, o := range operands {
		o(&c)
	}
	return c
}

func server(address string) change {
	return func(c *show.Change) { c.Server = &show.ServerLine{Type: "server", Address: address} }
}

func vrf(name string) change { return func(c *show.Change) { c.Server.VRF = name } }

func withKey(n int) change { return func(c *show.Change) { c.Server.Key = &n } }

// inForce names the line that a change of a source replaces.
func inForce(c *show.Change) { c.Line = "ntp server " + c.Server.Address + " key 1" }

func prefer(c *show.Change) { c.Server.Prefer = true }

func burst(c *show.Change) { c.Server.IBurst = true }

func key(n int) change {
	return func(c *show.Change) { c.Key = &show.KeyNumber{Number: n, Type: "md5"} }
}

func stratum(n int) change { return func(c *show.Change) { c.Stratum = n } }

func permits(name string, members ...string) change {
	return func(c *show.Change) { c.List = &show.AccessList{Name: name, Family: show.IPv4, Members: members} }
}

func access(kind, name string) change {
	return func(c *show.Change) { c.Access = &show.AccessRule{Kind: kind, Family: show.IPv4, List: name} }
}

// byHand are the lines that a plan shows for later.
func byHand(p Plan) (lines []string) {
	for _, s := range p.Steps {
		if s.ByHand {
			lines = append(lines, s.Lines...)
		}
	}
	return lines
}
