package nxos

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// config joins the section and the filtered lines into one configuration. What it does not hold counts as much as what it
// does, so both must be whole.
func (r *reader) config() {
	if r.aci {
		r.State.Gaps = append(r.State.Gaps, show.Gap{Kind: show.KindConfig, Command: ShowNTPConfig, Inapplicable: true,
			Reason: "this is a switch of an ACI fabric, whose configuration is on the APIC"})
		return
	}
	texts := make([]string, 0, 2)
	for _, command := range []string{ShowTimeConfig, ShowNTPConfig} {
		a, asked := r.Last(show.KindConfig, command)
		if !asked {
			return
		}
		reason := r.distrust(a)
		if reason != "" {
			r.Gap(show.KindConfig, a.Command, reason)
			return
		}
		texts = append(texts, a.Text)
	}
	filtered, err := ParseConfig(texts[0])
	if err != nil {
		r.Gap(show.KindConfig, ShowTimeConfig, "show running-config: not understood: "+err.Error())
		return
	}
	c, err := parseConfigs(withoutNTP(texts[0]), texts[1])
	if err != nil {
		r.Gap(show.KindConfig, ShowNTPConfig, "show running-config: not understood: "+err.Error())
		return
	}
	c.TimeLines = filtered.TimeLines // what is saved is filtered alike
	c.neutral()
	r.State.Config = &c.Config
}

// withoutNTP leaves the NTP lines out, which the section has.
func withoutNTP(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "ntp ") && !strings.HasPrefix(line, "no ntp ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// distrust says why an answer is no evidence of a configuration; empty where it is. Where NTP is turned off its section is
// not known to the device, and there are no lines of it.
func (r *reader) distrust(a show.Answer) (reason string) {
	c, err := ParseConfig(a.Text)
	if a.Command == ShowTimeConfig && err == nil && a.Whole && c.featureOff {
		r.off = "no feature ntp"
	}
	name, _, filtered := strings.Cut(a.Command, " |") // the pattern says nothing to a reader
	refusal, refused := DeviceError(a.Text)
	switch {
	case refused && refusal.Kind == show.PermissionDenied:
		permit := `"show running-config ntp" and "show running-config"`
		if a.Command == ShowStartupConfig {
			permit = `"show startup-config"`
		}
		return name + ": not permitted for the role of the account, as for network-operator; use a role that permits " + permit
	case refused && refusal.Kind == show.Unauthorized:
		return name + ": not authorized"
	case refused && a.Command == ShowNTPConfig && r.off != "" && refusal.Kind == show.InvalidInput:
		return ""
	case refused:
		return name + ": refused: " + refusal.Line
	case !a.Whole:
		return name + ": " + platform.CutShort(a)
	case strings.TrimSpace(a.Text) == "":
		return name + ": the answer is empty, and does not show that the configuration may be read"
	case err != nil:
		return name + ": not understood: " + err.Error()
	case !c.head && (filtered || len(c.Lines) == 0):
		return name + ": the answer lacks the lines that a configuration begins with"
	}
	return ""
}

// neutral says in the words of any platform what NX-OS says in its own.
func (c *Config) neutral() {
	platform.LeaveDefaultVRF(&c.Config)
	if p := c.ClockProtocol; p != nil && capture.Keyword(strings.Fields(*p)) == "ntp" {
		c.ClockProtocol = nil // nothing steers the clock in place of NTP
	}
	if slices.Contains(c.OtherNTPLines, "ntp distribute") {
		c.NTPLocked = "ntp distribute: the first NTP line would lock the whole fabric, and ntp commit would change every switch of it"
	}
	c.TimestampsLog = c.stamps()
	c.NTPSource = c.sourceInterface()
	c.sourceByVRF()
}

// sourceByVRF says for which VRF the one interface counts: its own, where that is known, else that of each source.
func (c *Config) sourceByVRF() {
	if c.NTPSource == nil {
		return
	}
	name := *c.NTPSource
	own := func(vrf string) { c.NTPSourceVRF = append(c.NTPSourceVRF, show.VRFSource{VRF: vrf, Interface: name}) }
	for _, a := range c.Addresses {
		if !strings.EqualFold(a.Interface, name) {
			continue
		}
		if a.VRF != "" {
			c.NTPSource = nil
			own(a.VRF)
		}
		return
	}
	var seen []string
	for _, s := range c.Servers {
		if s.VRF != nil && !slices.Contains(seen, *s.VRF) {
			seen = append(seen, *s.VRF)
			own(*s.VRF)
		}
	}
}

// stamps are those of log messages. NX-OS always prints date, year and time, in the zone of the clock.
func (c *Config) stamps() show.Timestamps {
	if c.Misread("logging timestamp") {
		return show.Timestamps{Kind: show.StampUnknown, Options: []string{}, Line: c.stampLine}
	}
	t := show.Timestamps{Kind: show.StampDatetime, Options: []string{}, Line: c.stampLine, Default: c.stampLine == ""}
	if p := c.LoggingTimestamp; p != nil && *p != "seconds" {
		t.Options = append(t.Options, "msec")
	}
	t.Options = append(t.Options, "localtime")
	if c.showZone {
		t.Options = append(t.Options, "show-timezone")
	}
	t.Options = append(t.Options, "year")
	return t
}

// sourceInterface is the interface that NTP packets leave from. A line that names its address stands for the interface
// that has it, where exactly one has.
func (c *Config) sourceInterface() *string {
	if c.NTPSource == nil {
		return nil
	}
	address, err := netip.ParseAddr(*c.NTPSource)
	if err != nil {
		return c.NTPSource
	}
	var owners []string
	for _, a := range c.Addresses {
		if own, err := netip.ParseAddr(a.Address); err == nil && own == address && !slices.Contains(owners, a.Interface) {
			owners = append(owners, a.Interface)
		}
	}
	if len(owners) != 1 {
		return c.NTPSource
	}
	return capture.Ptr(owners[0])
}
