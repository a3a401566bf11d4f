package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
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
	var r configReader
	r.WithoutKey = capture.WithoutKey
	r.TimestampsLog = show.Timestamps{Kind: show.StampAbsent, Options: []string{}}
	r.TimestampsDebug = r.TimestampsLog
	r.Read(text, isNoise, isTimeLine, r.take)
	return r.finish(text)
}

type configReader struct {
	ntpshow.ConfigReader
	block   bool // the indented lines that follow stand below an "ntp" without more, as on IOS XR
	foreign bool // there was such a block: what is absent may stand in another form
}

func (r *configReader) take(l capture.Line, words []string) {
	if l.Indent() > r.Margin || l.Indent() > 0 && isInterfaceOnly(words) {
		r.takeIndented(l, words)
		return
	}
	r.CloseInterface()
	r.CloseList()
	r.block = len(words) == 1 && words[0] == "ntp"
	r.foreign = r.foreign || r.block
	if isSaved(words) {
		r.AddTimeLine(words)
	}
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
		ok = r.OpenInterface(words[1:], "Loopback")
	case "ip", "ipv6", "mac", "access-list":
		r.addressing(l, words)
	default:
		r.other(words)
	}
	if !ok {
		r.Reject(l.Raw)
	}
}

// other looks at the lines of other features: they tell that this is a configuration.
func (r *configReader) other(words []string) {
	switch words[0] {
	case "!", "hostname", "boot-start-marker":
		r.Known++
	case "Building", "Current":
		if len(words) > 1 && strings.HasPrefix(words[1], "configuration") {
			r.Known++
		}
	case "version":
		if len(words) == 2 {
			r.Known++
			r.Release = words[1]
		}
	case "end":
		if len(words) == 1 {
			r.Known++
			r.Ended = true
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
		if capture.Keyword(words[2:]) == "allow" {
			r.AllowMode(words[3:], false, l.Text)
		}
		r.OtherNTPLines = append(r.OtherNTPLines, r.Keep(l.Text))
	case "sntp", "clock":
		r.KeepOtherTime(l.Text)
	case "service":
		return r.service(l, words[2:], false)
	case "ip":
		r.addressing(l, words)
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
		r.Sequence = on
		r.KeepOtherTime(l.Text)
	}
	return true
}

func (r *configReader) finish(text string) (show.Config, error) {
	for _, side := range []*show.Timestamps{&r.TimestampsLog, &r.TimestampsDebug} {
		if r.foreign && side.Line == "" {
			side.Kind = show.StampUnknown
		}
	}
	c, found := r.Finish()
	if !found {
		return c, notUnderstood(text, "line of a configuration")
	}
	return c, nil
}
