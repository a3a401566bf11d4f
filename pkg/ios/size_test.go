package ios

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

// A device may send anything, up to the limits of a session. The parsers take time in
// proportion to it: a quadratic one would take minutes here.
func TestMegabytesOfJunk(t *testing.T) {
	junk := map[string]string{
		"short lines":      "x\n",
		"blanks":           " ",
		"one word":         "x",
		"rows":             " ~192.0.2.1 .INIT. 16 - 64 0 0.000 0.000 15937.\n",
		"half rows":        " ~192.0.2.1 .INIT. 16 -\n",
		"backspaces":       "x\b",
		"carriage returns": "xy\r",
		"escapes":          "\x1b[",
		"pager":            " --More-- ",
		"prompts":          "R1#show clock\n",
		"hashes":           "#",
		"percents":         "%A-1-",
		"stamps":           "*10:00:00.000 UTC ",
		"clauses":          "stratum 3, ",
		"open banners":     "banner motd ^C\n",
		"other banners":    "banner motd a\nbanner motd b\n",
		"macros":           "macro name x\n",
		"servers":          "ntp server 192.0.2.1 prefer\n",
		"long server":      "ntp server 192.0.2.1 prefer prefer ",
		"interfaces":       "interface Vlan1\n ip address 192.0.2.1 255.255.255.0\n vrf forwarding A\n",
		"one interface":    " vrf forwarding A\n ip address 192.0.2.1\n",
		"blocks":           "192.0.2.1 configured, stratum 3\n",
		"certificates":     "Certificate\n  start date: 00:00:00 UTC Jan 1 2024\n",
		"long title":       "Certificate A ",
		"parentheses":      "(",
		"access lists":     "ip access-list standard A\n permit 192.0.2.1\n!\n",
		"one access list":  "access-list 10 permit 192.0.2.0 0.0.0.255\nntp access-group peer 10\n",
		"virtual":          "interface Vlan1\n standby 1 ip 192.0.2.1\n",
		"non-blanks":       "\u00a0\n",
	}
	kinds := map[string]platform.Form{}
	for _, a := range forms() {
		kinds[a.Kind] = a
	}
	for name, unit := range junk {
		size := 512 << 10
		if name == "short lines" || name == "one word" || name == "servers" {
			size = 4 << 20
		}
		text := strings.Repeat(unit, size/len(unit))
		if name == "one interface" {
			text = "interface Vlan1\n" + text
		}
		for _, a := range kinds {
			if _, err := a.Read(platform.Head{}, text); err == nil && name == "short lines" {
				t.Errorf("%s is taken for an answer to %s", name, a.Command)
			}
		}
		keep(ShowTimeConfig, text)
		capture.FindClockLine([]byte(text))
		DeviceError(text)
	}
}

func BenchmarkDevice(b *testing.B) {
	texts := map[string]string{}
	for _, c := range readCaptures(b) {
		texts[strings.TrimPrefix(c.File, captures+"/")] = c.Text
	}
	var config strings.Builder
	for range 10 {
		config.WriteString(texts["show-running-config.filtered.txt"])
	}
	b.ReportAllocs()
	for b.Loop() {
		for name, command := range map[string]string{
			"show-clock-detail.summer.txt":         ShowClockDetail,
			"show-ntp-status.new.txt":              ShowNTPStatus,
			"show-ntp-associations.new.txt":        ShowNTPAssociations,
			"show-ntp-associations-detail.new.txt": ShowNTPAssociationsDetail,
			"show-version.ios.txt":                 ShowVersion,
			"show-privilege.plain.txt":             ShowPrivilege,
		} {
			if _, err := Parse("cisco_ios", command, texts[name]); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := ParseConfig(config.String()); err != nil {
			b.Fatal(err)
		}
	}
}
