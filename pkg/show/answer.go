package show

// Answer is what a device printed for a command.
type Answer struct {
	Command string
	Text    string // as a terminal captured it, without the echo and the prompt that ends it
	Whole   bool   // the prompt came
	Cut     string // why it is not whole, in a word: "size", "deadline"
}

// State is what the answers of one device say, as rows. What is nil was not answered or not understood, and stands in Gaps.
type State struct {
	Readings       []Reading // of the clock, in the order of the answers
	Version        *Version
	Status         *Status
	Associations   *Associations
	Detail         *AssociationsDetail
	Config         *Config
	Certificates   *Certificates
	NoCertificates *NoCertificates // the release does not know them
	Startup        *Startup        // nil where it was not asked
	Privilege      *int            // of the login, where the platform has levels
	Gaps           []Gap
	Notes          []string // what was left out
}

// Reading is an answer that shows the clock, or should.
type Reading struct {
	Answer int // its place among the answers
	Clock  Clock
	Err    error  // why it is no reading: a leap second is [ErrLeapSecond]
	Reason string // the same as a clause that begins with the command
}

// Gap returns why a kind of fact is missing.
func (s *State) Gap(k Kind) (gap Gap, missing bool) {
	for _, g := range s.Gaps {
		if g.Kind == k {
			return g, true
		}
	}
	return Gap{}, false
}
