package session_test

import (
	"context"
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// What contradicts itself is asked once more in one flight, before the clock, and no second time whatever is wanted.
func TestAskedAgain(t *testing.T) {
	for name, test := range map[string]struct {
		device   lab.DeviceSpec
		again    []show.Kind
		samples  int
		trips    int
		repeated []string
	}{
		"status and table":             {again: []show.Kind{show.KindStatus, show.KindAssociations}, trips: 11, repeated: []string{ios.ShowNTPStatus, ios.ShowNTPAssociations}},
		"and two readings":             {again: []show.Kind{show.KindStatus, show.KindAssociations}, samples: 2, trips: 13, repeated: []string{ios.ShowNTPStatus, ios.ShowNTPAssociations, ios.ShowClock, ios.ShowClock}},
		"a configuration is not":       {again: []show.Kind{show.KindConfig}, trips: 11, repeated: []string{ios.ShowPrivilege}},
		"nothing that was not asked":   {again: []show.Kind{"weather"}, trips: 10},
		"with a prompt that is fancy":  {device: lab.DeviceSpec{Terminal: lab.TerminalSpec{PromptTimestamp: true}}, again: []show.Kind{show.KindStatus}, trips: 11, repeated: []string{ios.ShowNTPStatus}},
		"of a device that refuses one": {device: lab.DeviceSpec{Unknown: []string{ios.ShowNTPStatus}}, again: []show.Kind{show.KindStatus}, trips: 11, repeated: []string{ios.ShowNTPStatus}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.device.Name = "r1"
			s := newSite(t, test.device)
			left := test.samples
			d := newAsker(t, s.config()).Ask(context.Background(), session.Request{Device: s.devices["r1"], Kinds: allKinds, Next: func(d *snapshot.Device) session.Next {
				n := session.Next{Again: test.again, Sample: len(d.Answers) > len(everything)+1 && left > 0}
				if n.Sample {
					left--
				}
				return n
			}})
			mustBe(t, d, snapshot.Audited, "")
			if got := commandsOf(d)[1+len(everything):]; !slices.Equal(got, test.repeated) {
				t.Errorf("repeated %q, want %q", got, test.repeated)
			}
			c, err := s.Counters("r1")
			if err != nil {
				t.Fatal(err)
			}
			if c.RoundTrips != test.trips {
				t.Errorf("%d round trips, want %d", c.RoundTrips, test.trips)
			}
		})
	}
}

// That it ends early costs nothing of what was answered before.
func TestAskedAgainAndCut(t *testing.T) {
	s := newSite(t, lab.DeviceSpec{Name: "r1"})
	c := s.config()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	d := newAsker(t, c).Ask(ctx, session.Request{Device: s.devices["r1"], Kinds: allKinds, Next: func(*snapshot.Device) session.Next {
		cancel()
		return session.Next{Again: []show.Kind{show.KindStatus, show.KindAssociations}}
	}})
	mustBe(t, d, snapshot.Audited, "")
	if len(d.Notes) == 0 {
		t.Error("it is not said that something is missing")
	}
	if a := answerTo(t, d, ios.ShowTimeConfig); !a.Whole() {
		t.Errorf("configuration %+v", a)
	}
}
