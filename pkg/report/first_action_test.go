package report

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// staged is a change of a later stage.
func staged(stage int, c show.Change) show.Change {
	c.Stage = stage
	return c
}

// The first step is the first action of the plan: an order, with a count, that the devices named can carry out now.
func TestFirstStepBeginsThePlan(t *testing.T) {
	const owner = "<number agreed with the owner of 192.0.2.1>"
	agreed := show.Change{Verb: show.UseKey, Server: &show.ServerLine{Type: "server", Address: "192.0.2.1", KeyAgreed: owner}}
	authenticate := show.Change{Verb: show.Authenticate}
	byHand := func(stage int, line string) fix.Step {
		return fix.Step{Stage: stage, ByHand: true, Lines: []string{line}}
	}
	fails := func(id, message string, f Finding) Finding {
		f.Check, f.Message, f.Status, f.Severity = id, message, check.StatusFail, policy.Medium
		return f
	}
	adds := fails("ntp-sources", "1 source", Finding{Changes: []show.Change{with("192.0.2.2", 0)}, Fix: []string{"ntp server 192.0.2.2"}})
	keys := fails("ntp-authentication", "no key on its line", Finding{
		Changes: []show.Change{staged(2, agreed), staged(3, authenticate)}, ByHand: []string{`"ntp server 192.0.2.1 key X" is for a later stage: its number is for the owner of the server to say.`},
	})
	drops := fails("ntp-falseticker", "192.0.2.9 is 5 s fast", Finding{Changes: []show.Change{staged(2, without("192.0.2.9"))}})
	for name, c := range map[string]struct {
		findings []Finding
		plan     []fix.Step
		want     string
	}{
		"a key to be agreed": {
			[]Finding{keys}, []fix.Step{byHand(2, "ntp server 192.0.2.1 key "+owner), byHand(3, "ntp authenticate")},
			"on x, agree a key with the owner of 192.0.2.1: no key on its line (1 device)",
		},
		"a last stage behind lines of another finding": {
			[]Finding{drops, adds}, []fix.Step{{Stage: 1, Lines: []string{"ntp server 192.0.2.2"}}, byHand(2, "no ntp server 192.0.2.9")},
			"on x enter `ntp server 192.0.2.2`: 1 source (1 device)",
		},
		"a removal that nothing comes before": {
			[]Finding{drops}, []fix.Step{byHand(2, "no ntp server 192.0.2.9")},
			"give x another source that works, then take 192.0.2.9 away: 192.0.2.9 is 5 s fast (1 device)",
		},
		"one that looks again": {
			[]Finding{fails("ntp-synchronized", "not synchronized", Finding{ByHand: []string{"Look again once the lines for ntp-sources are in: they change the sources."}}), adds},
			[]fix.Step{{Stage: 1, Lines: []string{"ntp server 192.0.2.2"}}},
			"on x enter `ntp server 192.0.2.2`: 1 source (1 device)",
		},
		"a line that the plan does not have": {
			[]Finding{fails("ntp-sources", "1 source", Finding{Changes: adds.Changes, Fix: []string{"clock set 00:00:00 1 January 1993"}})},
			[]fix.Step{{Stage: 1, Lines: []string{"ntp server 192.0.2.2"}}},
			"look at x: ntp-sources: 1 source (1 device)",
		},
		"a reason with an order in it": {
			[]Finding{fails("ntp-authentication", "md5", Finding{ByHand: []string{"No line is written for IOS: IOS offers md5 only; replace the device, or ask for a waiver."}})}, nil,
			"on x, replace the device, or ask for a waiver: md5 (1 device)",
		},
		"a reason without": {
			[]Finding{fails("clock-summer-time", "no rule", Finding{ByHand: []string{"Its rule was not understood, so no line is written for it."}})}, nil,
			"look at x: clock-summer-time: no rule (1 device)",
		},
	} {
		r := fleet(1)
		r.Devices[0].Name, r.Devices[0].Findings, r.Devices[0].Plan, r.Findings = "x", c.findings, c.plan, nil
		r.Judge(r.Terms())
		if got := r.firstStep(Options{}); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A finding that shares a line with that of another device does not give it its reason, and counts no device of it.
func TestFirstStepGivesTheReasonOfItsDevices(t *testing.T) {
	r := fleet(2)
	r.Findings = nil
	for i, id := range []string{"ntp-sources", "ntp-authentication"} {
		d := &r.Devices[i]
		d.Findings = []Finding{{Check: id, Message: id + " of " + d.Name, Status: check.StatusFail, Severity: policy.Medium, Changes: []show.Change{with("192.0.2.2", 0)}, Fix: []string{"ntp server 192.0.2.2"}}}
		d.Plan = []fix.Step{{Stage: 1, Lines: []string{"ntp server 192.0.2.2"}}}
	}
	r.Judge(r.Terms())
	first := r.firstStep(Options{})
	if strings.Contains(first, " and ") || !strings.HasSuffix(first, "(1 device)") {
		t.Errorf("first step: %q", first)
	}
}
