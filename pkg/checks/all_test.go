package checks_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/checks"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestAllAreValid(t *testing.T) {
	if err := check.Validate(checks.All()); err != nil {
		t.Error(err)
	}
}

// idsToCome may stand in policies before their checks are there.
var idsToCome = []string{"ntp-designated", "ntp-control"}

// TestAllStandInTheCatalogue keeps the ids and their order: policies, waivers and reports
// of years name checks by them.
func TestAllStandInTheCatalogue(t *testing.T) {
	var ids []string
	for _, c := range checks.All() {
		ids = append(ids, c.ID)
	}
	toCome := func(id string) bool { return slices.Contains(idsToCome, id) && !slices.Contains(ids, id) }
	if d := cmp.Diff(slices.DeleteFunc(policy.CheckIDs(), toCome), ids); d != "" {
		t.Errorf("ids (-catalogue +built):\n%s", d)
	}
}

func TestDocsReadWell(t *testing.T) {
	for _, c := range checks.All() {
		if n := utf8.RuneCountInString(c.Doc.Title); n > 70 || strings.HasSuffix(c.Doc.Title, ".") {
			t.Errorf("%s: title %q: at most 70 characters, and no full stop", c.ID, c.Doc.Title)
		}
		for _, text := range []string{c.Doc.Text, c.Doc.Remedy} {
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 78 {
					t.Errorf("%s: a line of %d characters: %s", c.ID, n, line)
				}
			}
			if strings.TrimSpace(text) != text || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: a text that does not end with a full stop, or has blanks round it:\n%s", c.ID, text)
			}
		}
		for _, a := range c.Doc.Causes {
			if n := utf8.RuneCountInString(a.Text); n > 200 || !strings.HasSuffix(a.Text, ".") || strings.Contains(a.Text, "\n") {
				t.Errorf("%s, %s: advice of %d characters, on one line and with a full stop: %s", c.ID, a.Cause, n, a.Text)
			}
		}
		if !strings.Contains(c.Doc.Text, "Fails") && !strings.Contains(c.Doc.Text, "fails") {
			t.Errorf("%s: the text does not say what fails", c.ID)
		}
	}
}

// withoutControl are checks that no text asks for.
var withoutControl = []string{"ntp-loop", "device-platform", "ntp-consistent", "ntp-virtual", "ntp-hierarchy", "config-saved"}

// Items name checks that there are, and what no item asks for is known to be so.
func TestControlsNameChecks(t *testing.T) {
	asked := make(map[string]bool)
	for _, e := range policy.Editions() {
		for _, i := range e.Items {
			for _, name := range i.Checks {
				id, _, _ := strings.Cut(name, "/")
				asked[id] = true
				if !slices.Contains(policy.CheckIDs(), id) {
					t.Errorf("%s: %s: no check is called %q", e.Reference(), i.ID, id)
				}
			}
		}
		for _, id := range e.Open {
			if !slices.Contains(policy.CheckIDs(), id) || len(e.AllItemsOf(id)) > 0 {
				t.Errorf("%s: open about %s", e.Reference(), id)
			}
		}
	}
	for _, id := range policy.CheckIDs() {
		if asked[id] == slices.Contains(withoutControl, id) {
			t.Errorf("%s: an item asks for it: %v", id, asked[id])
		}
	}
}

