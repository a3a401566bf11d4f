package checks

import (
	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/facts"
)

var timestampsLog = check.Check{
	ID: "timestamps-log",
	Doc: check.Doc{
		Title: "Log lines carry date and time",
		Text: `A log line that says "3w2d" tells when the device was started, not when
something happened: after four weeks such a stamp is good to a day. Lines of
several devices can then not be put in order, and a receiver's own stamp only
says when the line arrived.

Passes if the log side of "service timestamps" is "datetime", with what else
the policy asks for: milliseconds, the year. Fails if it is "uptime", is
switched off, or is not there: no release of IOS puts a date into log lines by
default without showing that line in its configuration. IOS XR does so without
the line. NX-OS always prints the date, and "logging timestamp" what is finer
than seconds. The zone is a check of its own, timestamps-zone.`,
		Remedy: `On IOS and IOS XR: "service timestamps log datetime msec" gives UTC with
milliseconds. There, add "year" where logs are kept for years, and "localtime
show-timezone" where people insist on local time. On NX-OS: "logging timestamp
milliseconds".`,
	},
	Needs: []facts.Kind{facts.KindConfig},
	Run:   func(p *check.Pass, _ check.Subject) { judgeStamps(p, logSide(p)) },
}
