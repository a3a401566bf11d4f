package lab

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func xrConfigure(v *vty, _ []string) string {
	v.config, v.candidate = &configMode{mode: "config"}, &candidate{}
	return ""
}

// configure takes one line of the candidate configuration. Commands of exec mode work with and without "do".
func (x iosxr) configure(v *vty, line string, words []string) {
	switch words[0] {
	case "end":
		x.leave(v)
		return
	case "exit":
		x.up(v)
		return
	case "root":
		v.config = &configMode{mode: "config"}
		return
	case "abort":
		v.config, v.candidate = nil, nil
		return
	case "clear":
		v.candidate = &candidate{}
		return
	case "commit":
		x.commit(v, line, words)
		return
	case "do":
		v.execute(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "do")))
		return
	case "show":
		x.showInMode(v, line, words)
		return
	}
	x.edit(v, line, words)
}

// edit adds a line to the candidate, or opens a block.
func (iosxr) edit(v *vty, line string, words []string) {
	remove, rest := false, words
	if words[0] == "no" && len(words) > 1 {
		remove, rest = true, words[1:]
	}
	text := strings.Join(rest, " ")
	full := strings.TrimSpace(v.config.under + " " + text)
	if v.config.under != "" && slices.Contains(xrTop, rest[0]) && !xrBelow(v.config.under, rest) {
		v.config = &configMode{mode: "config"} // a top-level line leaves the block
		full = text
	}
	if at := xrRefuses(strings.Fields(full), remove); at >= 0 {
		typed := at - (len(strings.Fields(full)) - len(rest)) + len(words) - len(rest)
		v.print(v.os.invalid(v, wordStart(line, max(0, typed))))
		return
	}
	if mode := xrMode(full); mode != "" && !remove {
		v.config = &configMode{mode: mode, under: full}
		if words := strings.Fields(full); words[0] == "ntp" {
			return // the block exists once something stands in it
		}
	}
	v.candidate.edits = append(v.candidate.edits, xrEdit{remove, full})
}

// xrBelow reports whether a line may stand in a block although it begins as a top-level line does.
func xrBelow(under string, words []string) bool {
	block, _, _ := strings.Cut(under, " ")
	switch block {
	case "interface":
		return slices.Contains([]string{"ipv4", "ipv6", "vrf", "logging"}, words[0]) && !(len(words) > 1 && words[1] == "access-list")
	case "ntp":
		return slices.Contains([]string{"interface", "ipv4", "ipv6"}, words[0]) && !(len(words) > 1 && words[1] == "access-list")
	case "vrf", "router", "line", "group":
		return !slices.Contains([]string{"ntp", "clock", "service", "hostname", "interface"}, words[0])
	}
	return false
}

// xrMode is the mode that a formal line opens, "" where it opens none.
func xrMode(full string) string {
	words := strings.Fields(full)
	if words[0] == "ntp" && len(words) > 2 && words[1] == "interface" && (len(words) == 3 || len(words) == 5 && words[3] == "vrf") {
		return "config-ntp-int"
	}
	if n := xrHead(words); n == 0 || len(words) > n {
		return ""
	}
	modes := map[string]string{
		"ntp": "config-ntp", "interface": "config-if", "username": "config-un", "vrf": "config-vrf", "line": "config-line",
		"ipv4": "config-ipv4-acl", "ipv6": "config-ipv6-acl", "router": "config-router", "group": "config-GRP",
	}
	return modes[words[0]]
}

// up leaves a block, or configuration mode.
func (x iosxr) up(v *vty) {
	switch under := v.config.under; {
	case under == "":
		x.leave(v)
	case strings.HasPrefix(under, "ntp interface "):
		v.config = &configMode{mode: "config-ntp", under: "ntp"}
	default:
		v.config = &configMode{mode: "config"}
	}
}

// leave ends configuration mode, and asks what to do with edits that are not committed.
func (x iosxr) leave(v *vty) {
	if len(v.candidate.edits) > 0 {
		v.print("Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]:")
		answer, err := v.readLine()
		if err != nil {
			v.over = true
			return
		}
		switch strings.TrimSpace(answer) {
		case "yes":
			if x.commit(v, "commit", []string{"commit"}); len(v.candidate.edits) > 0 {
				return
			}
		case "no":
		default:
			return
		}
	}
	v.config, v.candidate = nil, nil
}

// commitFailed is the answer to a commit that is refused.
const commitFailed = "\n% Failed to commit one or more configuration items during a pseudo-atomic operation. All changes made have been reverted. " +
	"Please issue 'show configuration failed [inheritance]' from this session to view the errors\n"

// commit is "commit", "commit confirmed" and "commit confirmed SECONDS".
func (x iosxr) commit(v *vty, line string, words []string) {
	d := v.device
	seconds := 0
	if len(words) > 1 {
		seconds = defaultConfirm
		if len(words) > 2 {
			seconds, _ = strconv.Atoi(words[2]) // what is no number is out of range
		}
		if !strings.HasPrefix("confirmed", words[1]) || seconds < 30 || seconds > 65535 || len(words) > 3 {
			v.print(x.invalid(v, wordStart(line, min(2, len(words)-1))))
			return
		}
	}
	v.print(x.stamp(v))
	switch {
	case d.spec.IOSXR.Locked:
		v.print("% Failed to commit: the configuration is locked by another session.\n")
	case len(v.candidate.edits) == 0 && d.confirm():
	case len(v.candidate.edits) == 0:
		v.print("% No configuration changes to commit.\n")
	default:
		before := d.runningConfig()
		if !d.commit(v.candidate) {
			v.print(commitFailed)
			return
		}
		d.awaitConfirmation(before, time.Duration(seconds)*time.Second)
	}
}

// defaultConfirm is the time in seconds of a bare "commit confirmed".
const defaultConfirm = 600

// confirm keeps what was committed for a trial, and reports whether there was something to keep.
func (d *device) confirm() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	awaited := d.trial != nil
	d.trial = nil
	return awaited
}

// trial is a configuration that comes back unless what replaced it is confirmed.
type trial struct {
	before config
	until  time.Time
}

// awaitConfirmation begins a trial; 0 is for good.
func (d *device) awaitConfirmation(before config, wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case wait == 0:
		d.trial = nil
	case d.trial == nil:
		d.trial = &trial{before, d.lab.base.now().Add(wait)}
	default:
		d.trial.until = d.lab.base.now().Add(wait)
	}
}

// expire goes back to the configuration before a trial whose time is over. The caller holds the lock.
func (d *device) expire() {
	if d.trial == nil || d.lab.base.now().Before(d.trial.until) {
		return
	}
	d.config, d.changed, d.polled = d.trial.before, d.trial.until, d.trial.until
	d.settings = d.read(d.config)
	d.trial = nil
}
