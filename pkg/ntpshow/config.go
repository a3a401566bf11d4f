package ntpshow

import (
	"math"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ConfigReader gathers what the time lines of a configuration say. A platform splits the configuration into its lines and
// knows their words. What returns a bool here returns false for a line that is not understood.
type ConfigReader struct {
	show.Config
	Known int // lines that only a configuration has
	// WithoutKey takes the text of an authentication key out of a line; see [capture.WithoutKey].
	WithoutKey func(line string) string

	Margin    int    // indentation of the outermost lines of the text that is being read
	Interface string // whose lines follow; empty: none
	VRF       string // of that interface
	// Port is what else its block says. Name, VRF, Addresses, NTPDisabled and Broadcast are filled in from elsewhere.
	Port show.Interface

	trusted      []show.KeyRange
	firstAddress int // place of its first address in Addresses
	lists        accessLists
	modes        controlReader
}

// Read gives take every line of a text, with its words, but for those of the terminal and of banners. timeLine tells the
// lines that the platform reads: one that looks like noise, or stands below a banner that is not closed, is rejected.
func (r *ConfigReader) Read(text string, noise func(line string) bool, timeLine func(words []string) bool, take func(l capture.Line, words []string)) {
	// Some terminal servers send LF CR; a block's end is searched for behind the LF.
	text = strings.ReplaceAll(text, "\n\r", "\n")
	r.Margin = capture.Margin(capture.Content(text, noise))
	free := capture.FreeText{Text: text}
	for l := range capture.Lines(text) {
		if free.Holds(l) {
			continue
		}
		words, isNoise := strings.Fields(l.Text), noise(l.Text)
		switch {
		case len(words) == 0:
		case (isNoise || free.Unclosed) && timeLine(words):
			r.Reject(l.Raw)
		case !isNoise:
			take(l, words)
		}
	}
}

// Keep keeps a line as evidence and returns it without indentation.
func (r *ConfigReader) Keep(line string) string {
	r.Known++
	kept := r.WithoutKey(line)
	r.Lines = append(r.Lines, kept)
	return strings.TrimLeft(kept, " \t")
}

// KeepOtherTime keeps a line of the clock, of SNTP or of the stamps that fills no value.
func (r *ConfigReader) KeepOtherTime(line string) {
	r.OtherTimeLines = append(r.OtherTimeLines, r.Keep(line))
}

// Reject keeps a line that was not understood.
func (r *ConfigReader) Reject(line string) { r.Unparsed = append(r.Unparsed, r.WithoutKey(line)) }

// SetTimezone takes what a line says of the zone. A second line that contradicts the first is not understood.
func (r *ConfigReader) SetTimezone(line string, zone *show.Timezone) bool {
	line = strings.TrimSpace(line)
	if r.Timezone != nil && r.Timezone.Line != line {
		return false
	}
	zone.Line, r.Timezone = line, zone
	return true
}

// SetSummerTime is the same for summer time.
func (r *ConfigReader) SetSummerTime(line string, rule *show.SummerTime) bool {
	line = strings.TrimSpace(line)
	if r.SummerTime != nil && r.SummerTime.Line != line {
		return false
	}
	rule.Line, r.SummerTime = line, rule
	return true
}

// SetMaster reads what follows "ntp master": [STRATUM].
func (r *ConfigReader) SetMaster(words []string) bool {
	m, ok := master(words)
	if !ok || r.NTPMaster != nil && *r.NTPMaster != m {
		return false
	}
	r.NTPMaster = &m
	return true
}

// Trust reads what follows "ntp trusted-key", "N [- M]", and keeps what is printed.
func (r *ConfigReader) Trust(words []string) bool {
	printed := strings.Join(words, " ")
	keys, ok := capture.KeyRange(printed)
	if ok {
		r.trusted = append(r.trusted, keys)
		r.TrustedKeys = append(r.TrustedKeys, printed)
	}
	return ok
}

// Finish ends the last block and returns all. found is false where the text has no line of a configuration.
func (r *ConfigReader) Finish() (c show.Config, found bool) {
	r.CloseInterface()
	c = r.Config
	c.Interfaces, c.AccessLists, c.Control = Interfaces(&r.Config), r.lists.named(c.AccessGroups), r.modes.result()
	c.Servers, c.AuthKeys, c.AccessGroups = capture.List(c.Servers), capture.List(c.AuthKeys), capture.List(c.AccessGroups)
	c.TrustedKeys, c.NTPSourceVRF = capture.List(c.TrustedKeys), capture.List(c.NTPSourceVRF)
	c.InterfaceNTP, c.OtherNTPLines = capture.List(c.InterfaceNTP), capture.List(c.OtherNTPLines)
	c.SNTPServers, c.OtherTimeLines = capture.List(c.SNTPServers), capture.List(c.OtherTimeLines)
	c.Unparsed, c.Trusted = capture.List(c.Unparsed), show.JoinRanges(r.trusted)
	c.Trusts = r.trusted
	return c, r.Known > 0 || len(c.Unparsed) > 0
}

// Once sets a value that can be there only once. It fails where there is another already.
func Once(into **string, value string) bool {
	if *into == nil {
		*into = &value
	}
	return **into == value
}

// AuthKey reads what follows "ntp authentication-key", "N TYPE TEXT", and forgets TEXT.
func AuthKey(words []string) (k show.AuthKey, ok bool) {
	if len(words) < 2 || !capture.IsKeyType(words[1]) {
		return k, false
	}
	k.Number, ok = capture.Integer(words[0], 0, math.MaxUint32)
	k.Type = strings.Clone(words[1]) // a part of the line would keep TEXT in memory
	return k, ok
}
