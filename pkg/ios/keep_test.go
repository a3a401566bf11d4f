package ios

import (
	"slices"
	"strings"
	"testing"
)

// What is saved of a configuration holds nothing that was let through by the way.
func TestKeep(t *testing.T) {
	text := "! Last configuration change at 18:41:02 CET Thu Nov 24 2016 by admin\n!\n!\n" + filtered(portsConfig)
	kept := keep(ShowTimeConfig, text)
	for _, other := range []string{"TopSecret", "permit tcp", "remark", "eq www", "access-list 20", "tcp-keepalives", "domain name", "by admin", "!\n!\n", "interface GigabitEthernet4\n ", "auth-port", "address-family ipv4 vrf"} {
		if strings.Contains(kept, other) {
			t.Errorf("%q is saved", other)
		}
	}
	for _, wanted := range []string{"\nip access-list extended WEB\nip access-list extended NTP-EXT\n", "\nmac access-list extended NTP-MAC\n", "ip access-list standard NTP\n 10 permit 192.0.2.1\n", "access-list 10 permit", " sequence 10 permit", "no ip domain lookup", "interface GigabitEthernet4\n"} {
		if !strings.Contains(kept, wanted) {
			t.Errorf("%q is not saved", wanted)
		}
	}
}

func TestKeepsAllOfWhatIsNoConfiguration(t *testing.T) {
	for _, text := range []string{
		"", "                              ^\n% Invalid input detected at '^' marker.\n\n", "Command authorization failed.\n",
		"*Mar  1 18:46:11: %SYS-5-CONFIG_I: Configured from console\n", "% Failed to compile regular expression.\n",
	} {
		if got := keep(ShowTimeConfig, text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	for _, c := range Commands() {
		if got := keep(c.Line, portsConfig); got != portsConfig && c.Line != ShowTimeConfig {
			t.Errorf("%s: something was dropped", c.Line)
		}
	}
}

func FuzzKeep(f *testing.F) {
	f.Add(portsConfig)
	seed(f, "show running-config")
	f.Add("! access-list NTP\n 0\nntp access-group peer NTP")
	f.Add("mac access-list NTP\n ntp access-group peer NTP\n permit any any\n")
	f.Add("ntp access-group\nntp access-group peer A\nip access-list\nip access-list standard A\n permit\naccess-list\n!\n!x\n \n\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		kept := keep(ShowTimeConfig, text)
		if again := keep(ShowTimeConfig, kept); again != kept {
			t.Errorf("%q, then %q", kept, again)
		}
		left := slices.Collect(strings.Lines(text))
		for line := range strings.Lines(kept) {
			at := slices.Index(left, line)
			if at < 0 {
				t.Fatalf("%q was not there, or in another place", line)
			}
			left = left[at+1:]
		}
	})
}
