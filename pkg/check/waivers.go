package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// waivers applies the waivers of a policy, and remembers what became of each.
type waivers struct {
	list    []policy.Waiver
	now     time.Time
	partial bool
	fate    []fate // parallel to list
}

// fate is what became of a waiver in this run.
type fate struct {
	devices []string // whose findings it excused, or would have if it had not lapsed
	met     bool     // it names a device of this run
	open    bool     // it met a question that was not answered
}

func newWaivers(p *policy.Policy, fleet *facts.Fleet) *waivers {
	return &waivers{
		list:    p.Waivers,
		now:     fleet.ReferenceTime(),
		partial: fleet.Partial,
		fate:    make([]fate, len(p.Waivers)),
	}
}

// apply excuses a finding about one device.
func (w *waivers) apply(f *Finding, d *facts.Device) {
	for i := range w.list {
		if w.list[i].Covers(f.Check, d.Device) {
			w.fate[i].met = true
			w.excuse(i, f, d.Name)
		}
	}
}

// whole returns the waiver in force that excuses the whole device; nil: there is none. That
// the device told nothing is something to excuse, whatever the checks.
func (w *waivers) whole(d *facts.Device) *policy.Waiver {
	var found *policy.Waiver
	for i := range w.list {
		if !w.list[i].Whole() || !w.list[i].Covers("", d.Device) {
			continue
		}
		w.fate[i].met = true
		if !d.Outcome.Answered() {
			w.fate[i].devices = append(w.fate[i].devices, d.Name)
		}
		if found == nil && !w.list[i].Expired(w.now) {
			found = &w.list[i]
		}
	}
	return found
}

// applyFleet excuses a finding about the fleet, by a waiver that covers every device that
// it names.
func (w *waivers) applyFleet(f *Finding, devices map[string]*facts.Device) {
	for i := range w.list {
		exposed := func(name string) bool {
			d := devices[name]
			return d == nil || !w.list[i].Covers(f.Check, d.Device)
		}
		if len(f.Devices) > 0 && !slices.ContainsFunc(f.Devices, exposed) {
			w.fate[i].met = true
			w.excuse(i, f, f.Devices...)
		}
	}
}

func (w *waivers) excuse(i int, f *Finding, devices ...string) {
	if f.Status != StatusFail && !f.Status.open() {
		return
	}
	fate := &w.fate[i]
	fate.open = fate.open || f.Status.open()
	fate.devices = append(fate.devices, devices...)
	if !w.list[i].Expired(w.now) {
		f.Status, f.Waiver = StatusWaived, &w.list[i]
	}
}

// lapsed reports the waivers that no longer excuse anything, as information: what they
// excused speaks for itself. One that names no device of a part of the fleet may well have
// its use elsewhere.
func (w *waivers) lapsed() []Finding {
	var findings []Finding
	for i, waiver := range w.list {
		fate := w.fate[i]
		var message string
		switch {
		case w.list[i].Expired(w.now):
			message = fmt.Sprintf("waiver lapsed on %s", waiver.Expires.UTC().Format(time.DateOnly))
		case len(fate.devices) > 0:
			continue
		case fate.met:
			message = "waiver not needed; what it excuses passes"
		case w.partial:
			continue
		default:
			message = "waiver matches nothing"
		}
		f := Finding{Check: waiver.Check, Subject: fmt.Sprintf("waiver %d", i+1), Severity: policy.Info, Waiver: &w.list[i]}
		f.Devices = distinct(fate.devices)
		a := Answer{&f}
		a.Expectf("a waiver that is in force and needed")
		a.Actualf("for %s; owner %s; reason: %s", strings.Join(waiver.Devices, " "), waiver.Owner, waiver.Reason)
		a.Failf("%s", message)
		findings = append(findings, f)
	}
	return findings
}

// distinct is a list with each name once, in the order of their first places.
func distinct(names []string) []string {
	seen := make(map[string]bool, len(names))
	return slices.DeleteFunc(names, func(name string) bool {
		again := seen[name]
		seen[name] = true
		return again
	})
}
