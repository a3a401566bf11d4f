package nxos

import (
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// A device may send anything, up to the limits of a session. The parsers take time in proportion to it: a quadratic one
// would take minutes here.
func TestMegabytesOfJunk(t *testing.T) {
	junk := map[string]string{
		"short lines":      "x\n",
		"blanks":           " ",
		"one word":         "x",
		"rows":             "=192.0.2.1 0.0.0.0 16 64 0 0.00000 management\n",
		"half rows":        "=192.0.2.1 0.0.0.0\n",
		"endless row":      "=192.0.2.1 0.0.0.0\n 16\n 64\n",
		"folded rows":      "=192.0.2.1" + strings.Repeat(" ", 70) + "\n",
		"long folded row":  "=192.0.2.1 " + strings.Repeat(" ", 69),
		"tallies":          "*",
		"rules":            "-",
		"backspaces":       "x\b",
		"carriage returns": "xy\r",
		"escapes":          "\x1b[",
		"pager":            "--More--",
		"prompts":          "n9k1# show clock\n",
		"hashes":           "#",
		"percents":         "2026 Oct  1 08:00:00 %A-1-",
		"stamps":           "10:00:00.000 PM UTC ",
		"peers":            "  192.0.2.1  Server (configured)\n",
		"open banners":     "banner motd #\n",
		"other banners":    "banner motd a\nbanner motd b\n",
		"jobs":             "scheduler job name x\n",
		"servers":          "ntp server 192.0.2.1 prefer\n",
		"long server":      "ntp server 192.0.2.1 prefer prefer ",
		"long key":         "ntp authentication-key 1 md5 md5 md5 ",
		"long ntp":         "ntp md5 x ",
		"log servers":      "logging server 192.0.2.1 6 use-vrf management\n",
		"interfaces":       "interface Vlan1\n  ip address 192.0.2.1/24\n  vrf member A\n",
		"one interface":    "  vrf member A\n  ip address 192.0.2.1/24\n",
		"certificates":     "Trustpoint: A\ncertificate:\nnotBefore=Jan 15 08:00:00 2026 GMT\npurposes: x\n",
		"certificate":      "notAfter=Jan 15 08:00:00 2026 GMT\n",
		"long title":       "Trustpoint certificate CA certificate ",
		"trustpoints":      "crypto ca trustpoint A\n",
		"images":           "NXOS image file is: aci-x\n",
		"access lists":     "ip access-list A\n  10 permit ip any any\n",
		"virtual":          "interface Vlan1\n  hsrp 1\n    ip 192.0.2.1\n",
		"disabled":         "interface Vlan1\n  ntp disable\n",
		"non-blanks":       "\u00a0\n",
	}
	for name, unit := range junk {
		size := 256 << 10
		if name == "short lines" || name == "one word" || name == "servers" || name == "rows" {
			size = 1 << 20
		}
		text := strings.Repeat(unit, size/len(unit))
		if name == "one interface" {
			text = "interface Vlan1\n" + text
		}
		var answers []show.Answer
		for _, form := range forms() {
			if _, err := form.Read(platform.Head{}, text); err == nil && name == "short lines" {
				t.Errorf("%s is taken for an answer to %s", name, form.Command)
			}
		}
		for _, c := range Commands() {
			answers = append(answers, show.Answer{Command: c.Line, Text: text, Whole: true})
		}
		Read(answers)
		FindClockLine([]byte(text))
		DeviceError(text)
		identify(text)
		configMark.On(text)
	}
}
