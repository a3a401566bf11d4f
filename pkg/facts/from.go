package facts

import (
	"slices"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/measure"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// From derives everything that is known from the evidence of a run. It is pure: the same evidence gives
// the same facts, whenever and wherever.
func From(s *snapshot.Snapshot) *Fleet { return FromWith(s, measure.Defaults()) }

// FromWith is From with other parameters than an audit uses.
func FromWith(s *snapshot.Snapshot, p measure.Parameters) *Fleet {
	f := &Fleet{
		RunID: s.RunID, Tool: s.Tool, Started: s.Started, Finished: s.Finished, Complete: s.Complete,
		Notes: slices.Clone(s.Notes), Partial: s.Inventory.Partial,
	}
	run := newRun(s, p)
	all := evidenceOf(s)
	readings := make([]*clockEvidence, len(all))
	for i, e := range all {
		f.Devices = append(f.Devices, e.facts())
		readings[i] = run.readClock(e)
	}
	identify(f.Devices, s.Inventory.Servers)
	run.assemble(f.Devices, all)
	ref := run.reference(readings)
	for i, r := range readings {
		d := &f.Devices[i]
		d.Clock = ref.clock(r)
		d.MeasuredAt = r.measuredAt(s.Timeline.Origin)
		if d.Clock == nil {
			d.Gaps = append(d.Gaps, Gap{Kind: KindClock, Reason: r.reason})
		}
		d.Notes = append(d.Notes, r.notes...)
	}
	f.Reference, f.Servers = ref.facts(), run.servers(ref)
	return f
}

// evidence is a device with what it answered.
type evidence struct {
	inventory inventory.Device
	answers   snapshot.Device
	parsed
}

// evidenceOf pairs the devices of the inventory, in its order, with their answers. A device that the run
// ended before says so. Answers of devices that the inventory does not list come last.
func evidenceOf(s *snapshot.Snapshot) []*evidence {
	byName := make(map[string]int, len(s.Devices))
	for i, d := range s.Devices {
		byName[d.Name] = i
	}
	var all []*evidence
	used := make([]bool, len(s.Devices))
	for _, d := range s.Inventory.Devices {
		e := &evidence{inventory: d, answers: notAsked(d.Name)}
		if i, ok := byName[d.Name]; ok {
			e.answers, used[i] = s.Devices[i], true
		}
		all = append(all, e)
	}
	for i, d := range s.Devices {
		if !used[i] && byName[d.Name] == i {
			all = append(all, &evidence{inventory: inventory.Device{Name: d.Name}, answers: d})
		}
	}
	for _, e := range all {
		e.read(parse)
	}
	return all
}

// read reads the answers of one device. What breaks down on them is the failure of that device, and of no other.
func (e *evidence) read(parse func(*snapshot.Device) parsed) {
	defer func() {
		if recover() != nil { // its cause may be made of what the device said
			e.answers.Outcome = snapshot.Protocol
			e.answers.Error = &snapshot.Error{Kind: "panic", Message: "reading its answers broke down; please report this, with the evidence"}
			e.answers.Answers, e.answers.NTP = nil, nil
			e.parsed = unread(&e.answers)
		}
	}()
	e.disown()
	e.parsed = parse(&e.answers)
}

func notAsked(name string) snapshot.Device {
	return snapshot.Device{
		Name: name, Outcome: snapshot.Timeout,
		Error: &snapshot.Error{Kind: "interrupted", Message: "not asked: the run ended first"},
	}
}

// facts is the device without its clock, which needs the reference.
func (e *evidence) facts() Device {
	return Device{
		Device: e.inventory, Outcome: e.answers.Outcome, Error: e.answers.Error, Elapsed: e.answers.Elapsed,
		Notes: slices.Concat(e.answers.Notes, e.notes), AnswersNTP: e.answersNTP(),
		Version: e.version, NTP: e.ntp, Config: e.config, PKI: e.pki, Gaps: slices.Clone(e.gaps),
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
