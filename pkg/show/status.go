package show

// Status is "show ntp status".
type Status struct {
	Enabled             bool     `json:"enabled"` // false: "%NTP is not enabled." and nothing else is set
	Off                 string   `json:"-"`       // why it is not, as a clause; empty: it is turned off
	Synchronized        *bool    `json:"synchronized"`
	Stratum             *int     `json:"stratum"`      // of the device itself; 16 unsynchronized
	RefID               *string  `json:"refid"`        // nil: no reference clock
	NominalFreq         *float64 `json:"nominal_freq"` // Hz
	ActualFreq          *float64 `json:"actual_freq"`  // Hz
	Precision           *int     `json:"precision"`    // n of the printed 2**n
	RefTimeHex          *string  `json:"ref_time_hex"`
	RefTime             *string  `json:"ref_time"`  // text in parentheses, device's zone
	OffsetMS            *float64 `json:"offset_ms"` // peer − local, as printed
	RootDelayMS         *float64 `json:"root_delay_ms"`
	RootDispMS          *float64 `json:"root_disp_ms"`
	PeerDispMS          *float64 `json:"peer_disp_ms"`
	LoopFilter          *string  `json:"loopfilter"` // NSET, FSET, FREQ, SPIK, CTRL, …
	Drift               *float64 `json:"drift"`      // s/s
	UptimeSeconds       *float64 `json:"uptime_s"`
	Poll                *int     `json:"poll"`                 // as printed: seconds
	LastUpdateSeconds   *int     `json:"last_update_s"`        // nil: never, or not printed
	AuthenticateEnabled *bool    `json:"authenticate_enabled"` // nil: not printed
	ResolutionUS        *int     `json:"-"`                    // "resolution is 4000", microseconds
	Leap                *string  `json:"-"`                    // "adding leap second"
	Line                string   `json:"-"`                    // the line that says whether it is synchronized
	Command             string   `json:"-"`                    // whose answer it stands in
	Unparsed            []string `json:"unparsed"`
	// Doubt is why Synchronized is not known although NTP runs: a clause about the answer. Empty: no line told it.
	Doubt string `json:"-"`
	// Truncated: the text ends in the middle of a line, or before the line of the
	// dispersions, which every release prints.
	Truncated bool `json:"truncated,omitempty"`
}
