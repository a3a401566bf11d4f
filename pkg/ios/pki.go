package ios

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ParsePKICertificates reads "show crypto pki certificates". Some releases lose the
// indentation, so a block begins with its title wherever that stands. An empty text is an
// answer: there are no certificates. Unparsed holds date lines that were not understood, and what stands before the first
// block; the rest of a block is free text: names, numbers, addresses, usage.
func ParsePKICertificates(text string) (show.Certificates, error) {
	var r certificateReader
	for l := range content(text) {
		if !r.take(l, strings.TrimSpace(l.Text)) {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
	c := show.Certificates{Certificates: capture.List(r.blocks), Unparsed: capture.List(r.unparsed)}
	if n := len(r.blocks); n > 0 {
		c.Truncated = len(r.blocks[n-1].Trustpoints) == 0
	} else if len(r.unparsed) > 0 {
		return c, notUnderstood(text, "certificate")
	}
	return c, nil
}

type certificateReader struct {
	blocks   []show.Certificate
	unparsed []string
}

// The first line of a block:
//
//	Certificate
//	Router Self-Signed Certificate
//	CA Certificate (Rollover)
var certificateTitle = regexp.MustCompile(`^([A-Z][\w-]{0,30} ){0,3}Certificate( \([\w -]{1,60}\))?:?$`)

// take returns false for a line that may tell something and is not understood.
func (r *certificateReader) take(l capture.Line, s string) bool {
	if strings.Contains(s, "Certificate") && certificateTitle.MatchString(s) {
		if !l.Open {
			r.blocks = append(r.blocks, show.Certificate{Title: strings.TrimSuffix(s, ":"), Trustpoints: []string{}})
		}
		return !l.Open
	}
	if len(r.blocks) == 0 {
		return false
	}
	block := &r.blocks[len(r.blocks)-1]
	label, value, _ := strings.Cut(s, ":")
	if date := dateOf(block, label); date != nil {
		d, ok := parseCertificateDate(value)
		return ok && capture.SetCertificateDate(date, s, d)
	}
	if l.Open {
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

// parseCertificateDate reads "00:44:52 UTC Nov 20 2025". Unlike a clock line it has no weekday.
func parseCertificateDate(s string) (show.CertificateDate, bool) {
	words := strings.Fields(s)
	if len(s) > capture.MaxClockLine || len(words) != 5 {
		return show.CertificateDate{}, false
	}
	return capture.CertificateDate(words[2], words[3], words[0], words[4], words[1])
}

// dateOf is the place of the date that a label announces, with blanks as they come:
//
//	start date: 00:34:52 UTC Nov 20 2015
//	end   date: 00:44:52 UTC Nov 20 2025
func dateOf(c *show.Certificate, label string) **show.CertificateDate {
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
