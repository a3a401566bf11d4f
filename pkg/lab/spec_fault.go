package lab

import "time"

// FaultSpec is a fault of a device's SSH service. The zero value is none.
type FaultSpec struct {
	At   string        `yaml:"at"`   // connect banner kex auth channel pty shell prompt config, or "command:show clock"
	Kind FaultKind     `yaml:"kind"` // what happens there
	Rate time.Duration `yaml:"rate"` // slow: pause before each byte; default 20ms
}

// FaultKind is what goes wrong.
type FaultKind string

// The kinds. Not every kind makes sense at every stage: Validate says which do.
const (
	FaultNone    FaultKind = ""
	FaultRefuse  FaultKind = "refuse"  // connect: closed port; auth: every login; channel, pty, shell: the request; prompt: not authorized
	FaultSilent  FaultKind = "silent"  // nothing is ever sent
	FaultHang    FaultKind = "hang"    // what was asked is taken, and nothing follows
	FaultReset   FaultKind = "reset"   // TCP reset
	FaultClose   FaultKind = "close"   // orderly close; in a command, in the middle of the answer
	FaultGarbage FaultKind = "garbage" // random bytes
	FaultEndless FaultKind = "endless" // output without an end
	FaultCut     FaultKind = "cut"     // the second half of the answer is missing, and the prompt follows
	FaultSlow    FaultKind = "slow"    // a byte now and then
)
