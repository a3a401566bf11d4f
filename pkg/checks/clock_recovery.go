package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var clockRecovery = check.Check{
	ID: "clock-recovery",
	Doc: check.Doc{
		Title: "The device gets its time back after a power cut",
		Text: `A router without a battery-backed clock starts in 1993 or 2002. Its
certificates are then not yet valid; if NTP must come through a tunnel that
needs them, neither comes up before the other, and somebody has to drive
there. Nothing shows it before the power fails.
On IOS: fails if the model has no calendar, no "clock save interval" keeps the
time over a restart, the device holds certificates that can expire, and every
usable source is reached through a tunnel with "tunnel protection". At low,
as a possibility, if it is not known whether the sources are reached through a
tunnel, or a crypto map may cover them; and on models with a calendar whose
sources are all behind such a tunnel, as IOS does not trust the calendar
without "clock calendar-valid" and PKI waits for that. Certificates that the
device or the factory made do not count. Passes otherwise; with "clock save
interval" the time after a power cut is up to that many hours old, which is
enough for certificates.`,
		Remedy: `On IOS: "clock save interval 8". Better still, give the device a source that
it reaches without the tunnel.`,
	},
	Needs: []facts.Kind{show.KindCalendar, facts.KindVersion, facts.KindConfig, facts.KindPKI},
	Wants: []facts.Kind{facts.KindAssociations},
	Run:   runClockRecovery,
}

func runClockRecovery(p *check.Pass, _ check.Subject) {
	p.Expectf("a clock that survives a power cut, or a source outside the tunnel")
	held, model := expiring(p), p.Version.Model
	way := wayToSources(p)
	p.Actualf("%s", strings.Join([]string{keeps(p, model), check.Count(len(held), "certificate") + " that can expire", way.text()}, "; "))
	switch {
	case len(held) == 0:
		return
	case p.Config.SaveInterval > 0:
		p.Cite(configLines(p, "clock save interval")...)
		return
	}
	if reason, odd := notUnderstood(p, "clock", "save"); odd {
		p.NotMeasuredf("%s", reason)
		return
	}
	switch show.CalendarOf(model) {
	case show.NoCalendar:
		withoutCalendar(p, held[0], way)
	case show.KeptCalendar, show.DriftingCalendar:
		withCalendar(p, held[0], way)
	default:
		if way.certain != throughTunnel {
			p.GradeAtMost(policy.Low)
		}
		p.NotMeasuredf("not known whether model %q has a calendar", model)
	}
}

func keeps(p *check.Pass, model string) string {
	switch {
	case p.Config.SaveInterval > 0:
		return fmt.Sprintf("model %s, clock save interval %d", model, p.Config.SaveInterval)
	case show.CalendarOf(model) == show.NoCalendar:
		return fmt.Sprintf("model %s has no calendar, no clock save interval", model)
	}
	return "model " + model
}

func withoutCalendar(p *check.Pass, c facts.Certificate, w way) {
	p.Cite(w.lines...)
	save := changes(show.Change{Verb: show.SaveInterval, Hours: 8})
	switch w.certain {
	case throughTunnel:
		p.Failf("will not come back after a power cut; %s has no calendar and no clock save interval, and all sources leave through %s, which needs the certificate of %s",
			p.Version.Model, list(w.interfaces), trustpoint(c))
		mend(p, save.and(byHand("The time is then up to 8 hours old, which is enough for certificates. A source outside the tunnel is better still.")))
	default:
		p.GradeAtMost(policy.Low)
		p.Failf("may not come back after a power cut; %s has no calendar and no clock save interval, and holds the certificate of %s; %s",
			p.Version.Model, trustpoint(c), w.text())
		mend(p, save)
	}
}

// withCalendar judges a model whose clock starts from a battery: it is not authoritative until NTP answers.
func withCalendar(p *check.Pass, c facts.Certificate, w way) {
	if w.certain != throughTunnel || p.Config.CalendarValid {
		return
	}
	p.Cite(w.lines...)
	p.GradeAtMost(policy.Low)
	p.Failf("may wait after a power cut; all sources leave through %s, which needs the certificate of %s, and PKI waits for a clock that is authoritative: there is no clock calendar-valid",
		list(w.interfaces), trustpoint(c))
	p.ByHand("Give the device a source outside the tunnel. \"clock calendar-valid\" lets it trust its calendar at the start: where \"ntp update-calendar\" keeps that right.")
}

func trustpoint(c facts.Certificate) string {
	if len(c.Trustpoints) == 0 {
		return c.Title
	}
	return list(c.Trustpoints)
}

// expiring are the certificates that somebody enrolled: not those that the device made for itself, nor those of the
// factory, which every newer device holds.
func expiring(p *check.Pass) (certificates []facts.Certificate) {
	for _, c := range p.PKI.Certificates {
		if !c.SelfSigned() && (len(c.Trustpoints) == 0 || slices.ContainsFunc(c.Trustpoints, enrolled)) {
			certificates = append(certificates, c)
		}
	}
	return certificates
}

func enrolled(trustpoint string) bool {
	for _, prefix := range []string{"TP-self-signed-", "CISCO_IDEVID_SUDI", "SLA-TrustPoint"} {
		if strings.HasPrefix(trustpoint, prefix) {
			return false
		}
	}
	return true
}
