package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// words writes changes for the platforms that are known.
var words = fix.For(platforms.All())

// propose adds changes, and their lines on a device of IOS.
func (f *Finding) propose(changes ...show.Change) {
	f.Changes = append(f.Changes, changes...)
	f.Fix = []string{}
	p, _ := platforms.All().ByName("cisco_ios")
	for _, c := range f.Changes {
		lines, err := p.Write(c)
		if err != nil {
			f.ByHand = append(f.ByHand, err.Error())
		}
		f.Fix = append(f.Fix, lines...)
	}
}

// planned gives a device the plan for its failures.
func planned(d Device) Device {
	f := &facts.Fleet{Devices: []facts.Device{{Device: inventory.Device{Name: d.Name, Host: d.Address, Platform: "cisco_ios"}}}}
	var findings []check.Finding
	for _, x := range d.Findings {
		findings = append(findings, check.Finding{Check: x.Check, Subject: x.Subject, Status: x.Status, Changes: x.Changes, ByHand: x.ByHand})
	}
	p := words.Plans(f, check.Results{Devices: [][]check.Finding{findings}})[0]
	d.Plan = p.Steps
	for k := range d.Findings {
		d.Findings[k].take(p.Of(k))
	}
	return d
}

// with is a further source, with a key where that is not 0.
func with(address string, key int) show.Change {
	s := &show.ServerLine{Type: "server", Address: address}
	if key != 0 {
		s.Key = &key
	}
	return show.Change{Verb: show.AddServer, Server: s}
}

func without(address string) show.Change {
	return show.Change{Verb: show.RemoveServer, Server: &show.ServerLine{Type: "server", Address: address}}
}

func datedLog() show.Change {
	return show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true}}
}

func datedDebug() show.Change {
	return show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideDebug, Msec: true}}
}

func ptr[T any](v T) *T { return &v }

func seconds(d time.Duration) *Seconds { return ptr(Seconds(d)) }

const ms = time.Millisecond

var started = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// campus is a fleet with a story a device, each with a catalogue of five checks and more.
func campus() *Report {
	r := &Report{
		Schema: SchemaVersion, RunID: "20261122T100000Z-5f3a", Tool: Tool{Name: "ntpaudit", Version: "1.0.0"},
		Started: started, Finished: started.Add(4200 * ms),
		Policy: Policy{Name: "baseline", Digest: "0123456789ab", Editions: []Edition{{"rfc-8633", "RFC 8633", "8633", "2019-07", "2026-11-27"}, {"stig", "DISA STIG V3R7", "V3R7", "", "2026-11-27"}}}, Complete: true, Notes: []string{},
		Reference: campusReference(),
		Devices: []Device{
			healthy("core1", "10.0.0.1", "10.9.0.1", 1*ms, 6*ms),
			wrongSource(),
			neverSet(),
			lostSource(),
			wrongZone(),
			uptimeStamps(),
			ntpOff(),
			unreachable(),
			refusedEnable(),
		},
		Findings: []FleetFinding{{
			Finding: Finding{
				Check: "ntp-single-point", Subject: "core1", Status: check.StatusFail, Severity: policy.Low,
				Message: "3 devices lose the time with core1", Expected: "two ways to a root", Actual: "one",
				Evidence: []facts.Evidence{}, Fix: []string{}, Controls: []check.Control{},
			},
			Devices: []string{"acc1", "acc5"},
		}},
	}
	for i := range r.Devices {
		for _, f := range r.Devices[i].Findings {
			if f.Status == check.StatusFail && len(f.Fix) > 0 {
				r.Devices[i].Plan = append(r.Devices[i].Plan, fix.Step{Stage: 1, Lines: f.Fix})
			}
		}
	}
	settled(r)
	return r
}

// settled is a report as New, or Decode, leaves it.
func settled(r *Report) {
	r.Collectors, r.Reference = nil, r.references()[0].Reference
	for i := range r.Devices {
		r.Devices[i].Collector = ""
	}
	if err := r.settle(); err != nil {
		panic(err)
	}
	r.Judge(check.DefaultTerms())
}

