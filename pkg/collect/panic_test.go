package collect_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// A judge that fails at what one device said costs that device alone, and its answers are kept. The log tells where it
// failed, and nothing of what was said.
func TestAPanicCostsOneDevice(t *testing.T) {
	const said = "what the device said"
	fail := func(d *snapshot.Device) {
		if d.Name == "slow" {
			panic(said)
		}
	}
	for name, inject := range map[string]func(*collect.Plan){
		"next": func(p *collect.Plan) {
			p.Judge.Next = func(_ *snapshot.Snapshot, d *snapshot.Device) session.Next {
				fail(d)
				return session.Next{}
			}
		},
		"hangs on reference": func(p *collect.Plan) {
			p.Judge.Next = func(_ *snapshot.Snapshot, d *snapshot.Device) session.Next {
				return session.Next{Sample: d.Name == "slow"}
			}
			p.Judge.HangsOnReference = func(_ *snapshot.Snapshot, d *snapshot.Device) bool {
				fail(d)
				return false
			}
		},
		"undecided": func(p *collect.Plan) {
			p.Judge.Undecided = func(_ *snapshot.Snapshot, d *snapshot.Device) bool {
				fail(d)
				return false
			}
		},
		"sources": func(p *collect.Plan) {
			p.Judge.Sources = func(d *snapshot.Device) []collect.Source {
				fail(d)
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, fleetOfThree)
			var log bytes.Buffer
			b.plan.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			inject(&b.plan)
			s := b.run(t.Context())
			if want := []string{"slow protocol", "down unreachable", "quick audited"}; !slices.Equal(outcomes(s), want) {
				t.Errorf("%v, want %v", outcomes(s), want)
			}
			d := s.Devices[0]
			if d.Error == nil || d.Error.Kind != "panic" || len(d.Answers) == 0 {
				t.Errorf("error %+v, %d answers", d.Error, len(d.Answers))
			}
			if !strings.Contains(log.String(), "TestAPanicCostsOneDevice") || strings.Contains(log.String(), said) {
				t.Errorf("the log says %s", &log)
			}
		})
	}
}

// Who watches a run may fail, and takes nothing from it.
func TestAPanicOfWhoWatchesCostsNothing(t *testing.T) {
	b := newBench(t, fleetOfThree)
	b.plan.Finished = func(snapshot.Device) { panic("the bar") }
	s := b.run(t.Context())
	if want := []string{"slow audited", "down unreachable", "quick audited"}; !slices.Equal(outcomes(s), want) || !s.Complete {
		t.Errorf("%v, want %v", outcomes(s), want)
	}
}
