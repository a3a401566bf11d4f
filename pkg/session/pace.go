package session

import "time"

// patienceFactor is how many times as long as something that took long the device may be silent afterwards: AAA servers that
// are down are waited for in turn, at the login and again at every command.
const patienceFactor = 3

// adapt lets a device be silent for longer that took more than half of the silence allowed for what costs it
// nothing, so that its AAA servers must be what is slow. The time for the device bounds that.
func (s *shell) adapt(what string, took time.Duration) {
	if took <= s.limits.Silence/2 {
		return
	}
	raised := (patienceFactor * took).Round(time.Second)
	if raised <= s.limits.Silence {
		return
	}
	s.limits.Silence = raised
	s.limits.Configuration = max(raised, s.limits.Configuration)
	s.note("%s took %s: from then on it was waited %s for each answer", what, took.Round(100*time.Millisecond), raised)
}
