package fix_test

import (
	"slices"
	"strconv"
	"strings"
)

// The truth of a small fleet: what each device is configured with, line by line, and what its servers share. It works out on its
// own, without a look at the model that plans are replayed on, from which sources each device gets the time.

// truth is servers and devices. A device is a server too.
type truth struct {
	servers []*server
	devices []*router
	active  map[string]*router // of an address that devices share: who answers there
}

type server struct {
	address string
	stratum int
	wrong   bool // its clock is
	dead    bool
	keys    map[int]secret
}

type secret struct{ kind, text string }

type router struct {
	name, address, loopback string
	lines                   []string        // of its configuration
	apart                   bool            // not audited
	lax                     bool            // its release checks keys only with "ntp authenticate"
	unrouted                bool            // nothing comes back to its loopback
	keys                    map[int]secret  // as the owners of its servers tell them
	discards                map[string]bool // sources that it takes for wrong, among others that are
}

// source is a line of a router that names a server.
type source struct {
	id       string // "server 192.0.2.1", "server vrf RED 192.0.2.1", "sntp 192.0.2.1"
	address  string
	key      int
	isolated bool // its VRF has no interface
}

// configured reads the sources of a router from its lines.
func (r *router) configured() (list []source) {
	ntp := slices.ContainsFunc(r.lines, func(l string) bool { return strings.HasPrefix(l, "ntp ") })
	for _, line := range r.lines {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "sntp server ") && !ntp: // which NTP stops
			list = append(list, source{id: "sntp " + words[2], address: words[2]})
		case strings.HasPrefix(line, "ntp server ") || strings.HasPrefix(line, "ntp peer "):
			s, at := source{}, 2
			if words[2] == "vrf" {
				s.isolated, at = true, 4
			}
			s.address, s.id = words[at], strings.Join(words[1:at+1], " ")
			for i := at; i+1 < len(words); i++ {
				if words[i] == "key" {
					s.key, _ = strconv.Atoi(words[i+1])
				}
			}
			list = append(list, s)
		}
	}
	return list
}

func (r *router) has(prefix string) bool {
	return slices.ContainsFunc(r.lines, func(l string) bool { return l == prefix || strings.HasPrefix(l, prefix+" ") })
}

// number is the last word of the first line that begins so.
func (r *router) number(prefix string) (n int) {
	for _, line := range r.lines {
		if rest, ok := strings.CutPrefix(line, prefix+" "); ok {
			n, _ = strconv.Atoi(rest)
			return n
		}
	}
	return 0
}

// asksFrom is the address that its packets carry.
func (r *router) asksFrom() string {
	if r.has("ntp source Loopback0") {
		return r.loopback
	}
	return r.address
}

// admits reports whether its access-groups let an address do something: "peer" for its own sources, anything for clients.
func (r *router) admits(address string, peer bool) bool {
	any := false
	for _, line := range r.lines {
		words := strings.Fields(line)
		if !strings.HasPrefix(line, "ntp access-group ") {
			continue
		}
		any = true
		if (!peer || words[2] == "peer") && r.permits(words[3], address) {
			return true
		}
	}
	return !any
}

func (r *router) permits(list, address string) bool {
	inside := false
	for _, line := range r.lines {
		if !strings.HasPrefix(line, " ") {
			inside = line == "ip access-list standard "+list
		}
		if inside && line == " permit "+address {
			return true
		}
	}
	return false
}

// world is who has which stratum, and from which sources each router could take the time.
type world struct {
	strata map[*router]int
	usable map[*router]map[string]bool
}

const unsynchronized = 16

// settle lets the fleet run until nothing changes.
func (t *truth) settle() world {
	w := world{strata: map[*router]int{}, usable: map[*router]map[string]bool{}}
	for _, r := range t.devices {
		w.strata[r] = unsynchronized
	}
	for changed := true; changed; {
		changed = false
		for _, r := range t.devices {
			usable, stratum := map[string]bool{}, unsynchronized
			for _, s := range r.configured() {
				if above := t.hears(w, r, s); above+1 < unsynchronized {
					usable[s.id], stratum = true, min(stratum, above+1)
				}
			}
			if own := r.number("ntp master"); own > 0 && len(usable) == 0 {
				stratum = own
			}
			if stratum < w.strata[r] || len(usable) != len(w.usable[r]) {
				changed = changed || stratum < w.strata[r] || len(usable) > len(w.usable[r])
			}
			w.strata[r], w.usable[r] = min(stratum, w.strata[r]), usable
		}
	}
	return w
}

