package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// writePrometheus writes the text format for the textfile collector of node_exporter. A
// value that is not known has no line.
func writePrometheus(w io.Writer, r *Report, _ Options) error {
	var out bytes.Buffer
	p := promWriter{out: &out}
	names := make(uniqueNames)
	for _, d := range r.Devices {
		p.names = append(p.names, names.pick(d.Name))
	}
	p.metric("ntpaudit_info", "What made this report, and under which policy.")
	p.value("ntpaudit_info", "1", "version", r.Tool.Version, "policy", r.Policy.Name, "tier", strings.Join(r.tiers(), "+"))
	p.metric("ntpaudit_complete", "Whether every device was asked; 0 after an interruption.")
	p.value("ntpaudit_complete", promBool(r.Complete))
	p.metric("ntpaudit_finished_timestamp_seconds", "When the run ended, by the clock of the auditing host.")
	p.value("ntpaudit_finished_timestamp_seconds", exact(r.Finished.UnixMilli(), 3))
	p.auditors("ntpaudit_auditor_offset_low_seconds", "Clock of the auditing host minus reference: not below.", r, func(b *Bounds) *Seconds { return b.Low })
	p.auditors("ntpaudit_auditor_offset_high_seconds", "Clock of the auditing host minus reference: not above.", r, func(b *Bounds) *Seconds { return b.High })
	p.devices(r)
	p.findings(r)
	_, err := w.Write(out.Bytes())
	return err
}

// auditors writes how far the clock of each auditing host was off; of several, with the run.
func (p promWriter) auditors(name, help string, r *Report, end func(*Bounds) *Seconds) {
	said := false
	for i, ref := range r.references() {
		if ref.Offset == nil || end(ref.Offset) == nil {
			continue
		}
		if !said {
			p.metric(name, help)
			said = true
		}
		var labels []string
		if ref.label != "" {
			labels = []string{"collector", r.Collectors[i].ID}
		}
		p.value(name, end(ref.Offset).String(), labels...)
	}
}

func promBool(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// promWriter holds, beside the text, a label for each device that no other device has: one
// series that is there twice makes the collector refuse the file.
type promWriter struct {
	out   *bytes.Buffer
	names []string
}

func (p promWriter) metric(name, help string) {
	fmt.Fprintf(p.out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

var promEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// value writes a line; labels are names and values in turn.
func (p promWriter) value(name, value string, labels ...string) {
	p.out.WriteString(name)
	for i := 0; i < len(labels); i += 2 {
		fmt.Fprintf(p.out, `%c%s="%s"`, "{,"[min(i, 1)], labels[i], promEscapes.Replace(clip(labels[i+1], 0)))
	}
	if len(labels) > 0 {
		p.out.WriteByte('}')
	}
	p.out.WriteString(" " + value + "\n")
}

// devices writes each metric for all devices, as the format wants a metric in one piece.
func (p promWriter) devices(r *Report) {
	for _, m := range []struct {
		name, help string
		text       func(*Device) string
	}{
		{"ntpaudit_clock_offset_seconds", "Clock minus reference, midpoint; positive is fast.", func(d *Device) string { return d.offsetEnd(func(o *Offset) *Seconds { return o.Estimate }) }},
		{"ntpaudit_clock_offset_low_seconds", "Clock minus reference: not below.", func(d *Device) string { return d.offsetEnd(func(o *Offset) *Seconds { return o.Low }) }},
		{"ntpaudit_clock_offset_high_seconds", "Clock minus reference: not above.", func(d *Device) string { return d.offsetEnd(func(o *Offset) *Seconds { return o.High }) }},
		{"ntpaudit_clock_limit_seconds", "The limit that decides about the clock.", (*Device).limitCell},
		{"ntpaudit_ntp_synchronized", "Whether the device says that it is synchronized.", (*Device).synchronizedFlag},
		{"ntpaudit_ntp_stratum", "Stratum of the device by its own account.", (*Device).stratumCell},
		{"ntpaudit_ntp_sources_configured", "Sources in the configuration.", func(d *Device) string { return d.sourcesCell(func(s Sources) *int { return s.Configured }) }},
		{"ntpaudit_ntp_sources_usable", "Sources that the device could follow.", func(d *Device) string { return d.sourcesCell(func(s Sources) *int { return s.Usable }) }},
	} {
		p.metric(m.name, m.help)
		for i := range r.Devices {
			if text := m.text(&r.Devices[i]); text != "" {
				p.value(m.name, text, "device", p.names[i])
			}
		}
	}
	p.metric("ntpaudit_device_state", "1 for the state that the device is in: pass, settling, unknown or fail.")
	for i := range r.Devices {
		d := &r.Devices[i]
		for _, s := range check.States() {
			p.value("ntpaudit_device_state", promBool(d.State == s), "device", p.names[i], "state", string(s))
		}
	}
}

func (d *Device) offsetEnd(pick func(*Offset) *Seconds) string {
	if d.Clock == nil || d.Clock.Offset == nil {
		return ""
	}
	return secondsCell(pick(d.Clock.Offset))
}

func (d *Device) limitCell() string { return secondsCell(d.limit()) }

func (d *Device) synchronizedFlag() string {
	if d.NTP == nil || d.NTP.Synchronized == nil {
		return ""
	}
	return promBool(*d.NTP.Synchronized)
}

func (d *Device) stratumCell() string {
	if d.NTP == nil {
		return ""
	}
	return intCell(d.NTP.Stratum)
}

func (d *Device) sourcesCell(pick func(Sources) *int) string {
	if d.NTP == nil {
		return ""
	}
	return intCell(pick(d.NTP.Sources))
}

// findings writes a line a failed check of a device, and how many findings have each status.
func (p promWriter) findings(r *Report) {
	p.metric("ntpaudit_check_failed", "Subjects for which a check of a device failed.")
	for i := range r.Devices {
		d := &r.Devices[i]
		for _, id := range d.FailedChecks() {
			count, worst := 0, policy.Off
			for _, f := range d.Findings {
				if f.Check == id && f.Status == check.StatusFail {
					count, worst = count+1, max(worst, f.Severity)
				}
			}
			p.value("ntpaudit_check_failed", strconv.Itoa(count), "device", p.names[i], "check", id, "severity", worst.String())
		}
	}
	p.metric("ntpaudit_findings", "Findings by status, of the devices and of the fleet.")
	c := r.Summary.Checks
	for _, s := range []struct {
		status check.Status
		count  int
	}{
		{check.StatusPass, c.Pass}, {check.StatusFail, c.Fail}, {check.StatusInconclusive, c.Inconclusive},
		{check.StatusNotMeasured, c.NotMeasured}, {check.StatusManual, c.Manual}, {check.StatusWaived, c.Waived},
		{check.StatusNotApplicable, c.NotApplicable},
	} {
		p.value("ntpaudit_findings", strconv.Itoa(s.count), "status", string(s.status))
	}
}
