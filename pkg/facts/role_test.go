package facts

import (
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

func TestRoleOf(t *testing.T) {
	for model, want := range map[string]string{
		"C9300-24T": RoleSwitch, "C9200L-48P-4X": RoleSwitch, "C9606R": RoleSwitch, "WS-C4507R+E": RoleSwitch, "C1000-24T-4G-L": RoleSwitch,
		"C2960X-48FPD-L": RoleSwitch, "C3850-12X48U": RoleSwitch, "IE-3400-8T2S": RoleSwitch, "N9K-C9396PX": RoleSwitch, "Nexus9000 C93180YC-FX": RoleSwitch,
		"Nexus 5596": RoleSwitch,
		"ISR4331/K9": RoleRouter, "ASR1001-X": RoleRouter, "ASR-9006": RoleRouter, "NCS-5501": RoleRouter, "C8300-1N1S-6T": RoleRouter, "C8000V": RoleRouter,
		"C1111-8P": RoleRouter, "CISCO2911/K9": RoleRouter, "2811": RoleRouter, "871": RoleRouter, "3825": RoleRouter, "C881-K9": RoleRouter,
		"CSR1000V": RoleRouter, "IR1101-K9": RoleRouter,
		"C9800-40-K9": "", "AIR-CT5508-K9": "", "IOSv": "", "7206VXR": "", "": "", "toaster": "",
	} {
		if got := RoleOf(model); got != want {
			t.Errorf("%s: %q, want %q", model, got, want)
		}
	}
}

// What the inventory states holds; else the model tells it, and that is an assumption.
func TestRoleWhereNoneIsStated(t *testing.T) {
	version := answer(ios.ShowVersion, versionText+"cisco C9300-24T (X86) processor with 1338934K/6147K bytes of memory.\n")
	for _, test := range []struct {
		stated, want string
		assumed      bool
	}{{"", RoleSwitch, true}, {RoleRouter, RoleRouter, false}} {
		s := measured()
		s.device("n1", utc(time.Second, 0), fine(), version)
		s.Inventory.Devices[0].Role = test.stated
		d := s.only(t)
		if d.Role != test.want || d.RoleAssumed != test.assumed || d.Found().Role != test.want {
			t.Errorf("stated %q: %q, assumed %t", test.stated, d.Role, d.RoleAssumed)
		}
	}
	s := measured()
	s.device("n1", utc(time.Second, 0))
	if d := s.only(t); d.Role != "" || d.RoleAssumed {
		t.Errorf("without a version: %q", d.Role)
	}
}
