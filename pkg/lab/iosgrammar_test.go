package lab

import (
	"strings"
	"testing"
)

// TestIOSRefuses: what a release does not take is refused, so that a line that was proposed for it fails.
func TestIOSRefuses(t *testing.T) {
	tests := []struct {
		platform, release, line string
		taken                   bool
	}{
		{platformIOS, "", "ntp authentication-key 2 md5 secret", true},
		{platformIOS, "", "ntp authentication-key 2 hmac-sha2-256 secret", false},
		{platformIOSXE, "17.9.4a", "ntp authentication-key 2 hmac-sha2-256 secret", true},
		{platformIOSXE, "16.12.4", "ntp authentication-key 2 cmac-aes-128 0123456789abcdef", true},
		{platformIOSXE, "16.12.4", "ntp authentication-key 2 cmac-aes-128 short", false},
		{platformIOSXE, "16.6.4", "ntp authentication-key 2 hmac-sha2-256 secret", false},
		{platformIOSXE, "03.06.08.E", "ntp authentication-key 2 hmac-sha2-256 secret", false},
		{platformIOS, "", "ntp authentication-key 2 md5", false},
		{platformIOS, "", "ntp server vrf RED ip time.example.net prefer key 3 source Loopback0 version 3", true},
		{platformIOS, "", "ntp server <address 1>", false},
		{platformIOS, "", "ntp server 10.9.0.9 key", false},
		{platformIOS, "", "ntp server 10.9.0.9 key x", false},
		{platformIOS, "", "ntp server 10.9.0.9 colour blue", false},
		{platformIOS, "", "ntp access-group ipv6 serve-only A kod", true},
		{platformIOS, "", "ntp access-group sideways A", false},
		{platformIOS, "", "ntp master 16", false},
		{platformIOS, "", "clock timezone UTC+0545 5 45", false},
		{platformIOS, "", "clock timezone +0545 5 45", true},
		{platformIOS, "", "clock summer-time SUMMERTIME recurring", false},
		{platformIOS, "", "no ntp authentication-key 2 hmac-sha2-256 secret", true},
	}
	for _, test := range tests {
		l := one(t, DeviceSpec{Platform: test.platform, OSVersion: test.release})
		if got := answers(t, l, "r1", "configure terminal", test.line, "end"); strings.Contains(got, "%") == test.taken {
			t.Errorf("%s %s, %s: %s", test.platform, test.release, test.line, got)
		}
	}
}
