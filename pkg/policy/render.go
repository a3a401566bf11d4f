package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pair is a key with what stands beside it: a scalar as it is written, words, a mapping, or a list of mappings.
type pair struct {
	key   string
	value any
}

type (
	scalar  string
	words   []string
	mapping []pair
	list    []mapping
)

// digest is the SHA-256 of the rendered policy, in hexadecimal.
func digest(p *Policy) string {
	sum := sha256.Sum256(p.Render())
	return hex.EncodeToString(sum[:])
}

// Render writes the policy in full as YAML: what it extends is in it, nothing is left to a default. Equal
// policies give equal bytes, and Load reads them back.
func (p *Policy) Render() []byte {
	m := append(mapping{{"name", quote(p.Name)}}, stated(p).mapping()...)
	var overrides, waivers list
	for _, o := range p.Overrides {
		overrides = append(overrides, append(mapping{{"match", quote(o.Match)}}, o.changes.mapping()...))
	}
	for _, w := range p.Waivers {
		waivers = append(waivers, mapping{
			{"check", quote(w.Check)}, {"devices", words(w.Devices)}, {"reason", quote(w.Reason)},
			{"owner", quote(w.Owner)}, {"expires", scalar(w.Expires.Format(dateLayout))},
		})
	}
	m = append(m, pair{"overrides", overrides}, pair{"waivers", waivers})
	var b strings.Builder
	m.write(&b, "")
	return []byte(b.String())
}

// write writes a mapping in block style. What is empty because nothing was stated is left out.
func (m mapping) write(b *strings.Builder, indent string) {
	for _, p := range m {
		switch v := p.value.(type) {
		case scalar:
			if v != "" {
				fmt.Fprintf(b, "%s%s: %s\n", indent, p.key, v)
			}
		case words:
			if v != nil {
				fmt.Fprintf(b, "%s%s: [%s]\n", indent, p.key, strings.Join(quoteAll(v), ", "))
			}
		case mapping:
			var inner strings.Builder
			v.write(&inner, indent+"  ")
			if inner.Len() > 0 {
				fmt.Fprintf(b, "%s%s:\n%s", indent, p.key, inner.String())
			}
		case list:
			if len(v) > 0 {
				fmt.Fprintf(b, "%s%s:\n", indent, p.key)
			}
			for _, item := range v {
				var inner strings.Builder
				item.write(&inner, indent+"    ")
				fmt.Fprintf(b, "%s  - %s", indent, strings.TrimPrefix(inner.String(), indent+"    "))
			}
		}
	}
}

// Loopback0  192.0.2.1  hmac-sha2-256  50%
var plainScalar = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._%/-]*$`)

// quote writes text so that YAML reads text again.
func quote(text string) scalar {
	keywords := []string{"true", "false", "null", "yes", "no", "on", "off", "any"}
	if plainScalar.MatchString(text) && !slices.Contains(keywords, strings.ToLower(text)) {
		return scalar(text)
	}
	return scalar(strconv.Quote(text))
}

func quoteAll(texts []string) []string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = string(quote(t))
	}
	return quoted
}

// duration writes 15m0s as 15m.
func duration(d time.Duration) scalar {
	text := d.String()
	for _, zero := range []string{"0s", "0m"} {
		shorter := strings.TrimSuffix(text, zero)
		if shorter != text && strings.HasSuffix(shorter, map[string]string{"0s": "m", "0m": "h"}[zero]) {
			text = shorter
		}
	}
	return scalar(text)
}
