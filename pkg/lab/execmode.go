package lab

import (
	"strconv"
	"strings"
	"time"
)

func addExecCommands(root *node) {
	for _, word := range furtherExec {
		root.add(1, word, nil)
	}
	leave := func(v *vty, _ []string) string {
		v.over = true
		return ""
	}
	for _, word := range []string{"exit", "logout", "quit"} {
		root.add(1, word, leave)
	}
	root.add(1, "enable", func(v *vty, _ []string) string { return v.enable() })
	root.add(1, "enable <0-15>", func(v *vty, _ []string) string { return v.enable() })
	root.add(1, "disable", func(v *vty, _ []string) string {
		v.privilege = 1
		return ""
	})
	root.add(1, "terminal length <0-512>", func(v *vty, words []string) string { return v.setSize(&v.length, words[0]) })
	root.add(1, "terminal width <0-512>", func(v *vty, words []string) string { return v.setSize(&v.width, words[0]) })
	root.add(1, "terminal no monitor", func(v *vty, _ []string) string {
		v.monitor = false
		return ""
	})
	root.add(1, "terminal monitor", func(v *vty, _ []string) string {
		v.monitor = true
		return ""
	})
	root.add(15, "configure terminal", configureTerminal)
	root.add(15, "copy running-config startup-config", copyToStartup)
	root.add(15, "write", writeMemory)
	root.add(15, "write memory", writeMemory)
	root.add(15, "clock set <hh:mm:ss> <day> <month> <year>", setClock)
	for _, further := range []string{"history", "editing", "exec", "no", "no length", "no editing", "type"} {
		root.add(1, "terminal "+further, nil)
	}
}

// setClock is "clock set 13:32:00 23 Nov 2026", in local time; day and month may change places.
func setClock(v *vty, words []string) string {
	d := v.device
	text := strings.Join(words, " ")
	at, err := time.Parse("15:04:05 2 January 2006", text)
	for _, layout := range []string{"15:04:05 2 Jan 2006", "15:04:05 January 2 2006", "15:04:05 Jan 2 2006"} {
		if err != nil {
			at, err = time.Parse(layout, text)
		}
	}
	if err != nil {
		return v.os.invalid(v, wordStart(v.line, 2))
	}
	now := d.lab.base.now()
	local, _ := d.current().zone.local(d.clock.read(now))
	d.clock.step(now, at.Sub(local))
	d.mu.Lock()
	d.byHand = true
	d.mu.Unlock()
	return ""
}

// mostColumns is the limit of "terminal width" and "terminal length".
const mostColumns = 512

// setSize sets a dimension of the terminal; 0 is without a limit.
func (v *vty) setSize(size *int, word string) string {
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 || n > mostColumns {
		return v.os.invalid(v, strings.Index(v.line, word))
	}
	if size == &v.width && n == 0 {
		n = mostColumns * mostColumns
	}
	*size = n
	return ""
}

// enableTries is how often IOS asks for the enable secret.
const enableTries = 3

// enable raises the privilege to 15 for the enable secret.
func (v *vty) enable() string {
	spec := v.device.spec
	if v.privilege == 15 {
		return ""
	}
	if spec.Enable == none {
		return "% No password set\n"
	}
	for range enableTries {
		typed, err := v.readSecret("Password: ")
		if err != nil {
			v.over = true
			return ""
		}
		if same(typed, spec.Enable) {
			v.privilege = 15
			return ""
		}
		if spec.EnableAAA {
			return "% Access denied\n\n"
		}
	}
	return "% Bad secrets\n\n"
}

// mostHistory is how many lines "show history" remembers.
const mostHistory = 10

// enter takes one line, in whatever mode the session is.
func (v *vty) enter(line string) {
	v.device.counters.count(func(c *Counters) { c.Commands = append(c.Commands, line) })
	v.line, v.unpaged = line, false
	if turn := v.device.spec.Turns; turn.Into != "" && v.entered >= turn.After {
		v.become(turn.Into)
	}
	v.entered++
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasPrefix(words[0], "!") {
		return
	}
	v.history = append(v.history[max(0, len(v.history)-mostHistory+1):], line)
	if v.config != nil {
		v.os.configure(v, line, words)
		return
	}
	if platform, ok := v.device.spec.AnswersAs[strings.Join(words, " ")]; ok {
		defer v.become(v.platform)
		v.become(platform)
	}
	v.execute(line)
}

// execute runs one command of exec mode and prints its answer.
func (v *vty) execute(line string) {
	if text, fixed := v.device.spec.Answers[strings.Join(strings.Fields(line), " ")]; fixed && strings.Contains(line, "|") {
		v.print(text)
		return
	}
	command, _, filtered := strings.Cut(line, "|")
	words := strings.Fields(command)
	p, fault := v.tree().parse(words, v.privilege)
	if fault.kind != parseOK {
		v.print(v.os.explain(v, line, words, fault))
		return
	}
	if filtered && !strings.HasPrefix(p.full, "show ") {
		v.print(v.os.invalid(v, len(command)))
		return
	}
	filter, refusal := v.os.filter(v, line)
	if refusal == "" {
		refusal = v.refusal(p.full)
	}
	if refusal != "" {
		v.print(refusal)
		return
	}
	v.do(p, filter)
}

// refusal is the answer to a command that this release does not know, or that AAA does not permit.
func (v *vty) refusal(full string) string {
	for _, denied := range v.device.spec.Denied {
		if full == denied || strings.HasPrefix(full, denied+" ") {
			return v.os.denied(v)
		}
	}
	for _, unknown := range v.device.spec.Unknown {
		if full == unknown {
			return v.os.invalid(v, lastWordStart([]byte(v.line)))
		}
	}
	return ""
}

// caretAt is a line with a caret below a column of the line as it was echoed, behind the prompt.
func caretAt(v *vty, column int) string {
	return strings.Repeat(" ", len(v.asked)+max(0, column)) + "^\n"
}

// wordStart is the column at which the nth word of a line begins.
func wordStart(line string, n int) int {
	column := 0
	for i := 0; ; i++ {
		column += len(line[column:]) - len(strings.TrimLeft(line[column:], " "))
		end := strings.IndexByte(line[column:], ' ')
		if i == n || end < 0 {
			return column
		}
		column += end
	}
}
