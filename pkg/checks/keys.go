package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

// keys is what the configuration says of keys, each found by its number at once.
type keys struct {
	types   map[int]string // of the defined ones
	onLine  *int           // the first that the line of a source names
	refused map[facts.AddressKey]bool
}

func keysOf(p *check.Pass) *keys {
	type key struct{}
	return check.Once(p, key{}, func() *keys {
		k := &keys{types: map[int]string{}, refused: map[facts.AddressKey]bool{}}
		for _, defined := range p.Config.AuthKeys {
			if _, twice := k.types[defined.Number]; !twice {
				k.types[defined.Number] = canonical(defined.Type)
			}
		}
		for _, s := range configured(p) {
			if s.Key != nil && k.onLine == nil {
				k.onLine = s.Key
			}
		}
		if p.NTP != nil {
			for _, a := range p.NTP.Associations {
				if slices.Contains([]string{"AUTH", "CRYP", "NKEY"}, strings.Trim(a.Upstream(), ".")) {
					k.refused[facts.KeyOf(a.Address)] = true
				}
			}
		}
		return k
	})
}

// keyDiffers is why replies under a key fail that is whole on the device.
const keyDiffers = "the key, its number or its type differs"

// whyNotAuthentic is why replies under a key fail authentication: what is missing of the key, or else that it is another.
func whyNotAuthentic(p *check.Pass, key int) string {
	_, mayDefine := notUnderstood(p, "ntp", "authentication-key")
	_, mayTrust := notUnderstood(p, "ntp", "trusted-key")
	switch {
	case algorithm(p, key) == undefined && !mayDefine:
		return fmt.Sprintf("key %d is not defined", key)
	case !p.Config.Trusted.Contains(key) && !mayTrust:
		return fmt.Sprintf("key %d is not trusted", key)
	}
	return keyDiffers
}

// canonical is the name of an algorithm as policies have it: IOS XR calls hmac-sha2-256 hmac-sha2.
func canonical(algorithm string) string {
	if algorithm == "hmac-sha2" {
		return "hmac-sha2-256"
	}
	return algorithm
}
