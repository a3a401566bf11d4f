package nxos

import (
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ParseCertificates reads
//
//	Trustpoint: CORP
//	certificate:
//	subject= /CN=n9k1.example.net
//	issuer= /CN=Example CA
//	serial=0A1B2C
//	notBefore=Jan 15 08:00:00 2026 GMT
//	notAfter=Jan 15 08:00:00 2028 GMT
//	SHA1 Fingerprint=00:11:…
//	purposes: sslserver sslclient
//
//	CA certificate 0:
//	subject= /CN=Example CA
//
// that is, for each trustpoint the certificate of the device and those of its authorities, with dates as OpenSSL prints them:
// in UTC, whatever the zone of the clock.
//
// An empty text is an error. That a device without certificates prints nothing is likely and not documented.
func ParseCertificates(text string) (show.Certificates, error) {
	var r certificateReader
	for l := range content(text) {
		if !r.take(l, strings.TrimSpace(l.Text)) {
			r.unparsed = append(r.unparsed, l.Raw)
		}
	}
	c := show.Certificates{
		Certificates: capture.List(r.blocks), Unparsed: capture.List(r.unparsed), Truncated: len(r.blocks) > 0 && !r.ended,
	}
	if !r.known {
		return c, notUnderstood(text, "certificate")
	}
	return c, nil
}

type certificateReader struct {
	known      bool   // a trustpoint was named
	trustpoint string // whose certificates follow; empty: not known
	inBlock    bool
	ended      bool // the last line of the last block came
	blocks     []show.Certificate
	unparsed   []string
}

// The first line of a block:
//
//	certificate:
//	CA certificate 0:
var certificateTitle = regexp.MustCompile(`^([A-Z][\w-]{0,30} )?certificate( \d{1,4})?:$`)

// take returns false for a line that is not understood.
func (r *certificateReader) take(l capture.Line, s string) bool {
	if name, opens := strings.CutPrefix(s, "Trustpoint:"); opens {
		return r.open(strings.Fields(name), l.Open)
	}
	if r.trustpoint != "" && len(s) < 60 && certificateTitle.MatchString(s) {
		r.inBlock, r.ended = true, false
		r.blocks = append(r.blocks, show.Certificate{Title: strings.TrimSuffix(s, ":"), Trustpoints: []string{r.trustpoint}})
		return true
	}
	return r.inBlock && r.takeField(&r.blocks[len(r.blocks)-1], s)
}

// open begins the certificates of a trustpoint. Below one whose name is not understood nothing is.
func (r *certificateReader) open(name []string, cut bool) bool {
	r.inBlock, r.trustpoint = false, ""
	if len(name) != 1 || cut {
		return false
	}
	r.known, r.trustpoint = true, name[0]
	return true
}

// takeField reads a line of a block.
func (r *certificateReader) takeField(block *show.Certificate, s string) bool {
	label, value, _ := strings.Cut(s, "=")
	switch {
	case label == "notBefore":
		return readCertificateDate(&block.NotBefore, s, value)
	case label == "notAfter":
		return readCertificateDate(&block.NotAfter, s, value)
	case strings.HasPrefix(s, "purposes:"):
		r.ended = true
		return true
	case label == s:
		return false
	}
	hash, fingerprint := strings.CutSuffix(label, " Fingerprint")
	return label == "subject" || label == "issuer" || label == "serial" || fingerprint && capture.IsName(hash)
}

// readCertificateDate reads "Jan  5 08:00:00 2026 GMT".
func readCertificateDate(into **show.CertificateDate, line, value string) bool {
	words := strings.Fields(value)
	if len(value) > capture.MaxClockLine || len(words) != 5 || words[4] != "GMT" {
		return false
	}
	d, ok := capture.CertificateDate(words[0], words[1], words[2], words[3], words[4])
	d.UTC = true
	return ok && capture.SetCertificateDate(into, line, d)
}
