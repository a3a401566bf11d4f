package nxos

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestReadCertificates(t *testing.T) {
	const head = "!Command: show running-config\n"
	none := head + "crypto key generate rsa label K\nbanner motd #\ncrypto ca trustpoint X\n#\n"
	two := captureOf(t, "show-crypto-ca-certificates.two-trustpoints")
	denied := "% Permission denied for the role\n"
	for _, test := range []struct {
		name, answer, config string
		count                int
		reason               string // a part; empty: there is no gap
	}{
		{"some", two, denied, 4, ""},
		{"a trustpoint without one", "Trustpoint: CORP\n\n", denied, 0, ""},
		{"cut", two + "✂", none, 0, ShowCertificates + ": cut"},
		{"denied", denied, none, 0, ShowCertificates + ": refused: % Permission denied"},
		{"unknown", "  ^\n% Invalid command at '^' marker.\n", none, 0, "refused: % Invalid command"},
		{"another answer", "Total peers : 0\n", none, 0, "not understood"},
		{"none, and no trustpoint", "\n", none, 0, ""},
		{"none, and a message", "2026 Oct  1 08:00:00 n9k1 %ETHPORT-5-IF_UP: Interface is up\n", none, 0, ""},
		{"none, and a trustpoint", "\n", none + "crypto ca trustpoint A\n  crypto ca trustpoint B\n", 0, "the answer is empty, and the configuration has the trustpoint A, B"},
		{"none, and no right to read the configuration", "\n", denied, 0, "the answer is empty, and whether there are trustpoints is not known"},
		{"none, and no configuration", "\n", "", 0, "whether there are trustpoints is not known without the configuration"},
		{"none, and a cut configuration", "\n", none + "✂", 0, "whether there are trustpoints is not known"},
		{"not asked", "", none, 0, ""},
	} {
		s := readWith(t, map[string]string{ShowCertificates: test.answer, ShowTimeConfig: test.config})
		gap, missing := s.Gap(show.KindPKI)
		if missing != (s.Certificates == nil) || !strings.Contains(gap.Reason, test.reason) || missing && (gap.Reason == "") != (test.reason == "") {
			t.Errorf("%s: %+v, gap %+v", test.name, s.Certificates, gap)
			continue
		}
		if !missing && (len(s.Certificates.Certificates) != test.count || s.Certificates.Command != ShowCertificates) {
			t.Errorf("%s: %+v", test.name, s.Certificates)
		}
	}
}

// The dates are in UTC, although the clock is not.
func TestReadCertificateDates(t *testing.T) {
	c := readWith(t, nil).Certificates.Certificates
	for _, d := range []*show.CertificateDate{c[0].NotBefore, c[0].NotAfter, c[3].NotAfter} {
		if d == nil || !d.UTC {
			t.Errorf("%+v is not in UTC", d)
		}
	}
	if d := c[0].NotAfter; d.Day != 5 || d.Month != 1 || d.Hour != 8 || d.Line != "notAfter=Jan  5 08:00:00 2028 GMT" {
		t.Errorf("%+v", d)
	}
	if c[0].Title != "certificate" || c[2].Title != "CA certificate 1" || c[3].Trustpoints[0] != "PEERS" || c[0].SelfSigned() || c[0].Pending() {
		t.Errorf("%+v", c)
	}
}

// Without the line that ends each, the last certificate is told as cut.
func TestCutCertificatesAreTold(t *testing.T) {
	text := captureOf(t, "show-crypto-ca-certificates.two-trustpoints")
	begin, end := strings.LastIndex(text, "CA certificate"), strings.LastIndex(text, "purposes:")
	for i := begin + len("CA certificate 0:"); i < end; i++ {
		if c, err := ParseCertificates(text[:i]); err != nil || !c.Truncated {
			t.Fatalf("cut at byte %d it counts as whole (%v)", i, err)
		}
	}
	if c, err := ParseCertificates(text); err != nil || c.Truncated || len(c.Unparsed) > 0 {
		t.Errorf("%+v, %v", c, err)
	}
}
