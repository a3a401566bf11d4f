package ios

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestTypeOfANewKey(t *testing.T) {
	for _, test := range []struct{ platform, model, release, wish, want, says string }{
		{NameXE, "", "", "", "md5", ""}, // sure to be offered
		{NameXE, "", "", "hmac-sha2-256", "", "the release is not known"},
		{NameXE, "", "17.9.4a", "", "hmac-sha2-256", ""},
		{NameXE, "", "17.9.4a", "cmac-aes-128", "cmac-aes-128", ""},
		{NameXE, "", "17.9.4a", "rot13", "", "not known"},
		{NameXE, "C9500-40X", "16.08.01", "", "hmac-sha2-256", ""},
		{NameXE, "C9500-40X", "16.6.4", "", "md5", ""},
		{NameXE, "WS-C3850-24T", "03.06.08.E", "hmac-sha2-256", "", "release 03.06.08.E offers md5 only; upgrade, or ask for a waiver"},
		{NameXE, "WS-C4507R+E", "15.2(4)E10", "hmac-sha1", "", "offers md5 only"}, // as IOS-XE 3.8.10E calls itself
		{NameXE, "ISR4331/K9", "16.12.4", "", "hmac-sha2-256", ""},
		{NameXE, "ISR4331/K9", "16.09.04", "hmac-sha1", "", "not sure to offer keys other than md5"},
		{NameXE, "ASR1001-X", "03.16.05.S", "", "md5", ""},
		{NameXE, "ASR1001-X", "03.16.05.S", "hmac-sha2-256", "", "upgrade, or ask for a waiver"},
		{NameIOS, "", "15.2(4)E10", "", "md5", ""},
		{NameIOS, "", "15.2(4)E10", "md5", "md5", ""},
		{NameIOS, "", "15.2(4)E10", "hmac-sha2-256", "", "IOS offers md5 only; replace the device, or ask for a waiver"},
	} {
		p := IOS()
		if test.platform == NameXE {
			p = XE()
		}
		lines, err := p.Write(show.Change{Verb: show.SetKey, Key: &show.KeyNumber{Number: 5, Type: test.wish}, Release: test.release, Model: test.model})
		if test.want == "" {
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%+v: %q, %v", test, lines, err)
			}
		} else if err != nil || lines[0] != "ntp authentication-key 5 "+test.want+" <key>" {
			t.Errorf("%+v: %q, %v", test, lines, err)
		}
	}
}

// What a model or a release lacks is not written for it, and the reason has a next step.
func TestWhatADeviceLacks(t *testing.T) {
	access6 := &show.AccessRule{Kind: "peer", Family: show.IPv6, List: "A"}
	for _, test := range []struct {
		change         show.Change
		model, release string
		says           string // empty: the line is written
	}{
		{show.Change{Verb: show.UpdateCalendar}, "WS-C2960-24TT-L", "12.2(55)SE", "no calendar, and no ntp update-calendar; let clock save interval 8"},
		{show.Change{Verb: show.UpdateCalendar}, "WS-C2960X-24TS-L", "15.2(4)E7", ""},
		{show.Change{Verb: show.UpdateCalendar}, "ISR4331/K9", "17.9.4a", ""},
		{show.Change{Verb: show.UpdateCalendar}, "", "", ""},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "871", "12.3(1a)", "came with 12.3(2)T"},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "871", "12.3(26)", "came with 12.3(2)T"},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "871", "12.3(2)T", ""},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "871", "12.3(11)T3", ""},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "871", "12.4(1)", ""},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "WS-C2960-24TT-L", "12.2(55)SE", "12.3(2)T"},
		{show.Change{Verb: show.SaveInterval, Hours: 8}, "C881-K9", "15.7(3)M", ""},
		{show.Change{Verb: show.RefuseControl}, "", "12.2(55)SE", "NTPv4"},
		{show.Change{Verb: show.RefuseControl}, "", "12.4(15)T7", "access-group of type query-only"},
		{show.Change{Verb: show.RefuseControl}, "", "12.4(24)T", ""},
		{show.Change{Verb: show.RefuseControl}, "", "12.4(25f)", "NTPv4"},
		{show.Change{Verb: show.RefuseControl}, "", "15.0(2)SE11", "NTPv4"},
		{show.Change{Verb: show.RefuseControl}, "", "15.0(1)M", ""},
		{show.Change{Verb: show.RefuseControl}, "", "15.2(4)E7", ""},
		{show.Change{Verb: show.RefuseControl}, "", "", ""},
		{show.Change{Verb: show.RestrictAccess, Access: access6}, "", "12.2(55)SE", "keep NTP to IPv4"},
		{show.Change{Verb: show.AddServer, Server: server("2001:db8::1", nil)}, "", "12.2(55)SE", "NTP over IPv6"},
		{show.Change{Verb: show.AddServer, Server: server("192.0.2.1", nil)}, "", "12.2(55)SE", ""},
		{show.Change{Verb: show.AddServer, Server: server("<address 1>", nil)}, "", "12.2(55)SE", ""},
		{show.Change{Verb: show.AddServer, Server: server("ntp.example.net", nil)}, "", "12.2(55)SE", "set an address"},
		{show.Change{Verb: show.AddServer, Server: server("ntp.example.net", nil)}, "", "15.2(4)E7", ""},
		{show.Change{Verb: show.RemoveServer, Server: server("ntp.example.net", nil)}, "", "12.2(55)SE", ""},
		{show.Change{Verb: show.AddServer, Server: server("192.0.2.1", nil)}, "1720", "12.2(8)T", "sntp server"},
		{show.Change{Verb: show.StopSNTP, Line: "sntp server 192.0.2.1"}, "1720", "12.2(8)T", ""},
		{show.Change{Verb: show.SetStamps, Stamps: &show.StampSetting{Side: show.SideLog}}, "1720", "12.2(8)T", ""},
	} {
		test.change.Model, test.change.Release = test.model, test.release
		lines, err := write(IOS(), test.change)
		switch {
		case test.says == "" && err != nil:
			t.Errorf("%s on %s %s: %v", test.change.Verb, test.model, test.release, err)
		case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
			t.Errorf("%s on %s %s: %q, %v", test.change.Verb, test.model, test.release, lines, err)
		}
	}
	if _, err := write(XE(), show.Change{Verb: show.RefuseControl, Release: "03.06.08.E"}); err != nil {
		t.Errorf("IOS-XE has NTPv4 in all releases: %v", err)
	}
}

// The text of a release is the device's: what is none is not known.
func TestReleaseIsHostile(t *testing.T) {
	for printed, known := range map[string]bool{
		"": false, "(": false, "x.y": false, "-1.2": false, "99999999999.1": false, "12.": false, "0.0": false,
		"12.4(" + strings.Repeat("9", 10000): true, strings.Repeat("1.", 10000): true, "12.4(24)T\x00": true,
	} {
		if r := releaseOf(printed); r.known() != known {
			t.Errorf("%.20q: %+v", printed, r)
		}
	}
}
