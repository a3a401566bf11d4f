package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

var timestampsDebug = check.Check{
	ID: "timestamps-debug",
	Doc: check.Doc{
		Title: "Debug lines carry date and time",
		Text: `Debug output is read beside log lines and packet captures, and is worth little
if it cannot be laid next to them. Messages of EEM applets follow the debug
side on some releases, so that one log can hold two kinds of stamp.

Passes if the debug side of "service timestamps" is "datetime", with what else
the policy asks for. Fails if it is "uptime", is switched off, or, on IOS, is
not there. A plain "service timestamps" line means "debug uptime" and leaves
the log side alone.`,
		Remedy: `Configure "service timestamps debug datetime msec".`,
	},
	Needs: []facts.Kind{facts.KindConfig, show.KindDebugStamps},
	Run:   func(p *check.Pass, _ check.Subject) { judgeStamps(p, debugSide(p)) },
}
