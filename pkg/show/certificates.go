package show

import (
	"strings"
	"time"
)

// Certificates is "show crypto pki certificates". A device without any prints nothing.
type Certificates struct {
	Certificates []Certificate `json:"certificates"`
	// Unparsed holds the date lines that were not understood, and what stands before the first
	// block. The rest of a block is free text: names, numbers, addresses, usage.
	Unparsed []string `json:"unparsed"`
	Command  string   `json:"-"` // that was answered
	// Truncated: the last block does not name its trustpoints, as every block does after its dates.
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

// CertificateDate is a date and time in the device's own zone.
type CertificateDate struct {
	Year   int    `json:"year"`
	Month  int    `json:"month"`
	Day    int    `json:"day"`
	Hour   int    `json:"hour"`
	Minute int    `json:"minute"`
	Second int    `json:"second"`
	Zone   string `json:"zone"` // label, free text
	Line   string `json:"-"`
}

// Local is the printed date and time. Its location is UTC only because there is none other to name.
func (d CertificateDate) Local() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, d.Hour, d.Minute, d.Second, 0, time.UTC)
}