func campusReference() *Reference {
	server := func(address string, verdict facts.ServerVerdict, at, half time.Duration) Server {
		return Server{
			Address: address, Roles: []string{roleReference, roleSource}, Verdict: verdict, Stratum: ptr(2), RefID: "GPS",
			Offset: &offset(at, half).Bounds,
			RTT:    seconds(800 * time.Microsecond), RootDistance: seconds(4 * ms), Samples: 3,
		}
	}
	return &Reference{
		Tier: facts.TierConfigured, Offset: &between(-6*ms, 5*ms).Bounds,
		Voters: 4, Faulty: 1, Majority: true,
		Servers: []Server{
			server("10.9.0.1", facts.Truechimer, 0, 4*ms),
			server("10.9.0.2", facts.Truechimer, ms, 4*ms),
			server("10.9.0.3", facts.Truechimer, -ms, 4*ms),
			server("10.9.0.4", facts.Falseticker, 5*time.Second, 7*ms),
			{Address: "10.9.0.9", VRF: "MGMT", Roles: []string{roleSource}, Verdict: facts.NoAnswer, Error: "no answer within 1.5 s"},
		},
	}
}

// joined is a fleet that two runs asked, on two hosts.
func joined() *Report {
	r := campus()
	later := *campusReference()
	later.Offset, later.Servers = &between(2*time.Second-ms, 2*time.Second+ms).Bounds, later.Servers[:3]
	first := r.Collectors[0]
	first.Host, first.Complete = "jump1", false
	second := Collector{ID: "20261122T110000Z-77aa", Host: "jump2", Started: started.Add(time.Hour), Finished: started.Add(time.Hour + time.Minute), Complete: true, Reference: &later}
	r.RunID, r.Finished = first.ID+"+"+second.ID, second.Finished
	r.Collectors, r.Reference = []Collector{first, second}, nil
	for i := range r.Devices {
		if i%2 == 1 {
			r.Devices[i].Collector = second.ID
			r.Devices[i].Notes = []string{"asked in 2 runs; the newest complete answer counts, of 2026-11-22 11:00 UTC"}
		}
	}
	r.Notes = []string{"evidence of 2 runs; devices are judged: 5 by the run of 2026-11-22 10:00 UTC, 4 by the run of 2026-11-22 11:00 UTC"}
	return r
}

func offset(at, half time.Duration) *Offset {
	return between(at-half, at+half)
}

func between(low, high time.Duration) *Offset {
	return newOffset(&interval.Interval{Lo: low, Hi: high})
}

func healthy(name, address, source string, at, half time.Duration) Device {
	row := show.Association{
		Address: source, RefClock: ptr(".GPS."), Stratum: 2, When: ptr(20), Poll: 64, Reach: 255, DelayMS: 1.2,
		OffsetMS: ptr(-0.4), DispMS: ptr(0.9), Flags: ptr("*~"), Role: "sys_peer", Configured: true,
	}
	second := row
	second.Address, second.Role, second.Flags = "10.9.0.2", "candidate", ptr("+~")
	return Device{
		Name: name, Address: address, Platform: "cisco_ios", Declared: "cisco_ios", Tags: []string{"core"}, Outcome: Audited,
		Elapsed: Seconds(1234 * ms), MeasuredAt: ptr(started.Add(2 * time.Second)),
		Model: "C9300-48T", Serial: "FCW2233L0AB", OSVersion: "17.9.4a", Uptime: seconds(31 * 24 * time.Hour), Notes: []string{},
		Clock: &Clock{
			Offset: offset(at, half), Candidates: []Candidate{}, Method: []string{"show clock"},
			Raw: "10:00:02.001 UTC Sun Nov 22 2026", Zone: "UTC", UTCOffset: seconds(0), Authoritative: ptr(true),
			Source: "NTP", Samples: 3, RTT: seconds(2100 * time.Microsecond),
			Width:       &Width{Path: Seconds(2100 * time.Microsecond), Quantum: Seconds(1500 * time.Microsecond), Reference: Seconds(2*half - 3800*time.Microsecond), Drift: Seconds(200 * time.Microsecond)},
			Assumptions: []string{"A1", "A2", "A3", "A4", "A5", "A6"},
		},
		NTP: &NTP{
			Enabled: ptr(true), Synchronized: ptr(true), Stratum: ptr(3), Reference: Optional(source),
			ReferenceOff: seconds(400 * time.Microsecond), LastUpdate: seconds(20 * time.Second),
			Sources: Sources{Configured: ptr(2), Dynamic: ptr(0), Usable: ptr(2)}, Associations: []show.Association{row, second},
		},
		Timestamps: &Timestamps{
			Log:   show.Timestamps{Kind: "datetime", Options: []string{"msec", "show-timezone"}},
			Debug: show.Timestamps{Kind: "datetime", Options: []string{"msec"}},
		},
		Findings: catalogue(),
	}
}

