package lab

import (
	"fmt"
	"strings"
	"time"
)

// readSNTP reads "sntp server A [version N]".
func (s *settings) readSNTP(c config) {
	for _, words := range c.find("sntp") {
		if len(words) < 2 || words[0] != "server" {
			continue
		}
		if server, ok := readPeerLine(words); ok {
			s.sntp = append(s.sntp, server)
		}
	}
}

// sntpSource is the server that SNTP takes the time from, nil where there is none: the first that answers and is
// synchronized. SNTP knows neither keys nor access groups, and does nothing once NTP has started.
func (d *device) sntpSource(at time.Time) (address string, source timeSource) {
	s := d.current()
	if s.ntpEnabled {
		return "", nil
	}
	for _, line := range d.resolve(s.sntp) {
		source := d.lab.sourceAt(line.address)
		heard := source != nil && source.answersNTP() && source != timeSource(d) && d.reaches(source, line)
		if heard && source.ntpView(at, 0).stratum < 16 {
			return line.address, source
		}
	}
	return "", nil
}

// sntpSynced reports whether SNTP steers the clock.
func (d *device) sntpSynced(at time.Time) bool {
	_, source := d.sntpSource(at)
	return source != nil
}

// showSNTP is the table of SNTP servers.
func showSNTP(v *vty, _ []string) string {
	now := v.device.lab.base.now()
	synced, source := v.device.sntpSource(now)
	var b strings.Builder
	b.WriteString("SNTP server     Stratum   Version    Last Receive\n")
	for _, line := range v.device.resolve(v.device.current().sntp) {
		row := fmt.Sprintf("%-15s %2d %9d        never", line.address, 16, sntpVersion)
		if source != nil && line.address == synced {
			row = fmt.Sprintf("%-15s %2d %9d        00:00:23    Synced", line.address, source.ntpView(now, 0).stratum, sntpVersion)
		}
		b.WriteString(row + "\n")
	}
	return b.String()
}

// sntpVersion is what the version column of SNTP says.
const sntpVersion = 1
