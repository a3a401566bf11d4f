package lab

import (
	"strings"
	"testing"
)

func TestCertificateErrors(t *testing.T) {
	for text, want := range map[string]string{
		"{trustpoint: A, not_before: soon, not_after: soon}":  `devices[0].certificates[0].not_before: "soon": want a time such as 2026-01-15T08:00:00Z`,
		`{trustpoint: A, not_before: "2026-01-15T08:00:00Z"}`: "devices[0].certificates[0].not_after: both dates, or none where it is pending",
		"{title: CA Certificate}":                             "devices[0].certificates[0].trustpoint: a name is missing",
		"{trustpoint: A, title: Diploma}":                     `devices[0].certificates[0].title: "Diploma": want one of Certificate, CA Certificate, Router Self-Signed Certificate`,
	} {
		_, err := Parse("x.yaml", []byte("devices: [{name: a, certificates: ["+text+"]}]"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestNXOSCertificates(t *testing.T) {
	spec := nexus(func(d *DeviceSpec) {
		d.Timezone = TimezoneSpec{Name: "CET", OffsetMinutes: 60}
		d.Certificates = []CertificateSpec{
			{Title: "CA Certificate", Trustpoint: "CORP", NotBefore: "2020-01-05T08:00:00Z", NotAfter: "2040-01-15T08:00:00Z"},
			{Trustpoint: "CORP", NotBefore: "2026-01-15T08:00:00+02:00", NotAfter: "2028-07-15T08:00:00Z"},
			{Title: "CA Certificate", Trustpoint: "CORP", NotBefore: "2010-01-15T08:00:00Z", NotAfter: "2040-01-15T08:00:00Z"},
			{Trustpoint: "WAITS"},
		}
	})
	got := answers(t, one(t, spec), "r1", "show crypto ca certificates", "show running-config | include \"^crypto ca trustpoint\"")
	wantText(t, got, `
Trustpoint: CORP
certificate:
subject= /CN=r1.example.net
issuer= /CN=lab-ca
serial=02
notBefore=Jan 15 06:00:00 2026 GMT
notAfter=Jul 15 08:00:00 2028 GMT
SHA1 Fingerprint=02:02:02:`, `
purposes: sslserver sslclient 

CA certificate 0:
subject= /CN=lab-ca
issuer= /CN=lab-ca
serial=01
notBefore=Jan  5 08:00:00 2020 GMT
`, "\n\nCA certificate 1:\n", "\n\nTrustpoint: WAITS\nr1# ", "\ncrypto ca trustpoint CORP\ncrypto ca trustpoint WAITS\nr1# ")
	wantText(t, answers(t, one(t, nexus(func(*DeviceSpec) {})), "r1", "sh cry ca cert"), "r1# sh cry ca cert\nr1# exit")
}

func TestCertificates(t *testing.T) {
	l := one(t, DeviceSpec{
		Timezone: TimezoneSpec{Name: "CET", OffsetMinutes: 60}, SummerTime: "CEST recurring last Sun Mar 2:00 last Sun Oct 3:00",
		Certificates: []CertificateSpec{
			{Trustpoint: "CORP", NotBefore: "2026-01-15T08:00:00Z", NotAfter: "2028-07-15T08:00:00Z"},
			{Title: "CA Certificate", Trustpoint: "CORP", NotBefore: "2020-01-15T08:00:00Z", NotAfter: "2040-01-15T08:00:00Z"},
			{Title: "Router Self-Signed Certificate", Trustpoint: "TP-self-signed-1", NotBefore: "2017-05-11T08:00:00Z", NotAfter: "2020-01-01T00:00:00Z"},
			{Trustpoint: "VPN1"},
		},
	})
	got := answers(t, l, "r1", "show crypto pki certificates", "show running-config | section ^crypto")
	wantText(t, got, `Certificate
  Status: Available
  Certificate Serial Number (hex): 01
  Certificate Usage: General Purpose
  Issuer: 
    cn=lab-ca
  Subject:
    Name: r1.example.net
    cn=r1.example.net
  Validity Date: 
    start date: 09:00:00 CET Jan 15 2026
    end   date: 10:00:00 CEST Jul 15 2028
  Associated Trustpoints: CORP 

CA Certificate
`, `
  Subject:
    Name: IOS-Self-Signed-Certificate-1000000001
    cn=IOS-Self-Signed-Certificate-1000000001
  Validity Date: 
    start date: 10:00:00 CEST May 11 2017
    end   date: 01:00:00 CET Jan 1 2020
  Associated Trustpoints: TP-self-signed-1 

Certificate
  Subject:
    Name: r1.example.net
   Status: Pending
   Key Usage: General Purpose
`, `
   Associated Trustpoint: VPN1 

r1#`, "crypto pki trustpoint TP-self-signed-1\n enrollment selfsigned\n")
	if n := strings.Count(got, "crypto pki trustpoint CORP\n"); n != 1 {
		t.Errorf("%d trustpoints of one name in\n%s", n, got)
	}
	wantText(t, answers(t, one(t, DeviceSpec{}), "r1", "sh cry pki cert"), "r1#sh cry pki cert\nr1#exit")
}
