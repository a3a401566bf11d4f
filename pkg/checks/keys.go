package checks

import (
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
				k.types[defined.Number] = defined.Type
			}
		}
		for _, s := range configured(p) {
			if s.Key != nil && k.onLine == nil {
				k.onLine = s.Key
			}
		}
		if p.NTP != nil {
			for _, a := range p.NTP.Associations {
				if strings.Trim(a.Upstream(), ".") == "AUTH" {
					k.refused[facts.KeyOf(a.Address)] = true
				}
			}
		}
		return k
	})
}
