package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ParseConfig reads the time lines of a running configuration, whole or filtered, and of
// "show ntp config". Lines of other features are passed over; a time line that was not
// understood stands in Unparsed. Banners and macros hold free text and are passed over whole;
// below one that is not closed, as in a cut text, every time line stands in Unparsed.
//
// A text without any line of a configuration is an error: an empty answer may mean that
// there are no such lines, or that they may not be shown.
func ParseConfig(text string) (show.Config, error) {
	// Some terminal servers send LF CR; a block's end is searched for behind the LF.
	text = strings.ReplaceAll(text, "\n\r", "\n")
	r := configReader{text: text, margin: capture.Margin(content(text)), free: capture.FreeText{Text: text}}
	r.cfg.TimestampsLog = show.Timestamps{Kind: show.StampAbsent, Options: []string{}}
	r.cfg.TimestampsDebug = r.cfg.TimestampsLog
	for l := range capture.Lines(text) {
		switch {
		case r.free.Holds(l):
		case !isNoise(l.Text):
			r.take(l)
		case isTimeLine(strings.Fields(l.Text)):
			r.reject(l)
		}
	}
	return r.finish()
}

type configReader struct {
	cfg     show.Config
	text    string
	margin  int
	trusted []show.KeyRange
	known   int // lines that only a configuration has

	iface      string // the interface whose lines follow; empty: none
	vrf        string // of that interface
	firstOfIfc int    // place of its first address in cfg.Addresses
	block      bool   // the indented lines that follow stand below an "ntp" without more, as on IOS XR
	foreign    bool   // there was such a block: what is absent may stand in another form

	free capture.FreeText
}

func (r *configReader) take(l capture.Line) {
	words := strings.Fields(l.Text)
	if len(words) == 0 {
		return
	}
	if r.free.Unclosed && isTimeLine(words) {
		r.reject(l)
		return
	}
	if l.Indent() > r.margin || l.Indent() > 0 && isInterfaceOnly(words) {
		r.takeIndented(l, words)
		return
	}
	r.closeInterface()
	r.block = len(words) == 1 && words[0] == "ntp"
	r.foreign = r.foreign || r.block
	ok := true
	switch words[0] {
	case "ntp":
		ok = r.ntp(l, words)
	case "sntp":
		ok = r.sntp(l, words)
	case "clock":
		ok = r.clock(l, words)
	case "service":
		ok = r.service(l, words[1:], true)
	case "no":
		ok = r.no(l, words)
	case "interface":
		ok = r.openInterface(words)
	default:
		r.other(words)
	}
	if !ok {
		r.reject(l)
	}
}

// reject keeps a line that was not understood, and takes a key out of it.
func (r *configReader) reject(l capture.Line) {
	r.cfg.Unparsed = append(r.cfg.Unparsed, capture.WithoutKey(l.Raw))
}

// otherTime keeps a line of the clock, of SNTP or of the stamps that fills no value.
func (r *configReader) otherTime(l capture.Line) {
	r.cfg.OtherTimeLines = append(r.cfg.OtherTimeLines, r.keep(l))
}

// keep keeps a line as evidence and returns it without indentation.
func (r *configReader) keep(l capture.Line) string {
	r.known++
	kept := capture.WithoutKey(l.Text)
	r.cfg.Lines = append(r.cfg.Lines, kept)
	return strings.TrimLeft(kept, " \t")
}

// other looks at the lines of other features: they tell that this is a configuration.
func (r *configReader) other(words []string) {
	switch words[0] {
	case "!", "hostname", "boot-start-marker":
		r.known++
	case "Building", "Current":
		if len(words) > 1 && strings.HasPrefix(words[1], "configuration") {
			r.known++
		}
	case "version":
		if len(words) == 2 {
			r.known++
			r.cfg.Release = words[1]
		}
	case "end":
		if len(words) == 1 {
			r.known++
			r.cfg.Ended = true
		}
	}
}

// no reads the top-level lines that switch something off.
func (r *configReader) no(l capture.Line, words []string) bool {
	if len(words) < 2 {
		return true
	}
	switch words[1] {
	case "ntp":
		r.cfg.OtherNTPLines = append(r.cfg.OtherNTPLines, r.keep(l))
	case "sntp", "clock":
		r.otherTime(l)
	case "service":
		return r.service(l, words[2:], false)
	}
	return true
}

func (r *configReader) service(l capture.Line, words []string, on bool) bool {
	if len(words) == 0 {
		return true
	}
	switch words[0] {
	case "timestamps":
		return r.timestamps(l, words[1:], on)
	case "sequence-numbers":
		r.cfg.Sequence = on
		r.otherTime(l)
	}
	return true
}

func (r *configReader) finish() (show.Config, error) {
	r.closeInterface()
	c := &r.cfg
	for _, side := range []*show.Timestamps{&c.TimestampsLog, &c.TimestampsDebug} {
		if r.foreign && side.Line == "" {
			side.Kind = show.StampUnknown
		}
	}
	c.Servers, c.AuthKeys, c.AccessGroups = capture.List(c.Servers), capture.List(c.AuthKeys), capture.List(c.AccessGroups)
	c.TrustedKeys, c.NTPSourceVRF = capture.List(c.TrustedKeys), capture.List(c.NTPSourceVRF)
	c.InterfaceNTP, c.OtherNTPLines = capture.List(c.InterfaceNTP), capture.List(c.OtherNTPLines)
	c.SNTPServers, c.OtherTimeLines = capture.List(c.SNTPServers), capture.List(c.OtherTimeLines)
	c.Unparsed, c.Trusted = capture.List(c.Unparsed), show.JoinRanges(r.trusted)
	if r.known == 0 && len(c.Unparsed) == 0 {
		return *c, notUnderstood(r.text, "line of a configuration")
	}
	return *c, nil
}
