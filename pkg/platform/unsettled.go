package platform

import (
	"errors"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

const unpaged = "terminal length 0"

// Unsettled is what a session goes by until the device has told its platform. It may send what all platforms take without
// harm, a line at a time, and reads nothing.
func Unsettled() Platform {
	return Platform{
		Name:  Auto,
		Title: Auto,
		Terminal: Terminal{
			Unpaged:   unpaged,
			Ahead:     1,
			Refused:   refusedByAny,
			Clock:     func(string) (show.Clock, error) { return show.Clock{}, errors.New("the platform is not known yet") },
			ClockLine: capture.FindClockLine,
			LogLine:   capture.IsLog,
		},
		Commands: []Command{
			{Line: unpaged, Purpose: "Turns the pager off for this login."},
			{Line: ShowVersion, Purpose: "Tells what the device is.", Tells: []show.Kind{show.KindVersion}},
		},
		Identify:  func(string) (show.Version, bool) { return show.Version{}, false },
		Recognize: func(string) bool { return false },
		Read:      func([]show.Answer) show.State { return show.State{} },
	}
}

// refusals are how the systems that are known say that a line was not taken.
//
//	% Invalid input detected at '^' marker.
//	% Permission denied for the role
//	Command authorization failed
var refusals = capture.Refusals{
	{"% Invalid ", show.InvalidInput},
	{"% Incomplete ", show.Incomplete},
	{"% Ambiguous ", show.Ambiguous},
	{"% Unknown ", show.UnknownCommand},
	{"% Unrecognized ", show.UnknownCommand},
	{"% Permission denied", show.Unauthorized},
	{"% Authorization failed", show.Unauthorized},
	{"% This command is not authorized", show.Unauthorized},
	{"Command authorization failed", show.Unauthorized},
	{"Error: AAA authorization failed", show.Unauthorized},
}

// refusedByAny looks at every line: what belongs to the terminal is not known before the platform is.
func refusedByAny(text string) (*show.Refusal, bool) {
	for l := range capture.Lines(text) {
		if refusal, found := refusals.In(strings.TrimSpace(l.Text)); found {
			return refusal, true
		}
	}
	return nil, false
}
