package session_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/lab"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

func TestEnable(t *testing.T) {
	right, wrong := inventory.ValueSecret(enable), inventory.ValueSecret("not the secret")
	tests := map[string]struct {
		device  lab.DeviceSpec
		secret  inventory.Secret
		outcome snapshot.Outcome
		kind    string
		says    string
		prompt  string
	}{
		"right":             {lab.DeviceSpec{Privilege: 1}, right, snapshot.Audited, "", "", "r1#"},
		"right, at level 5": {lab.DeviceSpec{Privilege: 5}, right, snapshot.Audited, "", "", "r1#"},
		"line by line":      {lab.DeviceSpec{Privilege: 1, Denied: []string{"terminal"}}, right, snapshot.Audited, "", "", "r1#"},
		"not configured":    {lab.DeviceSpec{Privilege: 1}, inventory.Secret{}, snapshot.Audited, "", "", "r1>"},
		"wrong":             {lab.DeviceSpec{Privilege: 1}, wrong, snapshot.Partial, "enable", "% Bad secrets", "r1>"},
		"wrong, by AAA":     {lab.DeviceSpec{Privilege: 1, EnableAAA: true}, wrong, snapshot.Partial, "enable", "% Access denied", "r1>"},
		"wrong, at level 5": {lab.DeviceSpec{Privilege: 5}, wrong, snapshot.Partial, "enable", "% Bad secrets", "r1#"},
		"none on device":    {lab.DeviceSpec{Privilege: 1, Enable: "none"}, right, snapshot.Partial, "enable", "% No password set", "r1>"},
		"no variable":       {lab.DeviceSpec{Privilege: 1}, inventory.EnvSecret("SESSION_TEST_UNSET"), snapshot.Partial, "enable", "SESSION_TEST_UNSET", "r1>"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.device.Name = "r1"
			s := newSite(t, test.device)
			device := s.devices["r1"]
			device.Enable = test.secret
			d := newAsker(t, s.config()).Ask(t.Context(), session.Request{Device: device, Kinds: allKinds})
			mustBe(t, d, test.outcome, test.kind)
			if d.Error != nil && !strings.Contains(d.Error.Message, test.says) {
				t.Errorf("message %q does not say %q", d.Error.Message, test.says)
			}
			if d.Prompt != test.prompt {
				t.Errorf("prompt %q, want %q", d.Prompt, test.prompt)
			}
			asked := commandsOf(d)
			if got, want := slices.Contains(asked, ios.ShowTimeConfig), test.outcome == snapshot.Audited; got != want {
				t.Errorf("the configuration was asked: %t, want %t", got, want)
			}
			if !answerTo(t, d, ios.ShowVersion).Whole() {
				t.Error("the rest was not asked")
			}
			// The level that the configuration was read at is the last one in the evidence.
			if level := answerTo(t, d, ios.ShowPrivilege).Text; !test.secret.IsZero() && test.outcome == snapshot.Audited && level != "Current privilege level is 15\n" {
				t.Errorf("level %q", level)
			}
		})
	}
}
