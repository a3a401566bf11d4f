package ios

import "strings"

// ParseConfig reads the time lines of a running configuration, whole or filtered, and of
// "show ntp config". Lines of other features are passed over; a time line that was not
// understood stands in Unparsed. Banners and macros hold free text and are passed over whole;
// below one that is not closed, as in a cut text, every time line stands in Unparsed.
//
// A text without any line of a configuration is an error: an empty answer may mean that
// there are no such lines, or that they may not be shown. The configuration of another system
// is an *OtherSystemError.
func ParseConfig(text string) (Config, error) {
	// Some terminal servers send LF CR; a block's end is searched for behind the LF.
	text = strings.ReplaceAll(text, "\n\r", "\n")
	r := configReader{text: text, margin: configMargin(text)}
	r.cfg.TimestampsLog = Timestamps{Kind: StampAbsent, Options: []string{}}
	r.cfg.TimestampsDebug = r.cfg.TimestampsLog
	if name, other := OtherSystem(text); other {
		return Config{}, &OtherSystemError{name}
	}
	for l := range lines(text) {
		switch {
		case r.passOver(l):
		case !isNoise(l.text):
			r.take(l)
		case isTimeLine(strings.Fields(l.text)):
			r.reject(l)
		}
	}
	return r.finish()
}

// configMargin is the indentation of the outermost lines: a published text may be indented
// as a whole, and "show ntp config" indents its lines by one.
func configMargin(text string) int {
	margin := -1
	for l := range content(text) {
		if indent := l.indent(); margin < 0 || indent < margin {
			margin = indent
		}
		if margin == 0 {
			break
		}
	}
	return max(margin, 0)
}

type configReader struct {
	cfg    Config
	text   string
	margin int
	known  int // lines that only a configuration has

	iface      string // the interface whose lines follow; empty: none
	vrf        string // of that interface
	firstOfIfc int    // place of its first address in cfg.Addresses
	block      bool   // the indented lines that follow stand below an "ntp" without more, as on IOS XR
	foreign    bool   // there was such a block: what is absent may stand in another form

	resume int  // where the block of free text ends that the reader is in
	doubt  bool // a block of free text was opened and is never closed
}

func (r *configReader) take(l line) {
	words := strings.Fields(l.text)
	if len(words) == 0 {
		return
	}
	if r.doubt && isTimeLine(words) {
		r.reject(l)
		return
	}
	if l.indent() > r.margin || l.indent() > 0 && isInterfaceOnly(words) {
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
func (r *configReader) reject(l line) {
	r.cfg.Unparsed = append(r.cfg.Unparsed, withoutKey(l.raw))
}

// otherTime keeps a line of the clock, of SNTP or of the stamps that fills no value.
func (r *configReader) otherTime(l line) {
	r.cfg.OtherTimeLines = append(r.cfg.OtherTimeLines, r.keep(l))
}

// keep keeps a line as evidence and returns it without indentation.
func (r *configReader) keep(l line) string {
	r.known++
	kept := withoutKey(l.text)
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
func (r *configReader) no(l line, words []string) bool {
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

func (r *configReader) service(l line, words []string, on bool) bool {
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

func (r *configReader) finish() (Config, error) {
	r.closeInterface()
	c := &r.cfg
	for _, side := range []*Timestamps{&c.TimestampsLog, &c.TimestampsDebug} {
		if r.foreign && side.Line == "" {
			side.Kind = StampUnknown
		}
	}
	c.Servers, c.AuthKeys, c.AccessGroups = list(c.Servers), list(c.AuthKeys), list(c.AccessGroups)
	c.TrustedKeys, c.NTPSourceVRF = list(c.TrustedKeys), list(c.NTPSourceVRF)
	c.InterfaceNTP, c.OtherNTPLines = list(c.InterfaceNTP), list(c.OtherNTPLines)
	c.SNTPServers, c.OtherTimeLines = list(c.SNTPServers), list(c.OtherTimeLines)
	c.Unparsed = list(c.Unparsed)
	if r.known == 0 && len(c.Unparsed) == 0 {
		return *c, notUnderstood(r.text, "line of a configuration")
	}
	return *c, nil
}
