package iosxr

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A device may send anything, up to the limits of a session. The parsers take time in
// proportion to it: a quadratic one would take minutes here.
func TestMuchJunk(t *testing.T) {
	junk := map[string]string{
		"short lines":     "x\n",
		"blanks":          " ",
		"one word":        "x",
		"rows":            " ~192.0.2.1 vrf A\n\t\t .INIT. 16 - 64 0 0.000 0.000 15937\n",
		"half rows":       " ~192.0.2.1 vrf A\n",
		"stamps":          "Thu Oct  1 08:00:00.123 UTC\n",
		"one stamp":       "Thu Oct  1 08:00:00.123 UTC ",
		"logs":            "RP/0/RP0/CPU0:Oct  1 08:00:00.200 UTC: a[1]: x\n",
		"backspaces":      "x\b",
		"escapes":         "\x1b[",
		"pager":           " --More-- ",
		"prompts":         "RP/0/RP0/CPU0:r1#show clock\n",
		"clauses":         "stratum 3, ",
		"open banners":    "banner motd #\n",
		"access lists":    "ipv4 access-list A\n 10 permit ipv4 any any\n!\n",
		"shared":          "router hsrp\n interface X\n  hsrp 1 ipv4 192.0.2.1\n",
		"heads":           "ntp\n",
		"ends":            "!\n",
		"blocks":          "ntp\n server 192.0.2.1\n interface X\n  disable\n !\n!\n",
		"nested blocks":   "ntp\n interface X\n  disable\n   odd\n",
		"sources":         "ntp source vrf A Loopback0\n",
		"other sources":   "ntp source vrf A Loopback0\nntp source vrf B Loopback1\n",
		"interfaces":      "interface X\n ipv4 address 192.0.2.1 255.255.255.0\n vrf A\n!\n",
		"one interface":   "interface X ipv4 address 192.0.2.1 255.255.255.0\n",
		"loopbacks":       "interface Loopback1\ninterface Loopback2\n",
		"parts":           "hostname\nMultiConfigPart END\n",
		"log servers":     "logging 192.0.2.1 vrf A vrf B\n",
		"long log server": "logging 192.0.2.1 vrf A ",
		"long server":     "ntp server 192.0.2.1 prefer prefer ",
		"keys":            "ntp authentication-key 1 md5 clear x\n",
		"unparsed":        "clock timezone\n",
		"table":           "X 192.0.2.1 Up Up default\n",
		"parentheses":     "(",
		"non-blanks":      "\u00a0\n",
	}
	for name, unit := range junk {
		text := strings.Repeat(unit, 256<<10/len(unit))
		for _, f := range forms() {
			if _, err := f.Read(platform.Head{}, text); err == nil && name == "short lines" {
				t.Errorf("%s is taken for an answer to %s", name, f.Command)
			}
		}
		p := Platform()
		p.Identify(text)
		p.Recognize(text)
		unfit(text, text)
		terminal().ClockLine([]byte(text))
		Read([]show.Answer{
			{Command: ShowConfigNTP, Text: text, Whole: true}, {Command: ShowInterfaces, Text: text, Whole: true},
			{Command: ShowConfigService, Text: text, Whole: true}, {Command: ShowConfigStamps, Text: text, Whole: true},
		})
	}
}

// Every line one blank deeper than the one before.
func TestDeepNesting(t *testing.T) {
	var text strings.Builder
	for i := range 1500 {
		text.WriteString(strings.Repeat(" ", i+1) + "interface X\n")
	}
	s, err := readSection("ntp\n" + text.String())
	if err != nil || s.closed {
		t.Errorf("%v, closed %t", err, s.closed)
	}
}