// catalogue is the findings of a device without a fault.
func catalogue() []Finding {
	var all []Finding
	for _, c := range []struct {
		id       string
		severity policy.Severity
	}{
		{"clock-offset", policy.High}, {"clock-set", policy.High}, {"clock-zone", policy.High}, {"ntp-enabled", policy.High},
		{"ntp-synchronized", policy.High}, {"ntp-falseticker", policy.High}, {"ntp-sources", policy.Low},
		{"timestamps-log", policy.High}, {"timestamps-debug", policy.Low},
	} {
		all = append(all, Finding{
			Check: c.id, Status: check.StatusPass, Severity: c.severity,
			Evidence: []facts.Evidence{}, Fix: []string{}, Controls: []check.Control{},
		})
	}
	all[0].Limits = []Limit{{policy.High, Seconds(time.Second)}}
	return all
}

// answer sets the finding of a check.
func (d *Device) answer(id string, status check.Status, message string, change ...func(*Finding)) {
	f := d.Finding(id)
	f.Status, f.Message = status, message
	for _, c := range change {
		c(f)
	}
}

func (d *Device) offsetFails() {
	d.answer("clock-offset", check.StatusFail, d.ClockText()+", limit ±1 s", func(f *Finding) {
		f.Expected, f.Actual = "within ±1 s", d.ClockText()
		f.Evidence = []facts.Evidence{{Command: "show clock detail", Line: string(d.Clock.Raw)}}
	})
}

func wrongSource() Device {
	d := healthy("dist2", "10.0.1.2", "10.9.0.4", 5001*ms, 8*ms)
	d.offsetFails()
	d.answer("ntp-falseticker", check.StatusFail, "10.9.0.4", func(f *Finding) {
		f.propose(without("10.9.0.4"))
		f.Expected, f.Actual = "a source that has the time", "10.9.0.4 is 5.00 s fast"
		f.Evidence = []facts.Evidence{{Command: "show ntp associations", Line: "*~10.9.0.4  .GPS.  2  20  64  377  1.200  -0.400  0.900"}}
		f.Controls = []check.Control{{Framework: "RFC 8633", ID: "3.2"}}
	})
	d.answer("timestamps-debug", check.StatusWaived, "no date", func(f *Finding) {
		f.Waiver = &Waiver{Check: "timestamps-debug", Devices: []string{"dist*"}, Reason: "replaced in May", Owner: "neteng", Expires: "2027-03-31"}
	})
	return d
}

func neverSet() Device {
	const since1993 = -(33*8766*time.Hour + 8*730*time.Hour + 300*time.Hour)
	d := healthy("edge1", "192.0.2.1", "", since1993, 9*ms)
	d.Clock.Raw, d.Clock.Authoritative, d.Clock.Synchronized = "*00:04:11.220 UTC Mon Mar 1 1993", ptr(false), ptr(false)
	d.NTP = &NTP{Enabled: ptr(true), Synchronized: ptr(false), Stratum: ptr(16), Sources: Sources{Configured: ptr(0), Dynamic: ptr(0), Usable: ptr(0)}, Associations: []show.Association{}}
	d.answer("clock-set", check.StatusFail, "woke up in 1993")
	d.answer("ntp-synchronized", check.StatusFail, "never synchronized")
	d.offsetFails()
	return d
}

func lostSource() Device {
	d := healthy("edge2", "192.0.2.2", "10.9.0.1", -1870*ms, 9*ms)
	d.NTP.Synchronized, d.NTP.Stratum, d.NTP.LastUpdate = ptr(false), ptr(16), nil
	d.NTP.Sources.Usable = ptr(0)
	for i := range d.NTP.Associations {
		d.NTP.Associations[i].Reach, d.NTP.Associations[i].When = 0, ptr(21231+i)
	}
	d.answer("ntp-synchronized", check.StatusFail, "reach 0")
	d.offsetFails()
	return d
}

func wrongZone() Device {
	d := healthy("br1", "192.0.2.65", "10.9.0.1", 4*ms, 9*ms)
	d.Clock.Zone, d.Clock.UTCOffset = "CET", seconds(2*time.Hour)
	d.answer("clock-zone", check.StatusFail, "displays +1h", func(f *Finding) {
		f.propose(show.Change{Verb: show.SetZone, Zone: &show.ZoneSetting{Name: "CET", OffsetMinutes: 60}})
	})
	return d
}

func uptimeStamps() Device {
	d := healthy("acc1", "10.0.2.1", "10.1.1.1", 4*ms, 7*ms)
	d.NTP.Stratum, d.NTP.ReferenceIs = ptr(4), "core1"
	d.Timestamps.Log = show.Timestamps{Kind: "uptime", Options: []string{}}
	d.answer("timestamps-log", check.StatusFail, "no date", func(f *Finding) {
		f.propose(show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog, Msec: true, ShowTimezone: true}})
	})
	return d
}