// hears is the stratum at which a router hears a source; that of who has no time where it does not.
func (t *truth) hears(w world, r *router, s source) int {
	from := r.asksFrom()
	if s.isolated || from == r.loopback && r.unrouted || !r.admits(s.address, true) {
		return unsynchronized
	}
	for _, x := range t.servers {
		if x.address == s.address && !x.dead && r.believes(s, x.keys) {
			return x.stratum
		}
	}
	for _, x := range t.devices {
		if (x.address == s.address || t.active[s.address] == x) && x != r && x.admits(from, false) && r.believes(s, x.shared()) {
			return w.strata[x]
		}
	}
	return unsynchronized
}

// shared is the keys that a router answers with: those that it defines.
func (r *router) shared() map[int]secret {
	keys := map[int]secret{}
	for _, line := range r.lines {
		if words := strings.Fields(line); strings.HasPrefix(line, "ntp authentication-key ") {
			n, _ := strconv.Atoi(words[2])
			keys[n] = secret{words[3], words[4]}
		}
	}
	return keys
}

// believes reports whether a router takes the replies of a source: with a key on the line both have it, and with "ntp
// authenticate" it is trusted. Without that, some releases take any reply.
func (r *router) believes(s source, theirs map[int]secret) bool {
	if s.key == 0 || r.lax && !r.has("ntp authenticate") {
		return true
	}
	return r.verifies(s, theirs)
}

// verifies reports whether the keys of both are one.
func (r *router) verifies(s source, theirs map[int]secret) bool {
	mine, defined := r.shared()[s.key]
	other, shared := theirs[s.key]
	trusted := !r.has("ntp authenticate") || r.has("ntp trusted-key "+strconv.Itoa(s.key))
	return defined && shared && mine == other && trusted
}

// enter types lines into a router, and returns the sources that it took away.
func (t *truth) enter(r *router, lines []string, fill func(*router, string) string) (gone []string) {
	list := ""
	for _, line := range lines {
		line = fill(r, line)
		if strings.HasPrefix(line, " ") {
			r.insert(list, line)
			continue
		}
		list = line
		if undone, no := strings.CutPrefix(line, "no "); no {
			gone = append(gone, r.remove(undone)...)
			continue
		}
		r.replace(line)
	}
	return gone
}

// insert puts an entry into a list.
func (r *router) insert(list, entry string) {
	at := slices.Index(r.lines, list)
	r.lines = slices.Insert(r.lines, at+1, entry)
}

// remove takes the lines away that begin so.
func (r *router) remove(words string) (gone []string) {
	for _, s := range r.configured() {
		if words == "ntp "+s.id || words == strings.Replace(s.id, "sntp ", "sntp server ", 1) {
			gone = append(gone, s.id)
		}
	}
	r.lines = slices.DeleteFunc(r.lines, func(l string) bool { return l == words || strings.HasPrefix(l, words+" ") })
	return gone
}

// replace enters a line in the place of the one that sets the same.
func (r *router) replace(line string) {
	words, same := strings.Fields(line), line
	for _, old := range r.configured() { // an address in a VRF is one source, server or peer
		if typed := (&router{lines: []string{line}}).configured(); len(typed) == 1 && typed[0].address == old.address && typed[0].isolated == old.isolated && typed[0].id != old.id && !strings.HasPrefix(old.id, "sntp") {
			r.remove("ntp " + old.id)
		}
	}
	for prefix, n := range map[string]int{
		"ntp server ": 3, "ntp peer ": 3, "ntp authentication-key ": 3, "ntp master ": 2, "ntp source ": 2, "clock timezone ": 2, "clock summer-time ": 2, "service timestamps ": 3,
	} {
		if strings.HasPrefix(line, prefix) {
			if len(words) > 4 && words[2] == "vrf" {
				n = 5
			}
			same = strings.Join(words[:n], " ")
		}
	}
	for i, l := range r.lines {
		if l == same || strings.HasPrefix(l, same+" ") {
			r.lines[i] = line
			return
		}
	}
	r.lines = append(r.lines, line)
}

// clone is a copy to type into.
func (t *truth) clone() *truth {
	c := &truth{servers: t.servers, active: map[string]*router{}}
	same := map[*router]*router{}
	for _, r := range t.devices {
		own := *r
		own.lines = slices.Clone(r.lines)
		same[r] = &own
		c.devices = append(c.devices, &own)
	}
	for address, r := range t.active {
		c.active[address] = same[r]
	}
	return c
}