// TestBaselineIsSilentOnAHealthyFleet holds the default policy to its promise, with the
// oddities that healthy networks have.
func TestBaselineIsSilentOnAHealthyFleet(t *testing.T) {
	oddities := map[string]func(*facts.Fleet){
		"none": func(*facts.Fleet) {},
		"nothing but the references was measured": func(fl *facts.Fleet) { fl.Servers = nil },
		"a last-resort master on the first router": func(fl *facts.Fleet) {
			d := &fl.Devices[0]
			d.Config.NTPMaster = &show.Master{Stratum: 8}
			d.NTP.Associations = append(d.NTP.Associations, source("127.127.1.1", 7, show.RoleNone))
		},
		"a deep hierarchy": func(fl *facts.Fleet) {
			for i := range fl.Devices {
				*fl.Devices[i].NTP.Status.Stratum += 4
				for k := range fl.Devices[i].NTP.Associations {
					fl.Devices[i].NTP.Associations[k].Stratum += 4
				}
			}
			fl.Servers = nil
		},
		"an outage two hours ago, seen in the register of a spare": func(fl *facts.Fleet) {
			a := &fl.Devices[0].NTP.Associations[1]
			a.Reach, a.Poll = 0o17, 1024
		},
		"a lopsided satellite link": func(fl *facts.Fleet) {
			for k := range fl.Devices[4].NTP.Associations {
				a := &fl.Devices[4].NTP.Associations[k]
				a.Delay, a.Offset, a.DelayMS = 600*time.Millisecond, ptr(120*time.Millisecond), 600
			}
			offset := interval.Interval{Lo: -90 * time.Millisecond, Hi: 95 * time.Millisecond}
			fl.Devices[4].Clock = clock(offset)
		},
		"a switch that has just come up": func(fl *facts.Fleet) {
			d := &fl.Devices[4]
			no, st := false, 16
			d.NTP.Status.Synchronized, d.NTP.Status.Stratum, d.NTP.Status.RefID = &no, &st, nil
			d.NTP.Uptime, d.Version.Uptime = ptr(2*time.Minute), ptr(3*time.Minute)
			d.Clock = clock(interval.Point(-33 * 365 * 24 * time.Hour))
			d.Clock.Authoritative, d.Clock.NeverSet = ptr(false), true
			for k := range d.NTP.Associations {
				d.NTP.Associations[k].Role, d.NTP.Associations[k].Reach = show.RoleNone, 1
			}
		},
		"two symmetric routers": func(fl *facts.Fleet) {
			fl.Devices[0].NTP.Associations = append(fl.Devices[0].NTP.Associations, source("192.0.2.2", 2, show.RoleCandidate))
			fl.Devices[1].NTP.Associations = append(fl.Devices[1].NTP.Associations, source("192.0.2.1", 2, show.RoleCandidate))
		},
		"local time everywhere, with labels": func(fl *facts.Fleet) {
			for i := range fl.Devices {
				c := fl.Devices[i].Config
				c.Timezone = &show.Timezone{Name: "CET", OffsetMinutes: 60}
				c.SummerTime = &show.SummerTime{Name: "CEST", Kind: "recurring"}
				c.TimestampsLog = stamps("log", "datetime", "localtime show-timezone")
			}
		},
		"a single device": func(fl *facts.Fleet) { fl.Devices = fl.Devices[:1] },
		"keys for clients on a router": func(fl *facts.Fleet) {
			c := fl.Devices[0].Config
			c.AuthKeys = []show.AuthKey{{Number: 5, Type: "md5"}}
			trust(&c.Config, "5")
		},
	}
	baseline, err := policy.Builtin("baseline")
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range oddities {
		fl := campus()
		spoil(fl)
		results := check.Run(checks.All(), fl, baseline)
		for _, findings := range append(results.Devices, results.Fleet) {
			for _, f := range findings {
				if f.Status != check.StatusPass && f.Status != check.StatusNotApplicable {
					t.Errorf("%s: %s%v %s %s: %s %q", name, f.Device, f.Devices, f.Check, f.Subject, f.Status, f.Message)
				}
			}
		}
	}
}

// TestNothingIsKnown runs every check, at every built-in policy, on devices of which
// little or nothing is known: no panic, and never a pass or a failure made of nothing.
func TestNothingIsKnown(t *testing.T) {
	hollow := map[string]func(*facts.Device){
		"unreachable": func(d *facts.Device) { *d = facts.Device{Device: d.Device, Outcome: "unreachable"} },
		"empty facts": func(d *facts.Device) {
			*d = facts.Device{Device: d.Device, Clock: &facts.Clock{}, NTP: &facts.NTP{}, Config: &facts.Config{}, Version: &facts.Version{}}
		},
		"empty answers": func(d *facts.Device) {
			d.Clock = &facts.Clock{}
			d.NTP = &facts.NTP{Status: &show.Status{}, Known: true}
		},
	}
	for _, name := range policy.Names() {
		p, err := policy.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, empty := range hollow {
			fl := campus()
			empty(&fl.Devices[0])
			for _, f := range check.Run(checks.All(), fl, p).Devices[0] {
				if strings.Contains(f.Message, "broke down") {
					t.Errorf("%s, %s: %s: %s", name, what, f.Check, f.Message)
				}
				if what == "unreachable" && (f.Status == check.StatusPass || f.Status == check.StatusFail) {
					t.Errorf("%s, %s: %s: %s %q", name, what, f.Check, f.Status, f.Message)
				}
			}
		}
	}
}
