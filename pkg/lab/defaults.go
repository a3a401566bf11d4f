package lab

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// none is the word of a specification for "leave it out".
const none = "none"

func itoa(n int) string { return strconv.Itoa(n) }

// withDefaults returns a copy in which everything is filled in, generated devices included.
func (s Spec) withDefaults() Spec {
	s.Username = cmp.Or(s.Username, "audit")
	s.Password = cmp.Or(s.Password, "lab-password")
	s.Enable = cmp.Or(s.Enable, "lab-enable")
	s.Servers = slices.Clone(s.Servers)
	for i := range s.Servers {
		s.Servers[i].fill()
	}
	s.Devices = append(slices.Clone(s.Devices), s.Fleet.devices(s)...)
	for i := range s.Devices {
		s.Devices[i].fill(s, i)
	}
	return s
}

func (s *ServerSpec) fill() {
	s.Stratum = cmp.Or(s.Stratum, 2)
	if s.RefID == "" {
		s.RefID = "192.0.2.200"
		if s.Stratum == 1 {
			s.RefID = "GPS"
		}
	}
	s.RootDispersion = cmp.Or(s.RootDispersion, time.Millisecond)
	s.Precision = cmp.Or(s.Precision, -20)
	s.Name = cmp.Or(s.Name, s.Address)
}

// defaultUptime is long enough for nothing to be settling any more.
const defaultUptime = 15 * 7 * 24 * time.Hour

func (d *DeviceSpec) fill(s Spec, index int) {
	d.Platform = cmp.Or(d.Platform, platformIOS)
	d.Legend = cmp.Or(d.Legend, "new")
	d.Hostname = cmp.Or(d.Hostname, d.Name)
	d.Serial = cmp.Or(d.Serial, fmt.Sprintf("FDO2%03dX%03X", 100+index%900, index%4096))
	d.Uptime = cmp.Or(d.Uptime, defaultUptime)
	d.Clock.Tick = cmp.Or(d.Clock.Tick, time.Millisecond)
	d.NTP.Poll = cmp.Or(d.NTP.Poll, 64)
	d.NTP.Uptime = cmp.Or(d.NTP.Uptime, d.Uptime)
	d.Certificates = slices.Clone(d.Certificates)
	for i := range d.Certificates {
		d.Certificates[i].Title = cmp.Or(d.Certificates[i].Title, identityCertificate)
	}
	d.Username = cmp.Or(d.Username, s.Username)
	d.Password = cmp.Or(d.Password, s.Password)
	d.Enable = cmp.Or(d.Enable, s.Enable)
	d.Privilege = cmp.Or(d.Privilege, 15)
	if len(d.Auth) == 0 {
		d.Auth = []string{"password", "keyboard-interactive", "publickey"}
	}
	d.MaxVTYs = cmp.Or(d.MaxVTYs, 16)
	d.SSH.Era = cmp.Or(d.SSH.Era, "modern")
	if d.SSH.Era != "modern" {
		d.SSH.HostKey = cmp.Or(d.SSH.HostKey, "rsa")
	}
	d.SSH.HostKey = cmp.Or(d.SSH.HostKey, "ed25519")
	personalityOf(d.Platform).fill(d, index)
}

// ntpPath is the path of NTP queries to the device.
func (d DeviceSpec) ntpPath() Path {
	if d.NTP.Path != nil {
		return *d.NTP.Path
	}
	return d.Path
}
