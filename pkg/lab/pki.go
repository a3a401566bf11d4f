package lab

import (
	"fmt"
	"strings"
	"time"
)

// The titles of certificates.
const (
	identityCertificate   = "Certificate"
	caCertificate         = "CA Certificate"
	selfSignedCertificate = "Router Self-Signed Certificate"
)

func (s CertificateSpec) check(c checker) {
	oneOf(c, "title", s.Title, identityCertificate, caCertificate, selfSignedCertificate)
	c.want(s.Trustpoint != "", "trustpoint", "a name is missing")
	c.want((s.NotBefore == "") == (s.NotAfter == ""), "not_after", "both dates, or none where it is pending")
	c.date("not_before", s.NotBefore)
	c.date("not_after", s.NotAfter)
}

func (c checker) date(key, value string) {
	_, err := time.Parse(time.RFC3339, value)
	c.want(value == "" || err == nil, key, "%q: want a time such as 2026-01-15T08:00:00Z", value)
}

// renderTrustpoints writes the trustpoints of the certificates, each once.
func renderTrustpoints(line func(string, ...any), certificates []CertificateSpec) {
	written := map[string]bool{}
	for _, c := range certificates {
		if written[c.Trustpoint] {
			continue
		}
		written[c.Trustpoint] = true
		enrollment := "url http://10.9.9.9:80"
		if c.Title == selfSignedCertificate {
			enrollment = "selfsigned"
		}
		line("crypto pki trustpoint %s\n enrollment %s\n revocation-check none\n!", c.Trustpoint, enrollment)
	}
}

func showPKICertificates(v *vty, _ []string) string {
	var b strings.Builder
	for i, c := range v.device.spec.Certificates {
		b.WriteString(v.device.certificateText(c, i+1) + "\n")
	}
	return b.String()
}

// certificateText is one block of "show crypto pki certificates". A pending one is laid out in another way.
func (d *device) certificateText(c CertificateSpec, serial int) string {
	name := d.current().hostname + ".example.net"
	if c.NotBefore == "" {
		return fmt.Sprintf("%s\n  Subject:\n    Name: %s\n   Status: Pending\n   Key Usage: General Purpose\n"+
			"   Certificate Request Fingerprint MD5: %s\n   Associated Trustpoint: %s \n", c.Title, name, fingerprint, c.Trustpoint)
	}
	issuer, usage := "lab-ca", "General Purpose"
	switch c.Title {
	case caCertificate:
		name, usage = issuer, "Signature"
	case selfSignedCertificate:
		name = "IOS-Self-Signed-Certificate-1000000001"
		issuer = name
	}
	lines := []string{
		c.Title,
		"  Status: Available",
		fmt.Sprintf("  Certificate Serial Number (hex): %02X", serial),
		"  Certificate Usage: " + usage,
		"  Issuer: ",
		"    cn=" + issuer,
		"  Subject:",
		"    Name: " + name,
		"    cn=" + name,
		"  Validity Date: ",
		"    start date: " + d.dateText(c.NotBefore),
		"    end   date: " + d.dateText(c.NotAfter),
		"  Associated Trustpoints: " + c.Trustpoint + " ",
	}
	return strings.Join(lines, "\n") + "\n"
}

const fingerprint = "00112233 44556677 8899AABB CCDDEEFF "

// dateText is a date as certificates show it, in the zone of the device: "08:00:00 UTC Jan 15 2026".
func (d *device) dateText(rfc3339 string) string {
	at, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return "" // the specification was checked
	}
	local, label := d.current().zone.local(at.UTC())
	return local.Format("15:04:05 ") + label + local.Format(" Jan 2 2006")
}
