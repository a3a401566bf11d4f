package inventory

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// attributes are the keys that defaults, groups and devices share. nil: not stated.
type attributes struct {
	platform          *Platform
	port              *int
	username, keyFile *string
	password, enable  *Secret
	legacy            *bool
	tags              []string
	groups            *[]groupName
	timezone, role    *string
	site              *string
	ntp               *string // ntpOn, ntpOff or host:port
	addresses         *[]netip.Addr
	timeouts          Timeouts
}

// groupName is a group as a device names it.
type groupName struct {
	name string
	at   yamlfile.Mark
}

const (
	ntpOn  = "on"
	ntpOff = "off"
)

// over returns a where it states something, else b. Tags add up, b's first.
func (a attributes) over(b attributes) attributes {
	return attributes{
		platform:  first(a.platform, b.platform),
		port:      first(a.port, b.port),
		username:  first(a.username, b.username),
		keyFile:   first(a.keyFile, b.keyFile),
		password:  first(a.password, b.password),
		enable:    first(a.enable, b.enable),
		legacy:    first(a.legacy, b.legacy),
		tags:      union(b.tags, a.tags),
		groups:    first(a.groups, b.groups),
		timezone:  first(a.timezone, b.timezone),
		role:      first(a.role, b.role),
		site:      first(a.site, b.site),
		ntp:       first(a.ntp, b.ntp),
		addresses: first(a.addresses, b.addresses),
		timeouts:  a.timeouts.over(b.timeouts),
	}
}

func first[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

func union(a, b []string) []string {
	var all []string
	seen := make(map[string]bool, len(a)+len(b))
	for _, s := range slices.Concat(a, b) {
		if !seen[s] {
			all, seen[s] = append(all, s), true
		}
	}
	return all
}

// device makes a device of the attributes.
func (a attributes) device(name, host string) Device {
	return Device{
		Port:      value(a.port, SSHPort),
		Platform:  value(a.platform, ""),
		Username:  value(a.username, ""),
		KeyFile:   value(a.keyFile, ""),
		Password:  value(a.password, Secret{}),
		Enable:    value(a.enable, Secret{}),
		Legacy:    value(a.legacy, false),
		Tags:      a.tags,
		Timezone:  value(a.timezone, ""),
		Role:      value(a.role, ""),
		Site:      value(a.site, ""),
		NTP:       value(a.ntp, ntpOn),
		Addresses: value(a.addresses, nil),
		Timeouts:  a.timeouts,
	}.at(name, host)
}

func value[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// set reads the attribute of that name from one text, as YAML and CSV both give it.
func (a *attributes) set(key, text string, at yamlfile.Mark, words Words) {
	switch key {
	case "platform":
		a.platform = words.platform(text, at)
	case "port":
		a.port = port(text, at)
	case "username":
		a.username = username(text, at)
	case "timezone":
		a.timezone = words.timezone(text, at)
	case "role":
		a.role = choice("role", text, at, "router", "switch")
	case "site":
		a.site = site(text, at)
	case "ssh":
		if mode := choice("ssh", text, at, "legacy", "default"); mode != nil {
			a.legacy = new(*mode == "legacy")
		}
	case "ntp":
		a.ntp = ntpTarget(text, at)
	}
}

func choice(key, text string, at yamlfile.Mark, options ...string) *string {
	if slices.Contains(options, text) {
		return &text
	}
	at.Refusef(yamlfile.DidYouMean(text, options), "%s: not one of %s", key, strings.Join(options, ", "))
	return nil
}

func port(text string, at yamlfile.Mark) *int {
	p, err := parsePort(text)
	if err != nil {
		at.Refusef("", "%v", err)
		return nil
	}
	return &p
}

func username(text string, at yamlfile.Mark) *string {
	if !isUser(text) {
		at.Refusef("", "username: not a user name; it has none of : ; , = | and no blank")
		return nil
	}
	return &text
}

func ntpTarget(text string, at yamlfile.Mark) *string {
	switch strings.ToLower(text) {
	case "off", "false", "no":
		return new(ntpOff)
	case "on", "true", "yes":
		return new(ntpOn)
	}
	if _, _, err := splitHost(text); err != nil {
		at.Refusef("write host, host:port, [v6]:port or off", "ntp: %v", err)
		return nil
	}
	return new(WithNTPPort(text))
}

// site is free text, as people name places.
func site(text string, at yamlfile.Mark) *string {
	const longest = 64
	bad := func(r rune) bool { return !unicode.IsPrint(r) }
	if text == "" || len(text) > longest || strings.TrimSpace(text) != text || strings.ContainsFunc(text, bad) {
		at.Refusef("", "site: a site has a name of at most %d printable characters", longest)
		return nil
	}
	return &text
}

func tag(text string, at yamlfile.Mark) (string, bool) {
	if text == "" || strings.ContainsAny(text, " \t,!") {
		at.Refusef("", "tag: a tag is one word without comma and exclamation mark")
		return "", false
	}
	return text, true
}

func address(text string, at yamlfile.Mark) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		at.Refusef("", "address: not an IP address")
		return netip.Addr{}, false
	}
	return addr, true
}
