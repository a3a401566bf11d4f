package nxos

import "github.com/ntpaudit/ntpaudit/pkg/platform"

// Parse reads what a device printed for a command, which may be abbreviated ("sh ntp peer-s", "show run ntp"). The result
// marshals to JSON: kind, platform, command, the values, and in unparsed every line that was not understood. A text in which
// the device refuses the command has kind "error"; one that holds no answer at all is an error of Parse.
func Parse(command, text string) (any, error) { return forms().Parse(Name, command, text) }

func forms() platform.Forms {
	return platform.Forms{
		platform.ClockForm(ShowClock, ParseClock),
		platform.ClockForm("show clock detail", ParseClock),
		{Command: ShowPeerStatus, Kind: "nxos_peer_status", Read: func(h platform.Head, text string) (any, error) {
			p, err := ParsePeerStatus(text)
			return struct {
				platform.Head
				PeerStatus
			}{h, p}, err
		}},
		{Command: ShowPeers, Kind: "nxos_peers", Read: func(h platform.Head, text string) (any, error) {
			p, err := ParsePeers(text)
			return struct {
				platform.Head
				Peers
			}{h, p}, err
		}},
		{Command: "show ntp status", Kind: "nxos_distribution", Read: func(h platform.Head, text string) (any, error) {
			d, err := ParseDistribution(text)
			return struct {
				platform.Head
				Distribution
			}{h, d}, err
		}},
		configForm("show running-config"),
		configForm("show startup-config"),
		{Command: ShowVersion, Kind: "version", Read: readVersion},
		certificatesForm(),
	}
}

// certificatesForm may go on with the name of a trustpoint.
func certificatesForm() platform.Form {
	form := platform.CertificatesForm(ShowCertificates, ParseCertificates)
	form.Open = true
	return form
}

func configForm(command string) platform.Form {
	return platform.Form{Command: command, Kind: "config", Open: true, Read: func(h platform.Head, text string) (any, error) {
		c, err := ParseConfig(text)
		return struct {
			platform.Head
			Config
		}{h, c}, err
	}}
}

func readVersion(h platform.Head, text string) (any, error) {
	v, err := ParseVersion(text)
	return platform.VersionResult(h, title, v.Version, v.Hostname, v.Image), err
}
