package capture

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestKeyRanges(t *testing.T) {
	var list []show.KeyRange
	for _, printed := range []string{"3 - 3", "10 - 12", "7", "20-21", "4000000000 - 4294967295", "11 - 13"} {
		r, ok := KeyRange(printed)
		if !ok {
			t.Errorf("%q is not taken for a range", printed)
		}
		list = append(list, r)
	}
	keys := show.JoinRanges(list)
	for number, want := range map[int]bool{
		3: true, 2: false, 4: false, 7: true, 9: false, 10: true, 11: true, 12: true, 13: true, 14: false, 20: true, 21: true, 4100000000: true,
	} {
		if keys.Contains(number) != want {
			t.Errorf("key %d: trusted is not %t", number, want)
		}
	}
	for _, bad := range []string{"", "-", "x", "3 -", "- 3", "12 - 10", "1 2", "-1", "4294967296"} {
		if _, ok := KeyRange(bad); ok {
			t.Errorf("%q is taken for a range", bad)
		}
	}
}

// A command that was typed may be abbreviated, in capitals, and with tabs between its words.
func TestWithoutKeyOfAbbreviatedCommands(t *testing.T) {
	for line, want := range map[string]string{
		"ntp auth\t11\tmd5\tCANARY":                      "ntp auth\t11\tmd5 <removed>",
		"ntp authe 27 MD5 CANARY 7":                      "ntp authe 27 MD5 <removed>",
		"no ntp auth 5 hmac-sha2-256 CANARY":             "no ntp auth 5 hmac-sha2-256 <removed>",
		"ntp key 5 CANARY":                               "ntp key 5 <removed>",
		"ntp key 5 md5 CANARY":                           "ntp key 5 md5 <removed>",
		"ntp auth 5 CANARY":                              "ntp auth 5 <removed>",
		" auth 5 md5 encrypted CANARY":                   " auth 5 md5 <removed>",
		" authentication 12 md5 encrypted CANARY":        " authentication 12 md5 <removed>",
		"NTP AUTHENTICATION-KEY 5 MD5 CANARY":            "NTP AUTHENTICATION-KEY 5 MD5 <removed>",
		"ntp server 192.0.2.1 key 5 prefer":              "ntp server 192.0.2.1 key 5 prefer",
		" server 192.0.2.1 key 5 minpoll 4":              " server 192.0.2.1 key 5 minpoll 4",
		"ntp auth":                                       "ntp auth",
		"ntp trusted-key 5 - 10":                         "ntp trusted-key 5 - 10",
		"ntp authenticate":                               "ntp authenticate",
		"no":                                             "no",
		"ntp":                                            "ntp",
		"logging server 192.0.2.1 5 md5 use-vrf default": "logging server 192.0.2.1 5 md5 use-vrf default",
	} {
		if got := WithoutKey(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