func ntpOff() Device {
	d := healthy("acc3", "10.0.2.3", "", -41207*ms, 7*ms)
	d.NTP = &NTP{Enabled: ptr(false)}
	d.answer("ntp-enabled", check.StatusFail, "NTP is off", func(f *Finding) { f.propose(with("10.9.0.1", 0)) })
	d.answer("ntp-synchronized", check.StatusNotApplicable, "NTP is off")
	d.offsetFails()
	return d
}

func unreachable() Device {
	d := Device{
		Name: "acc4", Address: "10.0.2.4", Platform: "cisco_ios", Declared: "cisco_ios", Tags: []string{}, Outcome: Unreachable, Notes: []string{},
		Error: &Error{Kind: "dial", Message: "no answer in 5 s"}, Elapsed: Seconds(5 * time.Second), Findings: catalogue(),
	}
	for i := range d.Findings {
		d.Findings[i].Status, d.Findings[i].Message = check.StatusNotMeasured, "no answer in 5 s"
	}
	return d
}

func refusedEnable() Device {
	d := healthy("acc5", "10.0.2.5", "10.1.1.1", 3*ms, 7*ms)
	d.NTP.Stratum, d.NTP.ReferenceIs = ptr(4), "core1"
	d.Outcome, d.Error = Partial, &Error{Kind: "enable", Message: "enable refused: no config"}
	d.Timestamps = nil
	for _, id := range []string{"timestamps-log", "timestamps-debug"} {
		d.answer(id, check.StatusNotMeasured, "the configuration was not read")
	}
	return d
}

// fleet is a campus of n devices of which every fifth is wrong.
func fleet(n int) *Report {
	r := campus()
	r.Devices, r.Findings = nil, []FleetFinding{}
	for i := range n {
		d := healthy(fmt.Sprintf("sw%03d", i), fmt.Sprintf("198.51.100.%d", i%250), "10.9.0.1", time.Duration(i-n/2)*100*time.Microsecond, 7*ms)
		if i%5 == 0 {
			d.Clock.Offset = offset(time.Duration(i+10)*time.Second, 7*ms)
			d.offsetFails()
		}
		r.Devices = append(r.Devices, d)
	}
	settled(r)
	return r
}

// attack is a text with everything that a terminal, a spreadsheet, a browser or a parser obeys.
const attack = "=cmd|'/C calc'!A0 \x1b[2J\x1b]0;t\a\u202egnp\u2066\u200b\u009b31m <script>alert(1)</script> a|b `c` **d** &amp; \"q\" \r\n::error::x\n%0A\x00\xff]]> \U000E0041"

// hostile is a report in which whatever can come from a device or a file is an attack.
func hostile() *Report {
	r := campus()
	d := &r.Devices[1]
	d.Name, d.Address, d.Tags = "@"+attack, "-"+attack, []string{attack, "+1"}
	d.Model, d.Serial, d.OSVersion = attack, "=1+1", Optional("\t=1")
	d.Clock.Raw, d.Clock.Zone, d.Clock.Source = attack, "=Z\x1b[31m", attack
	d.NTP.Reference = Optional("@SUM(1)" + attack)
	d.NTP.Associations[0].Address, d.NTP.Associations[0].RefClock = attack, ptr(attack)
	d.Notes = []string{attack}
	d.answer("ntp-falseticker", check.StatusFail, attack, func(f *Finding) {
		f.Subject, f.Expected, f.Actual = attack, attack, attack
		f.Evidence = []facts.Evidence{{Command: "show clock", Line: attack}}
		f.propose(with(attack, 0))
		f.Fix, f.ByHand = []string{attack}, nil
		f.Controls = []check.Control{{Framework: attack, ID: attack}}
	})
	long := &r.Devices[2]
	long.Name = strings.Repeat("x", 10_000)
	long.answer("clock-set", check.StatusFail, strings.Repeat("很长", 5_000))
	r.Devices[3].Name = "東京ルータ一号機"
	r.Devices[4].Name = "e\u0301" + strings.Repeat("\u0301", 5_000)
	r.Devices[7].Error.Message = attack
	r.Findings[0].Subject, r.Findings[0].Message, r.Findings[0].Devices = attack, attack, []string{attack}
	r.Notes, r.RunID, r.Policy.Name, r.Tool.Version = []string{attack}, "=run", attack, attack
	r.Reference.Servers[3].Address, r.Reference.Servers[4].Error = attack, attack
	return r
}
