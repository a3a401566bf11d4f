package policy

import (
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// file is one policy as read, before what it extends is joined to it.
type file struct {
	source  *yamlfile.Source
	name    string
	extends []parent
	settings
	overrides   []Override
	waivers     []Waiver
	waiverMarks []yamlfile.Mark
}

// parent is a policy that a file extends.
type parent struct {
	name string
	at   yamlfile.Mark
}

// reader reads policy files.
type reader struct {
	checks []string // that a policy may name
	zone   func(string) bool
	fields table // that it may state
}

func (r reader) file(name string, data []byte) *file {
	source, root := yamlfile.Parse(name, data)
	m := root.Map(append([]string{"name", "extends", "overrides", "waivers"}, r.fields.keys(0)...)...)
	f := &file{source: source, settings: r.settings(m)}
	if name := m.At("name"); name.Present() {
		f.name, _ = name.Text()
	}
	f.extends = readExtends(m.At("extends"))
	for _, n := range m.At("overrides").List() {
		if o, ok := r.override(n); ok {
			f.overrides = append(f.overrides, o)
		}
	}
	for _, n := range m.At("waivers").List() {
		if w, ok := r.waiver(n); ok {
			f.waivers = append(f.waivers, w)
			f.waiverMarks = append(f.waiverMarks, n.Mark())
		}
	}
	return f
}

// readExtends takes one name or a list of them.
func readExtends(n yamlfile.Node) []parent {
	if !n.IsList() {
		if !n.Present() {
			return nil
		}
		text, ok := n.Text()
		if !ok {
			return nil
		}
		return []parent{{text, n.Mark()}}
	}
	var parents []parent
	for _, item := range n.List() {
		if text, ok := item.Text(); ok {
			parents = append(parents, parent{text, item.Mark()})
		}
	}
	return parents
}

func (r reader) override(n yamlfile.Node) (Override, bool) {
	if !n.IsMap() {
		n.Problemf(`write {match: "tag:x", limits: {…}}`, "an override is a mapping")
		return Override{}, false
	}
	m := n.Map(append([]string{"match"}, r.fields.keys(0)...)...)
	o := Override{changes: r.settings(m)}
	match := m.At("match")
	if !match.Present() {
		n.Problemf(`write match: "tag:x", a name, a glob or !not`, "the override has no match")
		return Override{}, false
	}
	o.Match, _ = match.Text()
	return o, pattern(o.Match, match.Mark())
}

// pattern checks a pattern of devices.
func pattern(text string, at yamlfile.Mark) bool {
	if _, err := inventory.Matches(text, inventory.Device{}); err != nil {
		at.Refusef("write tag:x, a name, a glob or !not", "%v", err)
		return false
	}
	return true
}

var waiverKeys = []string{"check", "devices", "reason", "owner", "expires"}

// waiver needs every key: an excuse without a reason, an owner and an end is none.
func (r reader) waiver(n yamlfile.Node) (Waiver, bool) {
	const hint = "write {check: ID, devices: [PATTERN], reason: WHY, owner: WHO, expires: YYYY-MM-DD}"
	if !n.IsMap() {
		n.Problemf(hint, "a waiver is a mapping")
		return Waiver{}, false
	}
	m := n.Map(waiverKeys...)
	complete := true
	for _, key := range waiverKeys {
		if !m.At(key).Present() {
			n.Problemf(hint, "the waiver has no %s", key)
			complete = false
		}
	}
	if !complete {
		return Waiver{}, false
	}
	var w Waiver
	var sound [5]bool
	w.Check, sound[0] = r.waivedCheck(m.At("check"))
	w.Devices, sound[1] = devicePatterns(m.At("devices"))
	w.Reason, sound[2] = sentence(m.At("reason"))
	w.Owner, sound[3] = sentence(m.At("owner"))
	w.Expires, sound[4] = day(m.At("expires"))
	return w, sound == [5]bool{true, true, true, true, true}
}

func (r reader) waivedCheck(n yamlfile.Node) (string, bool) {
	if text, ok := n.Text(); ok && text == EveryCheck {
		return EveryCheck, true
	}
	return r.checkID(n)
}

func devicePatterns(n yamlfile.Node) ([]string, bool) {
	var patterns []string
	for _, item := range n.List() {
		if text, ok := item.Text(); ok && pattern(text, item.Mark()) {
			patterns = append(patterns, text)
		}
	}
	if n.IsList() && len(n.List()) == 0 {
		n.Problemf("name the devices, or tag:x", "devices is empty")
	}
	return patterns, len(patterns) > 0
}

func sentence(n yamlfile.Node) (string, bool) {
	text, ok := n.Text()
	if ok && strings.TrimSpace(text) == "" {
		n.Problemf("", "%s is empty", n.Key())
		return "", false
	}
	return text, ok
}

func day(n yamlfile.Node) (time.Time, bool) {
	text, ok := n.Text()
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(dateLayout, text)
	if err != nil {
		n.Problemf("write the last day on which it holds, as in 2027-03-31", "%s %s: not a date", n.Key(), yamlfile.Quote(text))
		return time.Time{}, false
	}
	return lastsThrough(t), true
}

func (r reader) checkID(n yamlfile.Node) (string, bool) {
	text, ok := n.Text()
	return text, ok && r.knownCheck(text, n.Mark())
}

func (r reader) knownCheck(id string, at yamlfile.Mark) bool {
	for _, known := range r.checks {
		if id == known {
			return true
		}
	}
	hint := yamlfile.DidYouMean(id, r.checks)
	if hint == "" {
		hint = "ntpaudit checks lists them"
	}
	at.Problemf(hint, "unknown check %s", yamlfile.Quote(id))
	return false
}
