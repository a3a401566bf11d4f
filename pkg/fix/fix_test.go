package fix

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestLines(t *testing.T) {
	authenticate, master := do(show.Authenticate), do(show.LimitMaster, stratum(10))
	for _, test := range []struct {
		name    string
		changes [][]show.Change
		want    []string
	}{
		{"the same change once", [][]show.Change{{do(show.AddServer, server("10.9.0.1"))}, {do(show.AddServer, server("10.9.0.1"))}}, []string{"ntp server 10.9.0.1"}},
		{"the same line once", [][]show.Change{{do(show.AddServer, server("10.9.0.1"))}, {do(show.SetServer, server("10.9.0.1"))}}, []string{"ntp server 10.9.0.1"}},
		{"keys, sources, authenticate; what goes goes last", [][]show.Change{{
			do(show.RemoveServer, server("10.9.0.4")), authenticate, do(show.AddServer, server("10.9.0.2")), do(show.Trust, key(1)), do(show.SetKey, key(1)),
		}}, []string{"ntp authentication-key 1 md5 <key>", "ntp trusted-key 1", "ntp server 10.9.0.2", "ntp authenticate", "no ntp server 10.9.0.4"}},
		{"two keys", [][]show.Change{{do(show.Trust, key(1))}, {do(show.Trust, key(2))}}, []string{"ntp trusted-key 1", "ntp trusted-key 2"}},
		{"one address in two VRFs", [][]show.Change{{do(show.AddServer, server("10.9.0.1"), vrf("RED"))}, {do(show.RemoveServer, server("10.9.0.1"))}},
			[]string{"ntp server vrf RED 10.9.0.1", "no ntp server 10.9.0.1"}},
		{"two placeholders", [][]show.Change{{do(show.AddServer, server("<address 1>")), do(show.AddServer, server("<address 2>"))}},
			[]string{"ntp server <address 1>", "ntp server <address 2>"}},
		{"lists before groups, peer before serve-only", [][]show.Change{{
			do(show.RestrictAccess, access("serve-only", "C")), do(show.RestrictAccess, access("peer", "S")), do(show.SetAccessList, permits("C", "10.0.0.9")), do(show.SetAccessList, permits("S", "10.9.0.1")),
		}, {authenticate}}, []string{"ip access-list standard C", " permit 10.0.0.9", "ip access-list standard S", " permit 10.9.0.1", "ntp access-group peer S", "ntp access-group serve-only C", "ntp authenticate"}},
		{"the last resort is raised and not removed", [][]show.Change{{master}, {do(show.DropMaster)}, {authenticate}}, []string{"ntp master 10", "ntp authenticate"}},
		{"options of two findings stand on one line", [][]show.Change{{do(show.SetServer, server("pool.example.net"), prefer)}, {do(show.SetServer, server("pool.example.net"), burst)}},
			[]string{"ntp server pool.example.net iburst prefer"}},
		{"what goes is not improved, however it is spelled", [][]show.Change{{do(show.SetServer, server("2001:DB8::4"), prefer)}, {do(show.RemoveServer, server("2001:db8:0::4"))}},
			[]string{"no ntp server 2001:db8:0::4"}},
		{"a contradiction is left to a person", [][]show.Change{{do(show.LimitMaster, stratum(8))}, {master}, {authenticate}}, []string{"ntp authenticate"}},
		{"so is one through a third finding", [][]show.Change{{do(show.Trust, key(1))}, {do(show.Trust, key(1))}, {do(show.Untrust, key(1))}}, nil},
		{"a change that needs no line here", [][]show.Change{{do(show.EnableNTP), authenticate}}, []string{"ntp authenticate"}},
	} {
		p := planOf(t, fleet(facts.Device{}), test.changes...)
		if d := cmp.Diff(test.want, p.Lines()); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// Each finding knows its own lines of the plan, and why others are not there.
func TestOutcomes(t *testing.T) {
	add, gone := do(show.AddServer, server("10.9.0.1")), do(show.RemoveServer, server("10.9.0.4"))
	p := planOf(t, fleet(facts.Device{}), []show.Change{add}, []show.Change{add, gone}, []show.Change{do(show.SetServer, server("10.9.0.4"), prefer)})
	for k, want := range []Outcome{
		{Lines: []string{"ntp server 10.9.0.1"}, Changes: []show.Change{add}},
		{Lines: []string{"ntp server 10.9.0.1", "no ntp server 10.9.0.4"}, Changes: []show.Change{add, gone}},
		{Reasons: []string{"10.9.0.4 goes: see check-b."}},
	} {
		if d := cmp.Diff(want, p.Of(k)); d != "" {
			t.Errorf("finding %d (-want +got):\n%s", k, d)
		}
	}
}

// No line is written for what passes, what only a person can tell, what is excused, and what is not proven.
func TestOnlyFailuresHaveLines(t *testing.T) {
	for _, status := range check.Statuses() {
		findings := failed([]show.Change{do(show.Authenticate)})
		findings[0].Status = status
		p := words.Plans(fleet(facts.Device{}), check.Results{Devices: [][]check.Finding{findings}})[0]
		if has := len(p.Lines()) > 0; has != (status == check.StatusFail) {
			t.Errorf("%s: lines %q", status, p.Lines())
		}
	}
}

func TestWhyThereIsNoLine(t *testing.T) {
	for name, test := range map[string]struct {
		platform string
		change   show.Change
		want     string
	}{
		"a platform that is not known": {"arista_eos", do(show.Authenticate), "No line is written: how platform arista_eos is configured is not known here."},
		"a change that the platform lacks": {router, show.Change{Verb: show.SetSource, Source: &show.SourceAddress{Interface: "Lo0", VRF: "RED"}},
			"No line is written for IOS-XE: ntp source is for the global table"},
	} {
		f := fleet(facts.Device{})
		f.Devices[0].Platform = inventory.Platform(test.platform)
		p := planOf(t, f, []show.Change{test.change})
		if reasons := p.Of(0).Reasons; len(p.Lines()) > 0 || len(reasons) != 1 || !strings.HasPrefix(reasons[0], test.want) {
			t.Errorf("%s: lines %q, reasons %q", name, p.Lines(), reasons)
		}
	}
}

// What rests on a line that the device would refuse is not written either; what does not, is. A device without the time gets its
// source without the key.
func TestARefusalTakesWithItWhatRestsOnIt(t *testing.T) {
	for name, test := range map[string]struct {
		device facts.Device
		want   []string
	}{
		"it has the time": {device(works("10.9.0.4")), []string{"ntp update-calendar"}},
		"it has not":      {device(silent("10.9.0.4")), []string{"ntp server 10.9.0.1", "ntp update-calendar"}},
	} {
		f := fleet(test.device)
		f.Devices[0].Version = &facts.Version{OSVersion: "03.06.08.E"}
		sha := show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 2, Type: "hmac-sha2-256"}}
		p := planOf(t, f, []show.Change{sha, do(show.Trust, key(2)), do(show.AddServer, server("10.9.0.1"), withKey(2)), do(show.Authenticate)}, []show.Change{do(show.UpdateCalendar)})
		if d := cmp.Diff(test.want, p.Lines()); d != "" || len(p.Of(0).Reasons) == 0 {
			t.Errorf("%s: reasons %q, lines (-want +got):\n%s", name, p.Of(0).Reasons, d)
		}
	}
}

