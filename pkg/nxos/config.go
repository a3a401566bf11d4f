package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Config holds the time lines of a configuration.
type Config struct {
	show.Config
	// LoggingTimestamp is how fine the stamps of messages are: microseconds, milliseconds or seconds. nil: no line, which
	// means seconds.
	LoggingTimestamp *string `json:"logging_timestamp"`
	// RunTime is the time of the device at which it printed the configuration, in its own zone: "Wed May 20 04:01:53 2026".
	RunTime *string `json:"run_time"`

	stampLine  string // the line of LoggingTimestamp
	showZone   bool   // clock format show-timezone syslog: messages carry the label of the zone
	featureOff bool   // no feature ntp
	head       bool   // the lines stand there that a configuration begins with

	trustpoints []string // under which certificates are held
}

// ParseConfig reads the time lines of a running configuration, whole, filtered or of one section. Lines of other features are
// passed over; a time line that was not understood stands in Unparsed. Banners and scheduled jobs hold free text and are
// passed over whole; below one that is not closed, as in a cut text, every time line stands in Unparsed.
//
// A text without any line of a configuration is an error: an empty answer may mean that there are no such lines, or that
// they may not be shown. NX-OS has no line that ends a configuration, so a cut one does not show that it is.
func ParseConfig(text string) (Config, error) { return parseConfigs(text) }

// parseConfigs reads several parts of one configuration.
func parseConfigs(texts ...string) (Config, error) {
	r := configReader{ofPort: map[show.InterfaceNTP]bool{}}
	r.WithoutKey = withoutKey
	r.TimestampsLog = show.Timestamps{Kind: show.StampNotApplicable, Options: []string{}}
	r.TimestampsDebug = r.TimestampsLog
	for _, text := range texts {
		r.Read(text, isNoise, isTimeLine, r.take)
		r.CloseInterface()
		r.CloseList()
	}
	return r.finish(strings.Join(texts, "\n"))
}

type configReader struct {
	ntpshow.ConfigReader
	own     Config // what only NX-OS has
	ofPort  map[show.InterfaceNTP]bool
	context string // the VRF whose lines follow, "vrf context"; empty: none
	group   string // the protocol whose group the lines that follow stand below: HSRP, VRRP; empty: none
}

func (r *configReader) take(l capture.Line, words []string) {
	if l.Indent() > r.Margin {
		r.takeIndented(l, words)
		return
	}
	r.CloseInterface()
	r.CloseList()
	r.group, r.context = "", ""
	if isSaved(words) {
		r.AddTimeLine(words)
	}
	if !r.takeOuter(l, words) {
		r.Reject(l.Raw)
	}
}

// takeOuter reads a line that stands below no other. It returns false for one that is wanted and not understood.
func (r *configReader) takeOuter(l capture.Line, words []string) bool {
	switch words[0] {
	case "ntp":
		return r.ntp(l, words[1:])
	case "clock":
		return r.clock(l, words[1:])
	case "logging":
		return r.logging(l, words[1:])
	case "feature":
		return r.feature(l, words[1:], true)
	case "no":
		return r.no(l, words[1:])
	case "interface":
		return r.OpenInterface(words[1:], "loopback")
	case "crypto":
		r.trustpoint(words[1:])
	case "ip", "ipv6", "mac":
		if name, ok := ntpshow.ListName(words); ok {
			r.NameList(name)
		}
		r.addressing(l, words, true)
	case "vrf":
		if len(words) == 3 && words[1] == "context" {
			r.context = words[2]
		}
	case "version":
		r.Release = strings.Join(words[1:min(2, len(words))], "")
		r.Known++
		r.own.head = true
	case "hostname", "vdc", "!":
		r.Known++
	case "!Command:":
		r.Known++
		r.own.head = true
	case "!Time:":
		r.Known++
		r.own.RunTime = capture.Ptr(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l.Text), "!Time:")))
	}
	return true
}

// no reads the lines that switch something off.
func (r *configReader) no(l capture.Line, words []string) bool {
	switch capture.Keyword(words) {
	case "ntp":
		if capture.Keyword(words[1:]) == "allow" {
			r.AllowMode(words[2:], false, l.Text)
		}
		r.OtherNTPLines = append(r.OtherNTPLines, r.Keep(l.Text))
	case "clock":
		r.KeepOtherTime(l.Text)
	case "feature":
		return r.feature(l, words[1:], false)
	case "ip":
		r.addressing(l, words, false)
	case "logging":
		if capture.Keyword(words[1:]) == "timestamp" || capture.Keyword(words[1:]) == "server" {
			r.KeepOtherTime(l.Text)
		}
	}
	return true
}

// feature reads "feature ntp", which is on unless a line says otherwise. The last of several lines counts.
func (r *configReader) feature(l capture.Line, words []string, on bool) bool {
	r.Known++
	if capture.Keyword(words) != "ntp" {
		return true
	}
	if len(words) == 1 {
		r.own.featureOff = !on
		r.KeepOtherTime(l.Text)
	}
	return len(words) == 1
}

// trustpoint reads "crypto ca trustpoint CORP". Other lines that begin so hold no certificate.
func (r *configReader) trustpoint(words []string) {
	if len(words) < 3 || words[0] != "ca" || words[1] != "trustpoint" {
		return
	}
	r.Known++
	r.own.trustpoints = append(r.own.trustpoints, words[2])
}

func (r *configReader) finish(text string) (Config, error) {
	c, found := r.own, false
	if c.Config, found = r.Finish(); !found {
		return c, notUnderstood(text, "line of a configuration")
	}
	return c, nil
}
