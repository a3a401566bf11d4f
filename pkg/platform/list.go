package platform

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ShowVersion is the line that every platform answers, and by whose answer they are told apart.
const ShowVersion = "show version"

// Auto is how an inventory says that the device itself tells its platform.
const Auto = "auto"

// Default is the name of the platform that a session begins by where the inventory states none.
const Default = "cisco_ios"

// List is the platforms that are known, in the order in which help texts name them.
type List []Platform

// separators are what spellings of one platform differ in: nx-os, nxos, NX_OS.
var separators = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

// plain is a platform as spellings are compared.
func plain(spelled string) string { return strings.ToLower(separators.Replace(spelled)) }

// ByName finds a platform by its name or one of its aliases, whatever the case of its letters and what stands between
// its words.
func (l List) ByName(name string) (*Platform, bool) {
	wanted := plain(name)
	for i := range l {
		p := &l[i]
		same := func(alias string) bool { return plain(alias) == wanted }
		if same(p.Name) || slices.ContainsFunc(p.Aliases, same) {
			return p, true
		}
	}
	return nil, false
}

// Declared finds what a session goes by with a device whose inventory names a platform: that, the default one where the name
// is empty, and [Unsettled] where the device is to tell.
func (l List) Declared(name string) (*Platform, bool) {
	switch name {
	case Auto:
		p := Unsettled()
		return &p, true
	case "":
		return l.ByName(Default)
	}
	return l.ByName(name)
}

// Names lists the names of all.
func (l List) Names() []string {
	names := make([]string, len(l))
	for i := range l {
		names[i] = l[i].Name
	}
	return names
}

// Identity is what "show version" says a device is.
type Identity struct {
	Platform *Platform // nil: none that is known, or more than one
	Version  show.Version
	// Says names a system that is not known, or several at once: "EOS 4.29.2F", "NX-OS 10.3(9) and IOS XE 17.9.4".
	// Empty: Platform is the one, or the text names no system at all.
	Says string
}

// Known reports whether the text named one platform that is known.
func (i Identity) Known() bool { return i.Platform != nil }

// Identify finds whose "show version" a text is. One that names several systems is of none: nothing tells which of them
// the other answers are of.
func (l List) Identify(version string) Identity {
	var found Identity
	var says []string
	for i := range l {
		v, ok := l[i].Identify(version)
		if !ok {
			continue
		}
		found.Platform, found.Version = &l[i], v
		says = append(says, strings.TrimSpace(l[i].Title+" "+v.OSVersion))
	}
	says = append(says, l.foreign(version)...)
	if len(says) == 1 && found.Known() {
		return found
	}
	return Identity{Says: strings.Join(says, " and ")}
}

// Owner finds whose configuration a text is, by its head. nil: it does not tell.
func (l List) Owner(config string) *Platform {
	for i := range l {
		if l[i].Recognize(config) {
			return &l[i]
		}
	}
	return nil
}

// Stranger names the system that a configuration, or "show version", is of where p does not read it: "NX-OS",
// "EOS 4.27.6M". Empty: it may be p's.
func (l List) Stranger(p *Platform, text string) string {
	if p.Recognize(text) {
		return ""
	}
	if owner := l.Owner(text); owner != nil && !owner.Akin(p) {
		return owner.Title
	}
	switch found := l.Identify(text); {
	case !found.Known():
		return found.Says
	case !found.Platform.Akin(p):
		return strings.TrimSpace(found.Platform.Title + " " + found.Version.OSVersion)
	}
	return ""
}
