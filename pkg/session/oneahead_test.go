package session_test

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/session"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
	"github.com/ntpaudit/ntpaudit/pkg/timeline"
)

// What the platforms of these tests are asked.
const (
	nexusPeers  = session.NexusPeers
	nexusConfig = session.NexusConfig
	nexusRest   = session.NexusRest
	nexusFull   = session.NexusFull
	xrStatus    = session.XRStatus
)

func known() platform.List { return session.KnownHere() }

const nexusVersion = "Cisco Nexus Operating System (NX-OS) Software\nSoftware\n  NXOS: version 10.3(4a)\n"

func nexusAnswers() map[string]string {
	return map[string]string{
		ios.ShowClock:   "Time source is NTP\n18:57:38.347 UTC Mon Oct 19 2015\n",
		ios.ShowVersion: nexusVersion,
		nexusPeers:      "Total peers : 1\n* selected for sync, + -  peer mode(active)\n remote local st poll reach delay vrf\n*192.0.2.1 0.0.0.0 2 64 377 0.00081 management\n",
		nexusConfig:     "!Command: show running-config ntp\nntp server 192.0.2.1 use-vrf management\n",
		nexusRest:       "hostname n1\nclock timezone UTC 0 0\n",
	}
}

const xrStamp = "Mon Oct 19 18:57:38.300 UTC\n"

func xrAnswers() map[string]string {
	return map[string]string{
		"terminal length 0":     xrStamp,
		"terminal width 511":    xrStamp,
		ios.ShowClock:           xrStamp + "18:57:38.347 UTC Mon Oct 19 2015\n",
		ios.ShowClockDetail:     xrStamp + "18:57:38.347 UTC Mon Oct 19 2015\nTime source is NTP\n",
		ios.ShowVersion:         xrStamp + "Cisco IOS XR Software, Version 7.9.2 LNT\n",
		xrStatus:                xrStamp + "Clock is synchronized, stratum 3, reference is 192.0.2.1\n",
		ios.ShowNTPAssociations: xrStamp + "      address         ref clock     st  when  poll reach  delay  offset    disp\n",
		nexusConfig:             xrStamp + "% No such configuration item(s)\n\n",
	}
}

// asAre is a session, within the limits that users have, with a device that an inventory says is of a platform. turns is how often
// the device was told something after it had spoken.
func asAre(t *testing.T, name inventory.Platform, next func(*snapshot.Device) session.Next, script func(*terminal)) (d snapshot.Device, turns int, elapsed time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ask := newAsker(t, session.Config{Timeline: timeline.Start(), Platforms: known(), HostKeys: session.HostKeys{Mode: session.Ignore}})
		counted := &counting{}
		wait := ask.DialsTo(0, func(far io.ReadWriter) {
			counted.ReadWriter = far
			c := newTerminal(counted)
			c.end = far
			script(c)
		})
		device := oddDevice()
		device.Platform = name
		started := time.Now()
		d = ask.Ask(t.Context(), session.Request{Device: device, Kinds: allKinds, Next: next})
		elapsed = time.Since(started)
		wait()
		turns = counted.turns
	})
	return d, turns, elapsed
}

// counting counts the reads that bring something after something was written.
type counting struct {
	io.ReadWriter
	turns int
	spoke bool
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.ReadWriter.Read(b)
	if n > 0 && c.spoke {
		c.turns++
		c.spoke = false
	}
	return n, err
}

func (c *counting) Write(b []byte) (int, error) {
	c.spoke = true
	return c.ReadWriter.Write(b)
}

// early is how the terminals of NX-OS and IOS-XR take what is typed: it is echoed as it comes, whatever the device is at.
func (c *terminal) early(prompt string, answers map[string]string, more ...func(line string) bool) {
	typed := make([]byte, 4<<10)
	pending := ""
	for c.say(prompt); ; {
		n, err := c.in.Read(typed)
		if err != nil {
			return
		}
		c.say(string(typed[:n]))
		pending += string(typed[:n])
		for {
			line, rest, whole := strings.Cut(pending, "\n")
			if !whole {
				break
			}
			pending = rest
			if len(more) == 0 || !more[0](line) {
				answer, known := answers[line]
				if !known && line != "" && !strings.HasPrefix(line, "terminal ") {
					answer = "          ^\n% Invalid command at '^' marker.\n"
				}
				c.say(answer)
			}
			c.say(prompt)
		}
	}
}
