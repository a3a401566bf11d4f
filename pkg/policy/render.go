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

// value is what stands beside a key. What is empty because nothing was stated is left out, key and all.
type value interface {
	write(b *strings.Builder, indent, key string)
}

type (
	scalar  string // as it is written
	words   []string
	mapping []pair
	list    []mapping
	pair    struct {
		key   string
		value value
	}
)

// digest is the SHA-256 of the rendered policy, in hexadecimal.
func (t table) digest(p *Policy) string {
	sum := sha256.Sum256(t.render(p))
	return hex.EncodeToString(sum[:])
}

// Render writes the policy in full as YAML: what it extends is in it, nothing is left to a default. Equal
// policies give equal bytes, and Load reads them back.
func (p *Policy) Render() []byte { return fields.render(p) }

func (t table) render(p *Policy) []byte {
	m := append(mapping{{"name", quote(p.Name)}}, t.mapping(func(f field) value { return f.write(p) })...)
	var overrides, waivers list
	for i := range p.Overrides {
		o := &p.Overrides[i]
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
	m.lines(&b, "")
	return []byte(b.String())
}

func (s scalar) write(b *strings.Builder, indent, key string) {
	if s != "" {
		fmt.Fprintf(b, "%s%s: %s\n", indent, key, string(s))
	}
}

func (w words) write(b *strings.Builder, indent, key string) {
	if w == nil {
		return
	}
	quoted := make([]string, len(w))
	for i, word := range w {
		quoted[i] = string(quote(word))
	}
	fmt.Fprintf(b, "%s%s: [%s]\n", indent, key, strings.Join(quoted, ", "))
}

func (m mapping) write(b *strings.Builder, indent, key string) {
	var inner strings.Builder
	m.lines(&inner, indent+"  ")
	if inner.Len() > 0 {
		fmt.Fprintf(b, "%s%s:\n%s", indent, key, inner.String())
	}
}

// lines are the mapping without a key of its own, in block style.
func (m mapping) lines(b *strings.Builder, indent string) {
	for _, p := range m {
		p.value.write(b, indent, p.key)
	}
}

func (l list) write(b *strings.Builder, indent, key string) {
	if len(l) > 0 {
		fmt.Fprintf(b, "%s%s:\n", indent, key)
	}
	for _, item := range l {
		var inner strings.Builder
		item.lines(&inner, indent+"    ")
		fmt.Fprintf(b, "%s  - %s", indent, strings.TrimPrefix(inner.String(), indent+"    "))
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

// sorted gives sets one form.
func sorted(set []string) words {
	return append(words{}, slices.Sorted(slices.Values(set))...)
}

// shortDuration writes 15m0s as 15m.
func shortDuration(d time.Duration) scalar {
	text := d.String()
	for _, zero := range []string{"0s", "0m"} {
		shorter := strings.TrimSuffix(text, zero)
		if shorter != text && strings.HasSuffix(shorter, map[string]string{"0s": "m", "0m": "h"}[zero]) {
			text = shorter
		}
	}
	return scalar(text)
}
