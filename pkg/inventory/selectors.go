package inventory

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// NoMatchError says that a pattern matches no device.
type NoMatchError struct {
	Pattern string
	Closest string // the device name or tag:x that may be meant; may be empty
}

// Error names the pattern and the closest device.
func (e *NoMatchError) Error() string {
	if e.Closest == "" {
		return fmt.Sprintf("%q matches no device", e.Pattern)
	}
	return fmt.Sprintf("%q matches no device; did you mean %q?", e.Pattern, e.Closest)
}

// Matches reports whether a pattern means a device. A pattern is a name, a host, a glob on either
// (path.Match, and * crosses a /), tag:x with a glob for x, or one of these after a ! for all other
// devices. Several stand with commas between them: any of the plain ones must match, if
// there is one, and none of those with a !.
func Matches(pattern string, d Device) (bool, error) {
	parts := split([]string{pattern})
	if len(parts) == 0 {
		return false, errors.New("the pattern is empty")
	}
	wanted := !slices.ContainsFunc(parts, func(p string) bool { return !strings.HasPrefix(p, "!") })
	excluded := false
	for _, p := range parts {
		bare, not := strings.CutPrefix(p, "!")
		hit, err := matchesOne(bare, d)
		if err != nil {
			return false, err
		}
		wanted = wanted || hit && !not
		excluded = excluded || hit && not
	}
	return wanted && !excluded, nil
}

// Select returns the inventory with the devices that the patterns mean, in their order. References and
// servers stay. A pattern that matches nothing is a *NoMatchError: it is a mistake, and behind a ! a
// dangerous one.
func Select(inv Inventory, patterns []string) (Inventory, error) {
	parts := split(patterns)
	for _, p := range parts {
		if err := matchesAny(strings.TrimPrefix(p, "!"), inv.Devices); err != nil {
			return Inventory{}, err
		}
	}
	if len(parts) == 0 {
		return inv, nil
	}
	all := strings.Join(parts, ",")
	var err error
	selected := inv.Only(func(d Device) bool {
		hit, problem := Matches(all, d)
		err = cmp.Or(err, problem)
		return hit
	})
	return selected, err
}

// Only is the inventory with some of its devices, in their order. References and servers stay, and the others are
// known to be left out.
func (inv Inventory) Only(wanted func(Device) bool) Inventory {
	some := inv
	some.Devices, some.LeftOut = nil, slices.Clone(inv.LeftOut)
	for _, d := range inv.Devices {
		if wanted(d) {
			some.Devices = append(some.Devices, d)
		} else {
			some.LeftOut = append(some.LeftOut, d.Name)
		}
	}
	some.Partial = inv.Partial || len(some.Devices) < len(inv.Devices)
	return some
}

func split(patterns []string) []string {
	var parts []string
	for _, p := range patterns {
		for part := range strings.SplitSeq(p, ",") {
			if part = strings.TrimSpace(part); part != "" {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

func matchesAny(pattern string, devices []Device) error {
	for _, d := range devices {
		if hit, err := matchesOne(pattern, d); hit || err != nil {
			return err
		}
	}
	return &NoMatchError{pattern, closest(pattern, devices)}
}

func closest(pattern string, devices []Device) string {
	wanted, ofTags := strings.CutPrefix(pattern, "tag:")
	var known []string
	for _, d := range devices {
		if ofTags {
			known = append(known, d.Tags...)
		} else {
			known = append(known, d.Name)
		}
	}
	best, ok := yamlfile.Closest(wanted, union(known, nil))
	if ok && ofTags {
		best = "tag:" + best
	}
	return best
}

func matchesOne(pattern string, d Device) (bool, error) {
	if pattern == d.Name {
		return true, nil
	}
	if want, ok := strings.CutPrefix(pattern, "tag:"); ok {
		return anyGlob(want, d.Tags)
	}
	if SameAddress(pattern, d.Host) {
		return true, nil
	}
	return anyGlob(pattern, []string{d.Name, d.Host})
}

func anyGlob(pattern string, names []string) (bool, error) {
	// path.Match checks the whole pattern only where the name leads it to its end.
	if _, err := path.Match(pattern, ""); err != nil {
		return false, fmt.Errorf("pattern %s: %w", yamlfile.Quote(pattern), err)
	}
	for _, name := range names {
		hit, err := path.Match(slashless(pattern), slashless(name))
		if hit || err != nil {
			return hit, err
		}
	}
	return false, nil
}

// slashless lets * cross a slash, which is a separator to path.Match.
func slashless(s string) string { return strings.ReplaceAll(s, "/", "\x00") }
