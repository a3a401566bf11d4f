package lab

import "time"

// Spec describes a lab. The zero value of every field is a sensible default: a healthy device on a
// perfect path.
type Spec struct {
	Truth time.Duration `yaml:"truth"` // UTC of the lab − wall clock of this host
	Seed  uint64        `yaml:"seed"`  // host keys, jitter and generated fleets follow from it

	// The account that the inventory offers, and that a device accepts unless it has its own.
	Username string `yaml:"username"` // default "audit"
	Password string `yaml:"password"` // default "lab-password"
	Enable   string `yaml:"enable"`   // default "lab-enable"

	// References names the servers that the inventory lists as references; absent: all of them.
	References []string `yaml:"references"`

	Servers []ServerSpec `yaml:"ntp_servers"`
	Devices []DeviceSpec `yaml:"devices"`
	Fleet   FleetSpec    `yaml:"fleet"`
}

// ServerSpec is an NTP server, answering on a port of its own.
type ServerSpec struct {
	Name    string   `yaml:"name"`
	Address string   `yaml:"address"` // as devices know it
	Names   []string `yaml:"names"`   // in the DNS of the devices: as some of them are configured
	VRFs    []string `yaml:"vrfs"`    // from which devices reach it; absent: from all

	Offset   time.Duration `yaml:"offset"` // its clock − UTC
	DriftPPM float64       `yaml:"drift_ppm"`

	Stratum        int           `yaml:"stratum"` // default 2
	RefID          string        `yaml:"refid"`   // an address, or a code such as GPS; default follows from the stratum
	RootDelay      time.Duration `yaml:"root_delay"`
	RootDispersion time.Duration `yaml:"root_dispersion"` // default 1ms
	Leap           int           `yaml:"leap"`            // 0 to 3, RFC 5905 figure 9
	Precision      int           `yaml:"precision"`       // log2 seconds; default -20

	Key   *KeySpec  `yaml:"key"`  // queries signed with it are answered signed
	Keys  []KeySpec `yaml:"keys"` // further ones
	Path  Path      `yaml:"path"`
	Fault NTPFault  `yaml:"fault"`
	After int       `yaml:"fault_after"` // queries answered well before the fault begins
}

// KeySpec is a symmetric NTP key (RFC 5905 §7.3, RFC 8573).
type KeySpec struct {
	ID     uint32 `yaml:"id"`
	Type   string `yaml:"type"` // md5 sha1 sha256 sha512 aes128 aes256
	Secret string `yaml:"secret"`
}

// NTPFault is what is wrong with the answers of an NTP server.
type NTPFault string

// The faults of NTP servers.
const (
	NTPHealthy        NTPFault = ""
	NTPSilent         NTPFault = "silent"
	NTPWrongOrigin    NTPFault = "wrong_origin"    // origin stamp is not the one that was sent
	NTPZeroTransmit   NTPFault = "zero_transmit"   // transmit stamp is zero
	NTPWrongMode      NTPFault = "wrong_mode"      // mode 3 instead of 4
	NTPUnsynchronized NTPFault = "unsynchronized"  // leap 3, stratum 0 on the wire, refid INIT
	NTPKoDRate        NTPFault = "kod_rate"        // stratum 0, RATE
	NTPKoDDeny        NTPFault = "kod_deny"        // stratum 0, DENY
	NTPKoDRestrict    NTPFault = "kod_rstr"        // stratum 0, RSTR
	NTPFuture         NTPFault = "future"          // reference time a day later than the transmit stamp
	NTPStale          NTPFault = "stale"           // reference time two days before the transmit stamp
	NTPReceiveOutside NTPFault = "receive_outside" // receive stamp an hour after the transmit stamp
	NTPGarbage        NTPFault = "garbage"         // random bytes of the right length
	NTPShort          NTPFault = "short"           // 12 bytes of an answer
	NTPDuplicate      NTPFault = "duplicate"       // every answer comes twice
	NTPSpoofFirst     NTPFault = "spoof_first"     // a forged answer with another origin comes first
)

// Path is a way through the network. Out is towards the server or device, Back is from it.
type Path struct {
	Out    time.Duration `yaml:"out"`
	Back   time.Duration `yaml:"back"`
	Jitter time.Duration `yaml:"jitter"` // median of the lognormal delay that each direction adds
	Sigma  float64       `yaml:"sigma"`  // shape of that lognormal; default 1.2
	Stall  Stall         `yaml:"stall"`
	Loss   float64       `yaml:"loss"` // share of lost datagrams, 0 to 1; TCP loses nothing
}

// Stall is a heavy tail: now and then everything waits for a Pareto-distributed time.
type Stall struct {
	Chance float64       `yaml:"chance"` // of each delivery, 0 to 1
	Min    time.Duration `yaml:"min"`    // default 50ms
	Max    time.Duration `yaml:"max"`    // default 5s
}
