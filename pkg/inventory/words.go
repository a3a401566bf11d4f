package inventory

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// Words are what an inventory may say of things that other packages know. The zero Words have no platform but Auto, and
// no time zone.
type Words struct {
	// Platforms are the names of all platforms, in the order in which errors list them.
	Platforms []string
	// Platform is the name of the platform that is spelled so, here or by another tool. nil: names have no other spelling.
	Platform func(spelled string) (name string, ok bool)
	// Zone reports whether there is an IANA time zone of that name. nil: there is none.
	Zone func(name string) bool
}

func (w Words) platform(text string, at yamlfile.Mark) *Platform {
	if strings.EqualFold(text, string(Auto)) {
		return new(Auto)
	}
	if w.Platform != nil {
		if name, ok := w.Platform(text); ok {
			return new(Platform(name))
		}
	}
	name := choice("platform", text, at, append(slices.Clone(w.Platforms), string(Auto))...)
	if name == nil {
		return nil
	}
	return new(Platform(*name))
}

func (w Words) timezone(text string, at yamlfile.Mark) *string {
	if w.Zone == nil || !w.Zone(text) {
		at.Refusef("write a name such as Europe/Berlin or UTC", "timezone: not an IANA time zone")
		return nil
	}
	return &text
}
