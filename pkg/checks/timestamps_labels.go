package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

var timestampsLabels = check.Check{
	ID: "timestamps-labels",
	Doc: check.Doc{
		Title: "A zone label means one offset in the whole fleet",
		Text: `IST is Israel, India and Ireland. A collector that takes the label of a log
line for an offset takes the same one for all devices.
Over all devices whose log lines carry the label of local time, fails once for
each label that stands for two standard offsets. Devices that stamp in UTC, or
without a label, do not count. Where a part of the fleet shows none, the check
does not apply: the rest may.`,
		Remedy: `Stamp in UTC, or give the devices of one of the places another label.`,
	},
	Needs:    []facts.Kind{facts.KindConfig},
	RunFleet: runTimestampsLabels,
}

// labelled are the devices whose log lines carry one label, by the standard offset that it stands for there.
type labelled struct {
	label   string
	offsets []time.Duration // in the order of the devices
	devices map[time.Duration][]string
}

func runTimestampsLabels(p *check.FleetPass) {
	if !tellLabels(p) {
		notWhole(p)
	}
}

// tellLabels fails for each label that stands for two offsets, and reports whether one does.
func tellLabels(p *check.FleetPass) (failed bool) {
	for _, l := range labelsInUse(p.Fleet) {
		if len(l.offsets) < 2 {
			continue
		}
		slices.Sort(l.offsets)
		var parts, all []string
		for _, o := range l.offsets {
			parts = append(parts, fmt.Sprintf("%s on %s", interval.UTC(o), list(l.devices[o])))
			all = append(all, l.devices[o]...)
		}
		a := p.About(l.label, all...)
		a.Expectf("one offset for each label")
		a.Actualf("%s", strings.Join(parts, ", "))
		a.Failf("%s means %s", l.label, strings.Join(parts, " and "))
		a.ByHand("No line is written: which devices get another label, or stamps in UTC, is a decision.")
		failed = true
	}
	return failed
}

func labelsInUse(fleet *facts.Fleet) []*labelled {
	var all []*labelled
	for i := range fleet.Devices {
		d := &fleet.Devices[i]
		label, offset, ok := logLabel(d)
		if !ok {
			continue
		}
		k := slices.IndexFunc(all, func(l *labelled) bool { return strings.EqualFold(l.label, label) })
		if k < 0 {
			k = len(all)
			all = append(all, &labelled{label: label, devices: map[time.Duration][]string{}})
		}
		if all[k].devices[offset] == nil {
			all[k].offsets = append(all[k].offsets, offset)
		}
		all[k].devices[offset] = append(all[k].devices[offset], d.Name)
	}
	return all
}

// logLabel is the label of standard time in the log lines of a device. ok is false where there is none, or where it or its
// offset is not known.
func logLabel(d *facts.Device) (label string, standard time.Duration, ok bool) {
	if d.Config == nil || d.Config.Timezone == nil {
		return "", 0, false
	}
	half := side{stamps: d.Config.TimestampsLog}
	local, reason := d.Config.LocalTime()
	if !half.has("localtime") || !half.has("show-timezone") || reason != "" || d.MeasuredAt == nil {
		return "", 0, false
	}
	return d.Config.Timezone.Name, local.Standard(*d.MeasuredAt), true
}
