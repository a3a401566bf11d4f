package lab

import "time"

// usable reports whether a peer may be followed.
func (a association) usable() bool {
	return a.state == PeerHealthy && a.reach != 0 && a.view.stratum < 16 && a.view.leap != leapUnsynchronized && !a.loop
}

// nearby is how far survivors may lie apart and still agree: NTP's step threshold.
const nearby = 128 * time.Millisecond

// elect marks the peers with their tallies and returns the system peer. The specification may name one; otherwise
// the largest group that agrees wins, if it is a majority.
func (d *device) elect(peers []association) int {
	chosen := -1
	for i, a := range peers {
		if d.spec.NTP.Selected != "" && a.address == d.spec.NTP.Selected && a.reach != 0 {
			chosen = i
		}
	}
	if chosen < 0 {
		chosen = majority(peers)
	}
	for i := range peers {
		peers[i].tally = d.tally(peers, i, chosen)
	}
	return chosen
}

// majority is the best member of the largest group of usable peers that agree with one of them, or the pseudo
// peer where there is no other or its stratum is the lowest; -1 where no group is a majority.
func majority(peers []association) int {
	best, most, usable, local := -1, 0, 0, -1
	for i, a := range peers {
		if a.local {
			if a.reach != 0 {
				local = i
			}
			continue
		}
		if !a.usable() {
			continue
		}
		usable++
		friends := 0
		for _, b := range peers {
			if b.usable() && !b.local && (b.offset-a.offset).Abs() <= nearby {
				friends++
			}
		}
		if friends > most || friends == most && preferred(a, peers[best]) {
			best, most = i, friends
		}
	}
	if most*2 > usable && (local < 0 || peers[local].view.stratum >= peers[best].view.stratum) {
		return best
	}
	return local
}

func preferred(a, b association) bool {
	if a.prefer != b.prefer {
		return a.prefer
	}
	return a.view.stratum < b.view.stratum
}

// tally is the character in front of a peer, new legend.
func (d *device) tally(peers []association, i, chosen int) byte {
	if spec, _ := d.peerSpec(peers[i].peerLineSettings); spec.Tally != "" {
		return spec.Tally[0]
	}
	switch a := peers[i]; {
	case i == chosen:
		return '*'
	case chosen < 0 || !a.usable() || a.local:
		return ' '
	case (a.offset - peers[chosen].offset).Abs() <= nearby:
		return '+'
	}
	return 'x'
}
