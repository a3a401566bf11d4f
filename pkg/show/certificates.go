package show

import (
	"strings"
	"time"
)

// Certificates is what a device prints of the certificates that it holds.
type Certificates struct {
	Certificates []Certificate `json:"certificates"`
	// Unparsed holds every line that may tell a date and was not understood.
	Unparsed []string `json:"unparsed"`
	Command  string   `json:"-"` // that was answered
	// Truncated: the last block lacks the line that every block has after its dates.
	Truncated bool `json:"truncated,omitempty"`
}

// NoCertificates is how a release says that it does not know certificates.
type NoCertificates struct{ Command, Line string }

// Certificate is one block.
type Certificate struct {
	Title       string           `json:"title"`       // CA Certificate, Router Self-Signed Certificate, …
	Status      string           `json:"status"`      // Available, Pending; empty: not printed
	Trustpoints []string         `json:"trustpoints"` // that use it
	NotBefore   *CertificateDate `json:"not_before"`
	NotAfter    *CertificateDate `json:"not_after"`
	RenewAt     *CertificateDate `json:"renew_at"` // nil: it is not renewed by itself
}

// Pending reports whether the certificate was asked for and has not come yet. It has no dates.
func (c Certificate) Pending() bool { return c.Status == "Pending" }

// SelfSigned reports whether the device made the certificate for itself.
func (c Certificate) SelfSigned() bool { return strings.Contains(c.Title, "Self-Signed") }

// CertificateDate is a date and time in the device's own zone, or in UTC.
type CertificateDate struct {
	Year   int    `json:"year"`
	Month  int    `json:"month"`
	Day    int    `json:"day"`
	Hour   int    `json:"hour"`
	Minute int    `json:"minute"`
	Second int    `json:"second"`
	Zone   string `json:"zone"` // label, free text
	UTC    bool   `json:"-"`    // the platform prints these dates in UTC, whatever the zone of its clock and the name of that
	Line   string `json:"-"`
}

// Exists reports whether there is such a day and time: a day 31 of June is none.
func (d CertificateDate) Exists() bool {
	t := d.Local()
	hour, minute, second := t.Clock()
	return int(t.Month()) == d.Month && t.Day() == d.Day && hour == d.Hour && minute == d.Minute && second == d.Second
}

// Local is the printed date and time. Its location is UTC only because there is none other to name.
func (d CertificateDate) Local() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, d.Hour, d.Minute, d.Second, 0, time.UTC)
}
