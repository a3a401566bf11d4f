package cli

import (
	"github.com/ntpaudit/ntpaudit/pkg/audit"
	"github.com/ntpaudit/ntpaudit/pkg/collect"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// rest is what is to be asked: of a run that is resumed, what the runs in the folder left.
type rest struct {
	collect.Rest
	runs []*snapshot.Snapshot // in the folder
}

// resumes is the id of the run that is resumed. Empty: none is.
func (r *rest) resumes() string {
	if len(r.runs) == 0 {
		return ""
	}
	return r.runs[0].RunID
}

// rest reads the evidence that is to be resumed, and says what of the inventory is left to ask.
func (o *collecting) rest(s streams, inv inventory.Inventory) (*rest, error) {
	runs, err := snapshot.LoadAll(o.resume)
	if err != nil {
		return nil, err
	}
	r := &rest{runs: runs, Rest: collect.Resume(snapshot.ByAge(runs), inv, o.retryRefused, audit.SourcesOf(inv))}
	for _, n := range r.Notes {
		s.say("%s: %s", o.resume, n)
	}
	if n := len(r.Refused); n > 0 {
		s.say("%s: not asked again, because a login was refused and trying on could lock the account: %s; correct the user name or the password, and give --retry-refused",
			o.resume, collect.Names(r.Refused))
	}
	switch {
	case r.Nothing():
		s.say("nothing is left to ask: %d of %d devices have answered in full in %s", r.Answered, len(inv.Devices), o.resume)
	case len(r.Inventory.Devices) == 0:
		s.say("no device is left to ask; asking the NTP servers that the devices of a run name that was killed")
	default:
		s.say("resuming %s: %d of %d devices are left to ask", o.resume, len(r.Inventory.Devices), len(inv.Devices))
	}
	return r, nil
}
