package lab

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// nxosTrustpoints writes the trustpoints of the certificates, each once.
func nxosTrustpoints(line func(string, ...any), certificates []CertificateSpec) {
	for _, name := range trustpointsOf(certificates) {
		line("crypto ca trustpoint %s\n  rsakeypair %s\n  revocation-check crl", name, name)
	}
}

// trustpointsOf lists the names in the order of the specification.
func trustpointsOf(certificates []CertificateSpec) (names []string) {
	for _, c := range certificates {
		if !slices.Contains(names, c.Trustpoint) {
			names = append(names, c.Trustpoint)
		}
	}
	return names
}

// nxosCertificates is "show crypto ca certificates": below each trustpoint first the certificate of the device and then those
// of the authorities, which are counted. One that is pending has not come, and is not shown. A device without trustpoints
// prints nothing.
func nxosCertificates(v *vty, _ []string) string {
	var b strings.Builder
	specs := v.device.spec.Certificates
	for _, name := range trustpointsOf(specs) {
		fmt.Fprintf(&b, "Trustpoint: %s\n", name)
		for _, authority := range []bool{false, true} {
			number := 0
			for i, c := range specs {
				if c.Trustpoint != name || c.NotBefore == "" || (c.Title == caCertificate) != authority {
					continue
				}
				b.WriteString(v.device.nxosCertificate(c, i+1, number))
				number++
			}
		}
	}
	return b.String()
}

// nxosCertificate is one block. Its dates are in UTC, whatever the zone of the device.
func (d *device) nxosCertificate(c CertificateSpec, serial, number int) string {
	title, subject, issuer := "certificate", d.current().hostname+".example.net", "lab-ca"
	switch c.Title {
	case caCertificate:
		title, subject = fmt.Sprintf("CA certificate %d", number), issuer
	case selfSignedCertificate:
		issuer = subject
	}
	return fmt.Sprintf("%s:\nsubject= /CN=%s\nissuer= /CN=%s\nserial=%02X\nnotBefore=%s\nnotAfter=%s\nSHA1 Fingerprint=%s\npurposes: sslserver sslclient \n\n",
		title, subject, issuer, serial, nxosDate(c.NotBefore), nxosDate(c.NotAfter), strings.TrimSuffix(strings.Repeat(fmt.Sprintf("%02X:", serial), 20), ":"))
}

// nxosDate is a date as OpenSSL prints it: "Jan  5 08:00:00 2026 GMT".
func nxosDate(rfc3339 string) string {
	at, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return "" // the specification was checked
	}
	return at.UTC().Format("Jan _2 15:04:05 2006") + " GMT"
}
