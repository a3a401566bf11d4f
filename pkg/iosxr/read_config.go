package iosxr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// config joins the sections into one configuration. Each is judged for itself: without the NTP block there is none; of the
// others that are missing, what they would have told is marked as unread.
func (r *reader) config() {
	ntp, reason := r.section(ShowConfigNTP, "ntp", "ntp")
	if reason != "" {
		r.Gap(show.KindConfig, ShowConfigNTP, reason)
		return
	}
	if ntp == nil {
		r.Gap(show.KindConfig, ShowConfigNTP, "")
		return
	}
	c := ntp.Config
	c.Unparsed, c.AccessByVRF = ntp.flat, true
	r.join(&c, ShowConfigClock, "clock", "clock", func(s *section) {
		c.Timezone, c.SummerTime = s.Timezone, s.SummerTime
	})
	r.join(&c, r.serviceCommand(), "service", "service timestamps", func(s *section) {
		c.TimestampsLog, c.TimestampsDebug = byDefault(s.TimestampsLog), byDefault(s.TimestampsDebug)
	})
	c.Ended = len(c.Unread) == 0
	r.addresses(&c)
	r.shared(&c, ShowConfigHSRP, "hsrp")
	r.shared(&c, ShowConfigVRRP, "vrrp")
	c.Interfaces = ntpshow.Interfaces(&c)
	for _, words := range []string{"ipv4 access-list", "ipv6 access-list"} {
		c.Unread = append(c.Unread, show.Unread{Words: words, Reason: "IOS XR is not asked for its access lists"})
	}
	r.State.Config = &c
}

// join adds a section, or says why what its lines would tell is not known.
func (r *reader) join(c *show.Config, command, word, lines string, take func(*section)) {
	s, reason := r.section(command, word, word)
	if s == nil && reason == "" {
		reason = command + ": not answered"
	}
	if reason != "" {
		c.Unread = append(c.Unread, show.Unread{Words: lines, Reason: reason})
		r.State.Notes = append(r.State.Notes, "a part of the configuration was not read: "+reason)
		return
	}
	take(s)
	c.OtherTimeLines = append(c.OtherTimeLines, s.OtherTimeLines...)
	c.Unparsed = append(c.Unparsed, s.flat...)
	c.Lines = append(c.Lines, s.Lines...)
}

// serviceCommand is the line whose answer tells the stamps.
func (r *reader) serviceCommand() string {
	first, asked := platform.Last(r.Answers, ShowConfigService)
	_, refused := DeviceError(first.Text)
	if _, instead := platform.Last(r.Answers, ShowConfigStamps); instead && (!asked || refused) {
		return ShowConfigStamps
	}
	return ShowConfigService
}

// section reads the answer to a command for lines of a kind. Both results are empty where it was not answered.
func (r *reader) section(command, word, task string) (s *section, reason string) {
	a, asked := platform.Last(r.Answers, command)
	if !asked {
		return nil, ""
	}
	read, err := readSection(a.Text)
	refusal, refused := show.RefusalOf(err)
	empty := refused && refusal.Kind == show.NoSuchItem
	objection, objects := complaint(a.Text)
	switch {
	case !a.Whole && (!refused || empty):
		return nil, command + ": " + platform.CutShort(a)
	case objects:
		return nil, fmt.Sprintf("%s: not whole: the device objects in it: %s", command, objection)
	case empty && !isNothing(a.Text):
		return nil, command + ": there are lines behind the one that says that there are none"
	case empty, command == ShowConfigStamps && isBlank(a.Text):
		return &read, ""
	case refused && refusal.Kind == show.Unauthorized:
		return nil, fmt.Sprintf("%s: not authorized; the account needs a task group that may read %s", command, task)
	case err != nil:
		return nil, platform.Misread(a, err)
	case read.about[word] == 0:
		return nil, fmt.Sprintf("%s: not understood: no line of it, nor that there is none", command)
	case !read.closed:
		return nil, fmt.Sprintf("%s: cut: the block does not reach its end", command)
	}
	return &read, ""
}

// isNothing reports whether no time line stands in an answer.
func isNothing(text string) bool {
	for l := range content(text) {
		if isTimeLine(strings.Fields(l.Text)) {
			return false
		}
	}
	return true
}

// isBlank reports whether a filter let nothing through, but the configuration was rendered for it.
func isBlank(text string) bool {
	answered := false
	for l := range capture.Lines(text) {
		rendered := strings.HasPrefix(l.Text, "Building configuration")
		if !rendered && !isNoise(l.Text) {
			return false
		}
		answered = answered || rendered || isStamp(l.Text)
	}
	return answered
}

// byDefault is what a side of the stamps is without a line: samples of logs show a date with milliseconds.
func byDefault(side show.Timestamps) show.Timestamps {
	if side.Line != "" {
		return side
	}
	return show.Timestamps{Kind: show.StampDatetime, Options: []string{"msec"}, Default: true}
}

// addresses adds by what addresses others know the device. It is no part of the configuration, and may be missing.
func (r *reader) addresses(c *show.Config) {
	a, asked := platform.Last(r.Answers, ShowInterfaces)
	if !asked {
		return
	}
	i, err := ParseInterfaces(a.Text)
	switch {
	case err != nil:
		r.State.Notes = append(r.State.Notes, platform.Misread(a, err)+"; the addresses of its interfaces are not known")
		return
	case !a.Whole:
		r.State.Notes = append(r.State.Notes, a.Command+": "+platform.CutShort(a)+"; some addresses are not known")
	case len(i.Unparsed) > 0:
		r.State.Notes = append(r.State.Notes, fmt.Sprintf("%s: %q was not understood; some addresses are not known", a.Command, i.Unparsed[0]))
	}
	if !a.Whole || len(i.Unparsed) > 0 {
		c.Unread = append(c.Unread, show.Unread{Words: "interface", Reason: a.Command + ": not all of it was understood"})
	}
	c.Addresses = slices.Concat(c.Addresses, i.Addresses)
	c.Loopbacks = slices.Concat(c.Loopbacks, i.Loopbacks)
	c.Interfaces = i.All
}

// shared adds the addresses that the device shares by a protocol. One that it does not know, it does not use.
func (r *reader) shared(c *show.Config, command, protocol string) {
	s, reason := r.section(command, "router", protocol)
	a, _ := platform.Last(r.Answers, command)
	if refusal, refused := DeviceError(a.Text); refused && refusal.Kind == show.InvalidInput {
		return
	}
	if s != nil && len(attach(c, s.shared)) > 0 {
		reason = fmt.Sprintf("%s: names an interface that %s does not list", command, ShowInterfaces)
	}
	if s == nil && reason == "" {
		reason = command + ": not answered"
	}
	if reason != "" {
		c.Unread = append(c.Unread, show.Unread{Words: "router " + protocol, Reason: reason})
	}
}
