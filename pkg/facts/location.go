package facts

import (
	"time"

	_ "time/tzdata" // a laptop or a container may have no zone files
)

// Location is the IANA time zone of that name. ok is false for a name that there is not, and for those that mean something
// only to this host: none, and Local.
func Location(name string) (zone *time.Location, ok bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// KnowsZone reports whether there is an IANA time zone of that name.
func KnowsZone(name string) bool {
	_, ok := Location(name)
	return ok
}
