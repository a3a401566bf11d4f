package facts

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// parsed is what the answers of a device say, reference and zone apart.
type parsed struct {
	version *Version
	ntp     *NTP
	config  *Config
	pki     *PKI
	status  *show.Status
	gaps    []Gap
	notes   []string // what was left out
}

func parse(d *snapshot.Device) parsed {
	var p parsed
	p.readVersion(d)
	p.readNTP(d)
	p.readConfig(d)
	p.readPKI(d)
	return p
}

// unread is parse of a device without answers.
func unread(d *snapshot.Device) parsed {
	return parse(&snapshot.Device{Outcome: d.Outcome, Error: d.Error})
}

// parseTiming is parse of what a reading of the clock hangs on: its zone, its tick and its rate. A session waits for it.
func parseTiming(d *snapshot.Device) parsed {
	var p parsed
	p.readStatus(d, new(NTP))
	p.readConfig(d)
	return p
}

func (p *parsed) gap(k Kind, reason string) { p.gaps = append(p.gaps, Gap{Kind: k, Reason: reason}) }

// answerTo returns the last answer to a command: a later one was asked because the earlier did not do.
func answerTo(d *snapshot.Device, command string) (snapshot.Answer, bool) {
	for i := len(d.Answers) - 1; i >= 0; i-- {
		if d.Answers[i].Command == command {
			return d.Answers[i], true
		}
	}
	return snapshot.Answer{}, false
}

// unanswered says why there is no answer to a command.
func unanswered(d *snapshot.Device, command string) string {
	switch {
	case d.Error != nil:
		return d.Error.Message
	case d.Outcome != snapshot.Audited && d.Outcome != "":
		return strings.ReplaceAll(string(d.Outcome), "_", " ")
	}
	return command + ": not asked"
}

// misread says why an answer is of no use: the device refused, it is cut, or it was not understood.
func misread(a snapshot.Answer, err error) string {
	var refusal *show.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Kind == show.Unauthorized:
		return a.Command + ": not authorized"
	case errors.As(err, &refusal):
		return fmt.Sprintf("%s: refused: %s", a.Command, refusal.Line)
	case !a.Whole():
		return a.Command + ": " + cut(a)
	case strings.TrimSpace(a.Text) == "":
		return a.Command + ": the answer is empty"
	case err != nil:
		return a.Command + ": not understood: " + err.Error()
	}
	return a.Command + ": not understood"
}

// cut says how an answer ended before its time.
func cut(a snapshot.Answer) string {
	switch {
	case a.Text == "":
		return "no answer in time"
	case a.Cut == "size":
		return "cut: the answer is too long"
	case a.Cut != "":
		return "cut (" + a.Cut + ")"
	}
	return "cut"
}

func (p *parsed) readVersion(d *snapshot.Device) {
	a, asked := answerTo(d, ios.ShowVersion)
	if !asked {
		p.gap(KindVersion, unanswered(d, ios.ShowVersion))
		return
	}
	v, err := ios.ParseVersion(a.Text)
	if err != nil {
		p.gap(KindVersion, misread(a, err))
		return
	}
	p.version = &Version{Model: v.Model, Serial: v.Serial, OSVersion: v.OSVersion, Uptime: v.Uptime}
}
