package platforms_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// What is sent can change nothing: it is a line that shows something, or one of the few that prepare the login.
func TestLinesChangeNothing(t *testing.T) {
	for _, p := range platforms.All() {
		prepares := []string{p.Terminal.Unpaged, p.Terminal.Wide, p.Terminal.Enable}
		for _, c := range p.Commands {
			switch command, filter, filtered := strings.Cut(c.Line, "|"); {
			case strings.ContainsFunc(c.Line, func(r rune) bool { return r < ' ' || r > '~' }) || strings.Contains(c.Line, "?"):
				t.Errorf("%s: %q holds a character that acts when it is typed", p.Name, c.Line)
			case len(c.Line) > 240:
				t.Errorf("%s: %q has %d characters, which is more than a command line takes", p.Name, c.Line, len(c.Line))
			case slices.Contains(prepares, c.Line):
			case !strings.HasPrefix(c.Line, "show "):
				t.Errorf("%s: %q shows nothing", p.Name, c.Line)
			case filtered && !strings.HasPrefix(filter, " include ") || strings.Contains(command, ">"):
				t.Errorf("%s: %q is filtered by something that may write", p.Name, c.Line)
			}
			if !strings.HasSuffix(c.Purpose, ".") {
				t.Errorf("%s: %q: the purpose %q is no sentence", p.Name, c.Line, c.Purpose)
			}
			if c.Instead != "" && !p.Allowed(c.Instead) {
				t.Errorf("%s: %q, which is asked in place of %q, is not among the lines", p.Name, c.Instead, c.Line)
			}
		}
		for _, line := range append(prepares, p.Terminal.Sample) {
			if line != "" && !p.Allowed(line) {
				t.Errorf("%s: the terminal needs %q, which is not among the lines", p.Name, line)
			}
		}
	}
}

// Every kind of fact is told by a line, or the platform says that it is not told and why.
func TestKindsAreToldOrNot(t *testing.T) {
	commands := []show.Kind{
		show.KindClock, show.KindStatus, show.KindAssociations, show.KindDetail, show.KindConfig, show.KindVersion, show.KindPKI, show.KindStartup,
	}
	for _, p := range platforms.All() {
		for _, k := range commands {
			told := slices.ContainsFunc(p.Commands, func(c platform.Command) bool { return slices.Contains(c.Tells, k) })
			untold, lacks := p.Lacks(k)
			switch {
			case !told && !lacks:
				t.Errorf("%s: no line tells %s, and it is not said why", p.Name, k)
			case lacks && untold.Reason == "":
				t.Errorf("%s: %s is not told, and it is not said why", p.Name, k)
			}
		}
	}
}

func TestNamesAreOneEach(t *testing.T) {
	owner := map[string]string{}
	for _, p := range platforms.All() {
		for _, spelled := range append(slices.Clone(p.Aliases), p.Name) {
			spelled = strings.ToLower(spelled)
			if other, taken := owner[spelled]; taken && other != p.Name {
				t.Errorf("%q is spelled for %s and for %s", spelled, other, p.Name)
			}
			owner[spelled] = p.Name
		}
		if p.Title == "" || p.Read == nil || p.Parse == nil || p.Identify == nil || p.Recognize == nil || p.Render == nil {
			t.Errorf("%s lacks something that every platform has", p.Name)
		}
	}
}

// A text is of one platform, and one that names two is of none.
func TestATextIsOfOnePlatform(t *testing.T) {
	versions := map[string]string{
		"cisco_ios":   "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)\nsw1 uptime is 1 week, 2 days\n",
		"cisco_iosxe": "Cisco IOS XE Software, Version 17.09.04a\nCisco IOS Software [Cupertino], C9800-CL Software, Version 17.9.4a, RELEASE SOFTWARE (fc3)\nr1 uptime is 3 days\n",
		"cisco_nxos":  "Cisco Nexus Operating System (NX-OS) Software\nTAC support: http://www.cisco.com/tac\n  NXOS: version 10.3(9)\n  cisco Nexus9000 C93180YC-FX3 Chassis\nKernel uptime is 60 day(s), 17 hour(s), 26 minute(s), 51 second(s)\n",
		"cisco_iosxr": "Cisco IOS XR Software, Version 7.9.2 LNT\nCopyright (c) 2013-2023 by Cisco Systems, Inc.\ncisco ASR9K () processor\nrouter uptime is 2 weeks, 1 day\n",
		"arista_eos":  "Arista DCS-7050TX3-48C8-F\nHardware version: 11.00\nSoftware image version: 4.27.6M\n",
	}
	list := platforms.All()
	for name, text := range versions {
		found := list.Identify(text)
		_, known := list.ByName(name)
		switch {
		case known && (!found.Known() || found.Platform.Name != name):
			t.Errorf("%s: told to be %+v", name, found)
		case !known && found.Known():
			t.Errorf("%s, which is not known, is told to be %s", name, found.Platform.Name)
		}
		for other, second := range versions {
			if system(name) == system(other) {
				continue
			}
			if both := list.Identify(text + second); both.Known() {
				t.Errorf("a text of %s and %s is told to be %s", name, other, both.Platform.Name)
			}
		}
	}
}

// system is what the platforms of one package have in common.
func system(name string) string { return strings.TrimSuffix(name, "xe") }