// A device without the time gets a source at once, and the key when its number is known.
func TestTheTimeComesBeforeTheKey(t *testing.T) {
	owner := show.Placeholder("number agreed with the owner of 10.9.0.1")
	agreed := &show.KeyNumber{Agreed: owner, Type: "md5"}
	bare := do(show.AddServer, server("10.9.0.1"))
	line := *bare.Server
	line.KeyAgreed = owner
	asked := []show.Change{{Verb: show.SetKey, Key: agreed}, {Verb: show.Trust, Key: agreed}, bare, {Verb: show.UseKey, Server: &line}, do(show.Authenticate)}
	for _, system := range platforms.All().Names() {
		f := fleet(device(silent("10.9.0.4")))
		f.Devices[0].Platform = inventory.Platform(system)
		p := planOf(t, f, asked, asked)
		if d := cmp.Diff([]string{"ntp server 10.9.0.1"}, p.Lines()); d != "" {
			t.Errorf("%s (-want +got):\n%s", system, d)
		}
		var later []string
		for _, x := range p.Steps {
			if x.ByHand && len(x.Lines) > 0 {
				later = append(later, fmt.Sprintf("%d %s", x.Stage, x.Lines[len(x.Lines)-1]))
			}
		}
		if want := []string{"2 ntp server 10.9.0.1 key " + owner, "3 ntp authenticate"}; len(later) != 4 || !slices.Equal(later[2:], want) {
			t.Errorf("%s: later %q", system, later)
		}
	}
}

// What is collected until it is committed must be committed: the sheet says so.
func TestStagedPlatform(t *testing.T) {
	staged := platform.Platform{Name: "staged", Title: "Staged", Staged: true, Render: func(c show.Change) ([]string, error) {
		return []string{map[show.Verb]string{show.Authenticate: "ntp authenticate", show.Save: "commit"}[c.Verb]}, nil
	}}
	f := fleet(facts.Device{})
	f.Devices[0].Platform = "staged"
	p := For(platform.List{staged}).Plans(f, check.Results{Devices: [][]check.Finding{failed([]show.Change{do(show.Authenticate)})}})[0]
	text := written(t, Sheet{Name: "r1", Steps: p.Steps})
	if !strings.Contains(text, "None acts before you enter commit.") || !strings.Contains(text, "ntp authenticate\n! commit\n! end\n") {
		t.Errorf("%s", text)
	}
}

func written(t *testing.T, s Sheet) string {
	t.Helper()
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\n!  ", "")
}

// What holds for a cause in general is written once, however many devices it is said of.
func TestAdviceIsGivenOnce(t *testing.T) {
	said := map[string]bool{}
	text := ""
	for range 3 {
		s := Sheet{Failures: []Failure{{Name: "a", Remedy: "Do something."}, {Name: "b", Remedy: "Do something."}}}
		s.Refer(said)
		text += written(t, s)
	}
	if n, again := strings.Count(text, "Do something."), strings.Count(text, "see above"); n != 1 || again != 5 {
		t.Errorf("given %d times, referred to %d times:\n%s", n, again, text)
	}
}

// Without a zone a device says UTC.
func TestALookAfterTheZoneIsCleared(t *testing.T) {
	p := planOf(t, fleet(device(works("10.9.0.1"))), []show.Change{do(show.ClearZone)})
	for _, x := range p.Steps {
		if x.Verify != "" && x.Expect != "UTC" {
			t.Errorf("%s -> %s", x.Verify, x.Expect)
		}
	}
	if !slices.ContainsFunc(p.Steps, func(x Step) bool { return x.Expect == "UTC" }) {
		t.Errorf("%+v", p.Steps)
	}
}
