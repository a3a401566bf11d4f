package platform_test

import (
	"slices"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func two() platform.List {
	none := func(string) (show.Version, bool) { return show.Version{}, false }
	return platform.List{
		{Name: "cisco_ios", Aliases: []string{"ios"}, Grammar: "ios", Identify: none},
		{Name: "cisco_iosxe", Grammar: "ios", Identify: none},
		{Name: "cisco_nxos", Identify: none},
		{Name: "cisco_iosxr", Identify: none},
	}
}

// What an inventory says leads to one platform, or to none.
func TestDeclared(t *testing.T) {
	for name, want := range map[string]string{
		"": "cisco_ios", "cisco_ios": "cisco_ios", "IOS": "cisco_ios", "Cisco_NXOS": "cisco_nxos", "auto": "auto", "cisco ios ": "cisco_ios", "vendor_os": "",
	} {
		p, known := two().Declared(name)
		if known != (want != "") || known && p.Name != want {
			t.Errorf("%q: %v, %v", name, p, known)
		}
	}
	if _, known := (platform.List{}).Declared(""); known {
		t.Error("a platform that is not in the list is known")
	}
}

// Before a device has told its platform, it is sent what all of them take, and no more.
func TestUnsettled(t *testing.T) {
	p := platform.Unsettled()
	if got, want := p.Asks([]show.Kind{show.KindClock, show.KindConfig}), []string{platform.ShowVersion}; !slices.Equal(got, want) {
		t.Errorf("asks %q", got)
	}
	for line, want := range map[string]bool{"terminal length 0": true, "show version": true, "show clock": false, "enable": false, "": false, "show version | redirect x": false} {
		if p.Allowed(line) != want {
			t.Errorf("%q may be sent: %t", line, !want)
		}
	}
	for text, want := range map[string]bool{
		"": false, "Cisco NX-OS\n": false, "% Invalid input detected at '^' marker.\n": true, "      ^\n% Invalid command at '^' marker.\n": true,
		"% Permission denied for the role": true, "%SYS-5-CONFIG_I: Configured\n": false, "Command authorization failed.\n": true,
	} {
		if _, refused := p.Terminal.Refused(text); refused != want {
			t.Errorf("%q is a refusal: %t", text, refused)
		}
	}
}

// A line for which the clock is read instead reads the clock, and no other.
func TestReadsClock(t *testing.T) {
	p := platform.Platform{
		Terminal: platform.Terminal{Sample: "show clock"},
		Commands: []platform.Command{{Line: "show clock detail", Instead: "show clock"}, {Line: "show clock"}, {Line: "show ntp status"}},
	}
	for line, want := range map[string]bool{"show clock": true, "show clock detail": true, "show ntp status": false, "show calendar": false, "": false} {
		if p.ReadsClock(line) != want {
			t.Errorf("%q reads the clock: %t", line, !want)
		}
	}
	var none platform.Platform
	if none.ReadsClock("") {
		t.Error("a platform without a clock reads it")
	}
}

func TestAkin(t *testing.T) {
	list := two()
	for _, test := range []struct {
		a, b int
		want bool
	}{{0, 1, true}, {0, 0, true}, {2, 2, true}, {0, 2, false}, {2, 3, false}} {
		if list[test.a].Akin(&list[test.b]) != test.want {
			t.Errorf("%s and %s: %t", list[test.a].Name, list[test.b].Name, !test.want)
		}
	}
}
