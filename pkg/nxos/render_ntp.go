package nxos

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// highestKey is the highest number of a key.
const highestKey = 65535

// key defines a key. Classic NX-OS has md5 alone; what newer releases have besides is not known for sure.
func key(k show.KeyNumber) ([]string, error) {
	if k.Type != "" && k.Type != "md5" {
		return nil, fmt.Errorf("NX-OS is sure to have md5 keys, and no %s; look it up for this release, or ask for a waiver", k.Type)
	}
	return []string{fmt.Sprintf("ntp authentication-key %s md5 %s", k.NumberText(), show.Secret)}, nil
}

// source names the interface that NTP packets leave from. An address in its place has to go first: the two exclude each other.
func source(s show.SourceAddress, inForce string) []string {
	line := "ntp source-interface " + s.Interface
	if strings.HasPrefix(inForce, "ntp source ") {
		return []string{"no " + inForce, line}
	}
	return []string{line}
}

// server writes a source with its options, in the order of the command's syntax.
func server(s show.ServerLine) ([]string, error) {
	for _, option := range []struct {
		name  string
		given bool
	}{
		{"version", s.Version != nil}, {"source", s.Source != ""}, {"burst", s.Burst}, {"iburst", s.IBurst},
	} {
		if option.given {
			return nil, fmt.Errorf("an NTP source of NX-OS has no option %s; leave it out", option.name)
		}
	}
	words := []string{"ntp", s.Type, s.Address}
	if s.Prefer {
		words = append(words, "prefer")
	}
	words = append(words, useVRF(s.VRF)...)
	if key := s.KeyText(); key != "" {
		words = append(words, "key", key)
	}
	for _, option := range []struct {
		name  string
		value *int
	}{{"minpoll", s.MinPoll}, {"maxpoll", s.MaxPoll}} {
		if option.value != nil {
			words = append(words, option.name, fmt.Sprint(*option.value))
		}
	}
	return []string{strings.Join(words, " ")}, nil
}

// useVRF is nothing for the VRF that is none.
func useVRF(vrf string) []string {
	if vrf == "" || vrf == platform.DefaultVRF {
		return nil
	}
	return []string{"use-vrf", vrf}
}

// replaceServer takes the line in force back and enters the new one: it is not known that a line replaces itself.
func replaceServer(s show.ServerLine, inForce string) ([]string, error) {
	lines, err := server(s)
	if err != nil {
		return nil, err
	}
	if inForce == "" {
		return nil, errors.New("the line in force is not known, and NX-OS takes a source back by its whole line only; read the configuration")
	}
	undo, err := removeServer(s, inForce)
	return append(undo, lines...), err
}

// removeServer negates the line as printed, with all its options.
func removeServer(s show.ServerLine, inForce string) ([]string, error) {
	switch {
	case inForce == "":
		words := append([]string{"no", "ntp", s.Type, s.Address}, useVRF(s.VRF)...)
		return []string{strings.Join(words, " ")}, nil
	case !strings.HasPrefix(inForce, "ntp "+s.Type+" "):
		return nil, fmt.Errorf("the line in force is not one of an NTP %s", s.Type)
	}
	return []string{"no " + inForce}, nil
}

// accessList permits the hosts of a list, each with a number that leaves room.
func accessList(l show.AccessList) []string {
	family, protocol := "ip", "ip"
	if l.Family == show.IPv6 {
		family, protocol = "ipv6", "ipv6"
	}
	lines := []string{family + " access-list " + l.Name}
	for i, member := range l.Members {
		lines = append(lines, fmt.Sprintf(" %d permit %s host %s any", 10*(i+1), protocol, member))
	}
	return lines
}

func restrict(a show.AccessRule) ([]string, error) {
	if len(useVRF(a.VRF)) > 0 {
		return nil, errors.New("an access group of NX-OS holds for every VRF, and cannot name one; name the hosts of all in one list")
	}
	return []string{fmt.Sprintf("ntp access-group %s %s", a.Kind, a.List)}, nil
}
