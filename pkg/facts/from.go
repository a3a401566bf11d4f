package facts

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// From derives everything that is known from the evidence of the runs that asked a fleet. It is pure: the same evidence
// gives the same facts, whenever and wherever. Of several runs each keeps its own timeline and references; which
// devices are which, and who takes time from whom, is worked out over all of them.
//
// What a device answered is read by the platform that it is of: see Device.OS.
func From(platforms platform.List, runs ...*snapshot.Snapshot) *Fleet {
	return FromWith(measure.Defaults(), platforms, runs...)
}

// FromWith is From with other parameters than an audit uses.
func FromWith(p measure.Parameters, platforms platform.List, snapshots ...*snapshot.Snapshot) *Fleet {
	snapshots = snapshot.ByAge(snapshots)
	f := newFleet(snapshots)
	runs := make([]*run, len(snapshots))
	for k, s := range snapshots {
		runs[k] = newRun(s, p)
	}
	joined := snapshot.Join(snapshots)
	all := make([]*evidence, len(joined))
	readings := make([]*clockEvidence, len(all))
	for i, a := range joined {
		e := &evidence{inventory: a.Inventory, answers: a.Device, collector: a.Run}
		e.answers.Notes = slices.Concat(e.answers.Notes, a.Notes)
		all[i] = e
		readings[i] = e.read(platforms, runs[e.collector].readClock)
		f.Devices = append(f.Devices, e.facts())
		f.Devices[i].assumeRole()
	}
	identify(f.Devices, func(d *Device) []inventory.Route { return snapshots[d.Collector].Inventory.Servers })
	for _, s := range snapshots {
		f.Keys = append(f.Keys, sharedKeys(s.Inventory.Servers))
	}
	audited := knownDevices(f.Devices, all)
	refs := make([]*reference, len(runs))
	for k, r := range runs {
		r.assemble(audited)
		refs[k] = r.reference(of(k, readings))
		f.Collectors[k].Reference = refs[k].facts()
		f.Collectors[k].measured(r.servers(refs[k]))
	}
	for i, r := range readings {
		f.Devices[i].read(r, refs[r.collector])
	}
	f.compare(readings, refs)
	f.conclude(snapshots, joined)
	return f
}

// of are the readings that one run took.
func of(collector int, readings []*clockEvidence) (list []*clockEvidence) {
	for _, r := range readings {
		if r.collector == collector {
			list = append(list, r)
		}
	}
	return list
}

// read adds the clock of the device, by the reference of the run that read it.
func (d *Device) read(c *clockEvidence, ref *reference) {
	d.Clock = ref.clock(c)
	d.MeasuredAt = c.measuredAt(ref.run.origin)
	if d.Clock == nil {
		d.Gaps = append(d.Gaps, Gap{Kind: KindClock, Reason: c.reason})
	}
	d.Notes = append(d.Notes, c.notes...)
}

// evidence is a device with what it answered.
type evidence struct {
	inventory inventory.Device
	answers   snapshot.Device
	collector int // the run that asked it
	system
	parsed
}

// read reads the answers of one device, its clock last. What breaks down on them is the failure of that device, and of no
// other.
func (e *evidence) read(platforms platform.List, readClock func(*evidence) *clockEvidence) (c *clockEvidence) {
	defer func() {
		if recover() != nil { // its cause may be made of what the device said
			e.refuse(snapshot.Protocol, snapshot.Error{Kind: "panic", Message: "reading its answers broke down; please report this, with the evidence"})
			e.parsed = unread(&e.answers)
			c = readClock(e)
		}
	}()
	e.settle(platforms)
	e.parsed = parse(e.system, &e.answers)
	e.proveStatus()
	return readClock(e)
}

// facts is the device without its clock, which needs the reference.
func (e *evidence) facts() Device {
	return Device{
		Device: e.inventory, OS: e.system.reads, Told: e.told, Contradicts: e.contradicts(e.inventory.Platform), Outcome: e.answers.Outcome, Error: e.answers.Error, Elapsed: e.answers.Elapsed,
		Collector: e.collector, Notes: slices.Concat(e.answers.Notes, e.notes), AnswersNTP: e.answersNTP(),
		Version: e.version, NTP: e.ntp, Config: e.config, PKI: e.pki, Startup: e.startup, Gaps: slices.Clone(e.gaps),
	}
}

// answersNTP tells whether one of the device's replies carries timestamps that mean something.
func (e *evidence) answersNTP() *bool {
	if len(e.answers.NTP) == 0 {
		return nil
	}
	answers := slices.ContainsFunc(e.answers.NTP, func(x snapshot.Exchange) bool {
		read, ok := readExchange(x, 0)
		return ok && len(worthless(read.Faults(measure.Defaults()))) == 0
	})
	return &answers
}
