package facts

import (
	"slices"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// PKI is the certificates that a device holds.
type PKI struct {
	Command      string // that tells of them
	Certificates []Certificate
	Unparsed     []string // lines that may hold a date, and were not understood
	// Unsupported is the line by which the release says that it does not know the command. Empty: it does.
	Unsupported string
}

// Certificate is valid from NotBefore to NotAfter, both included (RFC 5280 §4.1.2.5). A date is nil where
// it is not printed, as for a certificate that is pending, or was not understood.
type Certificate struct {
	show.Certificate
	NotBefore, NotAfter *Instant
}

// Instant is a moment in UTC that lies from Earliest to Latest, both included. One that is not bounded on a side is
// a billion years away on that side: see HasEarliest and HasLatest.
type Instant struct{ Earliest, Latest time.Time }

// aeon, in seconds, is farther than any date that is printed, and leaves room to add durations to.
const aeon = 1 << 55

// HasEarliest reports whether the instant is bounded below.
func (i Instant) HasEarliest() bool { return i.Earliest.Unix() > -aeon/2 }

// HasLatest reports whether the instant is bounded above.
func (i Instant) HasLatest() bool { return i.Latest.Unix() < aeon/2 }

// Shift returns the instant that is later by a duration of the interval.
func (i Instant) Shift(by interval.Interval) Instant {
	out := Instant{time.Unix(-aeon, 0).UTC(), time.Unix(aeon, 0).UTC()}
	if by.HasLow() && i.HasEarliest() {
		out.Earliest = i.Earliest.Add(by.Lo)
	}
	if by.HasHigh() && i.HasLatest() {
		out.Latest = i.Latest.Add(by.Hi)
	}
	return out
}

// Before reports whether i is certainly earlier than j.
func (i Instant) Before(j Instant) bool { return i.Latest.Before(j.Earliest) }

// NotAfter reports whether i is certainly not later than j.
func (i Instant) NotAfter(j Instant) bool { return !i.Latest.After(j.Earliest) }

// Believes is what the clock took the present for, at the time At: one instant for all zones that are
// possible. ok is false where the clock, or the reference, is not known.
func (c *Clock) Believes() (now Instant, ok bool) {
	if c.At == nil {
		return now, false
	}
	var all interval.Interval
	switch {
	case c.Offset != nil:
		all = *c.Offset
	case len(c.Candidates) > 0:
		all = c.Candidates[0].Offset
	default:
		return now, false
	}
	for _, candidate := range c.Candidates {
		all = all.Hull(candidate.Offset)
	}
	return c.At.Shift(all), true
}

func (p *parsed) takePKI(s *show.State) {
	switch {
	case s.NoCertificates != nil:
		p.pki = &PKI{Command: s.NoCertificates.Command, Unsupported: s.NoCertificates.Line}
		return
	case s.Certificates == nil:
		return
	}
	p.pki = &PKI{Command: s.Certificates.Command, Unparsed: s.Certificates.Unparsed}
	for _, c := range s.Certificates.Certificates {
		p.pki.Certificates = append(p.pki.Certificates, Certificate{
			Certificate: c, NotBefore: p.instant(c.NotBefore), NotAfter: p.instant(c.NotAfter),
		})
	}
}

// instant converts a date that is not in UTC by the configured zone, or by every zone in use where that is not known.
func (p *parsed) instant(d *show.CertificateDate) *Instant {
	if d == nil {
		return nil
	}
	local := d.Local()
	if d.UTC {
		return &Instant{local, local}
	}
	offsets := zoneOf(d.Zone, local, p.config).offsets
	return &Instant{local.Add(-slices.Max(offsets)), local.Add(-slices.Min(offsets))}
}
