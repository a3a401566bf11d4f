package collect_test

import (
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// textFaults are what a device may print where something else is waited for. Each ends when the client hangs up.
func textFaults() map[string]func(*far) {
	once := func(text string) func(*far) { return func(f *far) { f.say(text); f.swallow() } }
	again := func(text string) func(*far) {
		return func(f *far) {
			go f.swallow()
			for f.say(text) {
			}
		}
	}
	return map[string]func(*far){
		"silence":            once(""),
		"the end":            func(f *far) { f.Close() },
		"half a line":        func(f *far) { f.say("half a li"); f.Close() },
		"a reset":            func(f *far) { f.say("half a li"); f.victim.reset() },
		"garbage":            once(string(noise(2 << 10))),
		"NUL":                once(strings.Repeat("\x00", 1<<12)),
		"0xff":               once(strings.Repeat("\xff", 1<<12)),
		"U+202E":             once("\u202e\u202e\n"),
		"1 MiB":              once(strings.Repeat("z", 1<<20)),
		"an endless line":    again(strings.Repeat("z", 4<<10)),
		"endless lines":      again(strings.Repeat("no such thing\n", 300)),
		"endless newlines":   again(strings.Repeat("\n", 4<<10)),
		"endless messages":   again(strings.Repeat("*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured\n", 80)),
		"endless prompts":    again("\nR1#"),
		"endless echoes":     again("\nR1#" + ios.ShowClockDetail + "\n"),
		"endless pages":      again("\n --More-- "),
		"an endless escape":  again("\x1b]0;" + strings.Repeat("t", 1<<10)),
		"endless backspaces": again(strings.Repeat("\b\r", 1<<10)),
	}
}

// playedFaults are those that take notice of what is typed, or of the time.
func playedFaults() map[string]func(*far) {
	once := func(text string) func(*far) { return func(f *far) { f.say(text); f.swallow() } }
	return map[string]func(*far){
		"a drip": func(f *far) {
			go f.swallow()
			for f.say("x") {
				time.Sleep(drop)
			}
		},
		"another prompt each time": func(f *far) {
			for i := 0; f.say(fmt.Sprintf("\nR%d#", i)); i++ {
				if _, open := f.line(noEcho); !open {
					return
				}
			}
		},
		"a prompt that is not UTF-8": func(f *far) { f.serve("\n\xff\xfe#", hostileAnswers(), nil) },
		"a bare sign":                func(f *far) { f.serve("\n#", hostileAnswers(), nil) },
		"a prompt of 4 KiB":          func(f *far) { f.serve("\n"+strings.Repeat("R", 4<<10)+"#", hostileAnswers(), nil) },
		"a prompt in no colour":      func(f *far) { f.serve("\n\x1b[", hostileAnswers(), nil) },
		"a question":                 once("\nNew password: "),
		"a question with a sign":     once("\nSure? > "),
		"a login":                    once("\nUsername: "),
		"secrets":                    once("\n" + hostilePassword + " " + hostileEnable + "\nR1#" + hostilePassword[:12] + "\n" + hostilePassword[12:]),
		"the error stream":           func(f *far) { io.WriteString(f.Stderr(), "R1#"); f.swallow() },
		"every echo twice": func(f *far) {
			for f.say("\nR1#") {
				if _, open := f.line(func(text string) string { return text + text }); !open {
					return
				}
			}
		},
		"no echo": func(f *far) {
			for f.say("\nR1#") {
				if _, open := f.line(noEcho); !open {
					return
				}
			}
		},
		"capitals": func(f *far) {
			for f.say("\nR1#") {
				if _, open := f.line(strings.ToUpper); !open {
					return
				}
			}
		},
	}
}

// swallow takes what is typed, and does nothing about it.
func (f *far) swallow() { io.Copy(io.Discard, f.in) }

// hostileShells are sessions that go well up to a point.
func hostileShells() (all []hostile) {
	refusing := hostileAnswers()
	refusing[ios.TerminalLength] = "% Authorization failed.\n"
	faults := textFaults()
	maps.Copy(faults, playedFaults())
	for what, fault := range faults {
		add := func(stage string, play func(*far)) {
			serve := func(v *victim) { v.shell(play) }
			all = append(all, hostile{stage + ": " + what, serve, "cisco_ios"}, hostile{stage + ", one ahead: " + what, serve, oneAhead})
		}
		instead := func(answers map[string]string, of string) func(*far) {
			return func(f *far) {
				f.serve("R1#", answers, func(line string) bool {
					if line == of {
						fault(f)
					}
					return false
				})
			}
		}
		add("prompt", fault)
		add("first echo", func(f *far) { f.say("R1#"); fault(f) })
		add("the width", instead(refusing, ios.TerminalWidth))
		for _, command := range []string{ios.ShowClockDetail, ios.ShowNTPStatus, ios.ShowTimeConfig} {
			add("in a flight, "+command, instead(hostileAnswers(), command))
			add("line by line, "+command, instead(refusing, command))
		}
		add("the pager", func(f *far) {
			f.serve("R1#", refusing, func(line string) bool {
				if line == ios.ShowNTPAssociations {
					f.say("a page\n --More-- ")
					f.in.ReadByte()
					fault(f)
				}
				return false
			})
		})
		add("enable", func(f *far) { f.enabling(fault) })
		add("the secret", func(f *far) {
			f.enabling(func(f *far) {
				f.say("Password: ")
				f.line(noEcho)
				fault(f)
			})
		})
	}
	return all
}

// enabling is a device that any user may ask but for its configuration.
func (f *far) enabling(enable func(*far)) {
	answers := hostileAnswers()
	answers[ios.ShowPrivilege] = "Current privilege level is 1\n"
	f.serve("R1>", answers, func(line string) bool {
		if line == ios.Enable {
			enable(f)
		}
		return false
	})
}
