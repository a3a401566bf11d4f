package session

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

// fuzzSeeds are sessions of devices that are well, and of those that are not.
func fuzzSeeds() (seeds []string) {
	turns := func(turns ...string) { seeds = append(seeds, strings.Join(turns, string(rune(turnEnd)))) }
	const enable = "R1>\x1eterminal length 0\r\nR1>show clock detail\r\n10:20:30.405 UTC Thu Nov 26 2026\r\nR1>show privilege\r\nCurrent privilege level is 1\r\n" +
		"R1>show ntp status\r\n%NTP is not enabled.\r\nR1>\x1eshow ntp associations\r\n%NTP is not enabled.\r\nR1>\x1eenable\r\n"
	for _, prompt := range []string{
		"R1#", "R1> ", "\xffR1#", "Z\xfcrich#", "(a+)+$[[:x#", "\x1b[32msw1#\x1b[0m ", "\x1b[?2004h\x1b[1msw1\x1b[0m#\x1b[K", "#", "\r\n-- sw1 --\r\nsw1#", "sw1\t#",
		strings.Repeat("x", 199) + "#", "\u202eR1#", "R1\b2#", "\x1b]0;t\x07R1#",
	} {
		turns(prompt)
		turns("banner\r\n"+prompt, "% Authorization failed.\r\n"+prompt, "\r\n"+prompt, "\r\n"+prompt)
	}
	for _, question := range []string{
		"Username: ", "Enter new password: ", "Press RETURN to get started.", " --More-- ", "Choice [1-2]: ", "Accept? [y/n]",
		"R1#\r\n*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured\r\n", fuzzPassword + "\r\n" + fuzzEnable + "#", fuzzPassword[:9] + "\r\n" + fuzzPassword[9:] + "\r\nR1#",
	} {
		turns(question, "\r\nR1#")
		turns(enable+question, "\r\n"+question, "\r\n% Bad secrets\r\nR1>")
	}
	for _, question := range []string{"Password: ", "Enter Enable Secret > ", "Secret #"} {
		turns(enable+question, "\r\nR1#")
		turns(enable+question, "\r\n"+question, "\r\n"+question, "\r\n"+question, "R1>")
		turns(enable+"Username: ", question, fuzzEnable+"\r\nR1#")
	}
	turns("R1#", "terminal length 0\r\nR1#show clock detail\r\n10:20:30.405 UTC Thu Nov 26 2026\r\nR1#show pri\r\n% Invalid\r\nR1#", "\r\nR1#", "\r\nR1#", "terminal width 511", "\r\nR1#")
	turns("R1#", fmt.Sprintf("terminal length 0\r\nR1#%s\r\nR1#\r\n*Mar  1 00:01:02.003: %%SYS-5-CONFIG_I: Configured\r\n%s\r\n", ios.ShowClockDetail, ios.ShowPrivilege))
	for _, prompt := range []string{"n1# ", "RP/0/RP0/CPU0:r1#", "n1(boot)#", "n1>"} {
		next := "\r\n" + prompt
		clock := "show clock\r\nTime source is NTP\r\n10:20:30.405 UTC Thu Nov 26 2026" + next
		turns(prompt, "terminal length 0"+next, "terminal width 511"+next, "show version\r\nCisco Nexus Operating System"+next, clock, clock, clock)
		turns("Cisco Nexus\r\n"+prompt, "terminal length 0\r\r\n% Invalid"+next, "terminal width 511"+next+"terminal width 511"+next,
			"show version\r\nCisco IOS Software, Version 15.2"+next, clock[:40]+"\x1b[7m--More--\x1b[27m", "\r\x1b[K"+clock[40:], "show clock\r\n(END)", next, clock)
		turns(prompt+clock+clock, "terminal length 0"+next, "show clock"+next, "show clock\r\n10:20:30.405 UTC Thu Nov 26 2026\r\nn1# "+clock)
	}
	return seeds
}
