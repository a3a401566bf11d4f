package inventory_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func TestPlatformsAreSpelledAsGiven(t *testing.T) {
	for spelled, want := range map[string]inventory.Platform{
		"cisco_iosxe": "cisco_iosxe", "ios-xe": "cisco_iosxe", "acme": "acme_os", "acme_os": "acme_os",
		"auto": inventory.Auto, "AUTO": inventory.Auto, "": "", // not stated: no claim
	} {
		for name, text := range map[string]string{
			"a.yaml":     "defaults: {platform: " + spelled + "}\ndevices: [a]\n",
			"a.csv":      "name,platform\na," + spelled + "\n",
			"group.yaml": "groups: {g: {platform: " + spelled + "}}\ndevices: [{name: a, groups: [g]}]\n",
		} {
			if spelled == "" {
				text = strings.Replace(text, "platform: }", "port: 22}", 1)
			}
			if inv := parse(t, name, text); inv.Devices[0].Platform != want {
				t.Errorf("%s: %q is %q, want %q", name, spelled, inv.Devices[0].Platform, want)
			}
		}
	}
}

func TestAnUnknownPlatformIsAnErrorWithItsPlace(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"f.csv":  {"name,platform\na,acme_so\n", `f.csv:2:3: platform: not one of cisco_ios, cisco_iosxe, acme_os, auto; did you mean "acme_os"?`},
		"f.yaml": {"devices: [{name: a, platform: aut}]", `f.yaml:1:31: platform: not one of cisco_ios, cisco_iosxe, acme_os, auto; did you mean "auto"?`},
	} {
		if _, err := load(name, tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

func TestWithoutWordsOnlyAutoIsKnown(t *testing.T) {
	load := func(text string) error {
		_, err := inventory.Load(context.Background(), []inventory.Source{inventory.Text("a.yaml", []byte(text))}, inventory.Words{})
		return err
	}
	if err := load("devices: [{name: a, platform: auto}, b]"); err != nil {
		t.Error(err)
	}
	for text, want := range map[string]string{"platform: cisco_iosxe": "platform: not one of auto", "timezone: UTC": "timezone: not an IANA"} {
		if err := load("devices: [{name: a, " + text + "}]"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// No platform is stated where none stands: the schema has editors fill in none.
func TestSchemaHasNoDefaultPlatform(t *testing.T) {
	var schema struct {
		Defs struct {
			Shared struct {
				Properties struct {
					Platform struct{ Default inventory.Platform }
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(inventory.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	if got := schema.Defs.Shared.Properties.Platform.Default; got != "" {
		t.Errorf("the schema says %q", got)
	}
}
