package ios

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Certificates is "show crypto pki certificates". A device without any prints nothing.
type Certificates struct {
	Certificates []Certificate `json:"certificates"`
	// Unparsed holds the date lines that were not understood, and what stands before the first
	// block. The rest of a block is free text: names, numbers, addresses, usage.
	Unparsed []string `json:"unparsed"`
	// Truncated: the last block does not name its trustpoints, as every block does after its dates.
	Truncated bool `json:"truncated,omitempty"`
}

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

// ParsePKICertificates reads "show crypto pki certificates". Some releases lose the
// indentation, so a block begins with its title wherever that stands. An empty text is an
// answer: there are no certificates.
func ParsePKICertificates(text string) (Certificates, error) {
	var r certificateReader
	for l := range content(text) {
		if !r.take(l, strings.TrimSpace(l.text)) {
			r.unparsed = append(r.unparsed, l.raw)
		}
	}
	c := Certificates{Certificates: list(r.blocks), Unparsed: list(r.unparsed)}
	if n := len(r.blocks); n > 0 {
		c.Truncated = len(r.blocks[n-1].Trustpoints) == 0
	} else if len(r.unparsed) > 0 {
		return c, notUnderstood(text, "certificate")
	}
	return c, nil
}

type certificateReader struct {
	blocks   []Certificate
	unparsed []string
}

// The first line of a block:
//
//	Certificate
//	Router Self-Signed Certificate
//	CA Certificate (Rollover)
var certificateTitle = regexp.MustCompile(`^([A-Z][\w-]{0,30} ){0,3}Certificate( \([\w -]{1,60}\))?:?$`)

// take returns false for a line that may tell something and is not understood.
func (r *certificateReader) take(l line, s string) bool {
	if strings.Contains(s, "Certificate") && certificateTitle.MatchString(s) {
		if !l.open {
			r.blocks = append(r.blocks, Certificate{Title: strings.TrimSuffix(s, ":"), Trustpoints: []string{}})
		}
		return !l.open
	}
	if len(r.blocks) == 0 {
		return false
	}
	block := &r.blocks[len(r.blocks)-1]
	label, value, _ := strings.Cut(s, ":")
	if date := block.date(label); date != nil {
		return readCertificateDate(date, s, value)
	}
	if l.open {
		return false
	}
	switch label {
	case "Status":
		block.Status = strings.TrimSpace(value)
	case "Associated Trustpoints", "Associated Trustpoint":
		block.Trustpoints = append(block.Trustpoints, strings.Fields(value)...)
	}
	return true
}

// date is the place of the date that a label announces, with blanks as they come:
//
//	start date: 00:34:52 UTC Nov 20 2015
//	end   date: 00:44:52 UTC Nov 20 2025
func (c *Certificate) date(label string) **CertificateDate {
	which, date, _ := strings.Cut(label, " ")
	if strings.TrimLeft(date, " ") != "date" {
		return nil
	}
	switch which {
	case "start":
		return &c.NotBefore
	case "end":
		return &c.NotAfter
	case "renew":
		return &c.RenewAt
	}
	return nil
}

// readCertificateDate refuses a second date of one kind: it belongs to a block whose title was not understood.
func readCertificateDate(into **CertificateDate, line, value string) bool {
	d, ok := parseCertificateDate(value)
	if !ok || *into != nil {
		return false
	}
	d.Line = line
	*into = &d
	return true
}

// parseCertificateDate reads "00:44:52 UTC Nov 20 2025". Unlike a clock line it has no weekday.
func parseCertificateDate(s string) (CertificateDate, bool) {
	if len(s) > maxClockLine {
		return CertificateDate{}, false
	}
	words := strings.Fields(s)
	if len(words) != 5 || len(words[4]) != 4 {
		return CertificateDate{}, false
	}
	flag, clock, ok1 := splitTime(words[0])
	day, ok2 := integer(words[3], 1, 31)
	year, ok3 := integer(words[4], 0, 9999)
	if !ok1 || !ok2 || !ok3 || flag != "" || len(clock) != 3 {
		return CertificateDate{}, false
	}
	d := CertificateDate{
		Year: year, Month: index(months, words[2]) + 1, Day: day,
		Hour: clock[0], Minute: clock[1], Second: clock[2], Zone: words[1],
	}
	return d, d.exists()
}

func (d CertificateDate) exists() bool {
	t := d.Local()
	hour, minute, second := t.Clock()
	return int(t.Month()) == d.Month && slices.Equal([]int{t.Day(), hour, minute, second}, []int{d.Day, d.Hour, d.Minute, d.Second})
}
