package lab

import "time"

// InterfaceSpec is an interface beside those that a device has from its address.
type InterfaceSpec struct {
	Name    string `yaml:"name"`
	Address string `yaml:"address"` // "": it has none
	VRF     string `yaml:"vrf"`
}

// TurnSpec makes a session answer as another platform.
type TurnSpec struct {
	Into  string `yaml:"into"`  // platform
	After int    `yaml:"after"` // lines entered before; 0: from the first prompt on
}

// NXOSSpec is what only NX-OS does.
type NXOSSpec struct {
	Clock         string `yaml:"clock"`           // source line after (default) or before the time, or none: classic
	Role          string `yaml:"role"`            // network-admin (default), network-operator: may not read the configuration
	ACI           bool   `yaml:"aci"`             // leaf of a fabric: no configuration of its own
	Greeting      bool   `yaml:"greeting"`        // ten lines of copyright before the first prompt
	VRFColumn     string `yaml:"vrf_column"`      // of peer-status: spaced (default), glued or none
	PeerTable     string `yaml:"peer_table"`      // narrow (default, 79 columns) or wide (119)
	TotalPeers    *int   `yaml:"total_peers"`     // what "Total peers" says instead of the truth
	UseVRFDefault bool   `yaml:"use_vrf_default"` // "use-vrf default" is printed, as newer releases do
	Privilege     bool   `yaml:"feature_privilege"`
	NoBIOS        bool   `yaml:"no_bios"` // the version line of the configuration ends after the number
}

// IOSXRSpec is what only IOS-XR does.
type IOSXRSpec struct {
	Node          string   `yaml:"node"`           // default RP/0/RP0/CPU0
	Region        string   `yaml:"region"`         // of the tz database, such as America/NewYork, with the timezone's name and instead of its offset
	Stamp         string   `yaml:"stamp"`          // before answers: plain (default), none, blank_before, blank_after, trailing
	StampZone     string   `yaml:"stamp_zone"`     // zone of the stamp, such as "PST DST"; default: of the clock
	Standby       bool     `yaml:"standby"`        // logins reach the standby RP
	ReversePager  bool     `yaml:"reverse_pager"`  // --More-- in reverse video, and (END) on the last page
	VRFIndent     string   `yaml:"vrf_indent"`     // of a row's second line: tabs (default) or blanks
	OddFrequency  bool     `yaml:"odd_frequency"`  // actual frequency is negative
	CommitRefuses []string `yaml:"commit_refuses"` // a commit with a line that begins so fails
	Locked        bool     `yaml:"locked"`         // another session holds the configuration lock
}

// saveDelay is how long "copy running-config startup-config" takes where the specification says nothing.
const saveDelay = 50 * time.Millisecond
