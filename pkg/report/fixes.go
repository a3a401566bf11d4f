package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
)

// Fixes returns the plan of each device that has failed, in the report's order.
func (r *Report) Fixes(o Options) []fix.Sheet {
	var list []fix.Sheet
	for i := range r.Devices {
		if s := r.sheet(&r.Devices[i], o); !s.Empty() {
			list = append(list, s)
		}
	}
	return list
}

// sheet is the plan of a device with what it rests on.
func (r *Report) sheet(d *Device, o Options) fix.Sheet {
	measured := r.Finished
	if d.MeasuredAt != nil {
		measured = *d.MeasuredAt
	}
	out := fix.Sheet{
		Name: d.Name, Address: d.Address, Steps: d.Plan,
		Basis: []string{fmt.Sprintf("audited %s, policy %s", stamp(measured), r.Policy.text())},
	}
	if d.Outcome != Audited {
		out.Basis = append(out.Basis, "Not everything is known of this device: "+d.errorText())
	}
	for i := range d.Findings {
		if f := &d.Findings[i]; f.Status == check.StatusFail {
			out.Failures = append(out.Failures, o.failure(f))
		}
	}
	if len(out.Failures) == 0 {
		out.Steps = nil // a plan of nothing
	}
	return out
}

func (o Options) failure(f *Finding) fix.Failure {
	return fix.Failure{Name: f.Check + ": " + f.about(), Planned: len(f.Changes) > 0, Reasons: f.ByHand, Remedy: o.remedy(f)}
}

// WriteFixes writes the plans of the devices. What is wrong with the fleet as a whole, and
// devices of which too little is known, stand below as comments.
func (r *Report) WriteFixes(w io.Writer, o Options) error {
	var out bytes.Buffer
	said, sheets := make(map[string]bool), r.Fixes(o)
	r.writeOrder(&out, sheets)
	for _, p := range sheets {
		p.Refer(said)
		if err := p.Write(&out); err != nil {
			return err
		}
		out.WriteByte('\n')
	}
	r.writeFleetFix(&out, o)
	r.writeUnknown(&out)
	if out.Len() == 0 {
		fix.Comment(&out, "", fmt.Sprintf("Nothing to fix under policy %s (%s).", r.Policy.Name, stamp(r.Finished)))
	}
	_, err := w.Write(append(bytes.TrimRight(out.Bytes(), "\n"), '\n'))
	return err
}

// writeOrder says in which order devices are gone through where some of them serve the others: those without clients first, then
// upwards.
func (r *Report) writeOrder(out *bytes.Buffer, sheets []fix.Sheet) {
	below := r.followers()
	var servers []string
	planned := 0
	for i := range sheets {
		if !sheets[i].AboutNTP() {
			continue
		}
		planned++
		if name := sheets[i].Name; len(below[name]) > 0 {
			servers = append(servers, name)
		}
	}
	if planned < 2 || len(servers) == 0 {
		return
	}
	slices.SortStableFunc(servers, func(a, b string) int { return len(below[a]) - len(below[b]) })
	fix.Comment(out, "", "One device of a kind before the others, and those without clients first. Last come those that others take time from: "+enumerate(servers)+".")
	out.WriteByte('\n')
}

// mostServers is how many of them are named.
const mostServers = 8

func enumerate(names []string) string {
	if more := len(names) - mostServers; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostServers], ", "), more)
	}
	return strings.Join(names, ", ")
}

// writeFleetFix shows the failures of the fleet as a whole that concern a device.
// Waivers that have lapsed are a matter of the policy.
func (r *Report) writeFleetFix(out *bytes.Buffer, o Options) {
	concerned := make(map[string]bool)
	for i := range r.Devices {
		concerned[r.Devices[i].Name] = true
	}
	first := true
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Status != check.StatusFail || f.Waiver != nil || !slices.ContainsFunc(f.Devices, func(name string) bool { return concerned[name] }) {
			continue
		}
		if first {
			fix.Comment(out, "", "The fleet as a whole:")
			first = false
		}
		failure := o.failure(&f.Finding)
		failure.Write(out)
	}
	if !first {
		out.WriteByte('\n')
	}
}

// writeUnknown names the devices that nothing is said about because nothing, or too little, is known.
func (r *Report) writeUnknown(out *bytes.Buffer) {
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Outcome != Audited && d.sign() != check.StateWaived && len(d.FailedChecks()) == 0 {
			fix.Comment(out, "", d.Name+": nothing known about this device: "+d.errorText())
		}
	}
	if !r.Complete {
		fix.Comment(out, "", "The report is incomplete.")
	}
}

// HoldPlans reports the first plan that is not what the changes of its findings are written as: the file was changed, or is of another
// version. Nothing of it may be entered.
func (r *Report) HoldPlans(words fix.Renderer) error {
	for i := range r.Devices {
		d := &r.Devices[i]
		told := fix.Told{Platform: d.Platform, Release: string(d.OSVersion), Model: string(d.Model), Steps: d.Plan}
		failed := false
		for _, f := range d.Findings {
			if f.Status == check.StatusFail {
				failed, told.Changes = true, append(told.Changes, f.Changes...)
			}
		}
		if !failed {
			continue // it has no plan
		}
		if err := words.Hold(told); err != nil {
			return fmt.Errorf("%s: the plan in the report %w: the file was changed, or is of another version; audit the device again", clip(d.Name, longestTitle), err)
		}
	}
	return nil
}

const longestTitle = 80
