package measure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// world is a simulated network. True time is counted from the start of the run, where R = 0.
// Everything that an auditor could assume and should not is wrong in it: paths are lopsided, delays
// have heavy tails, the host's wall clock is off, its crystal too, and one server may lie.
type world struct {
	length  time.Duration // of the run
	rtt     time.Duration // to a device, without jitter
	near    time.Duration // to a reference server, likewise
	jitter  time.Duration // median of a lognormal distribution, each way
	limit   time.Duration
	samples int
	servers int
	liars   int
	subtle  bool          // liars are 1.05 to 4.05 root distances off, else 0.1 to 10 s
	host    time.Duration // standard deviation of the host's wall clock
	hours   bool          // the host's wall clock is hours off on top of it
	tick    time.Duration // of the devices' clocks
	seconds bool          // devices print whole seconds
	rounds  bool          // devices may round what they print, and not only cut it
}

func campus() world {
	return world{
		length: 4 * time.Minute, rtt: 20 * time.Millisecond, near: 5 * time.Millisecond,
		jitter: 2 * time.Millisecond, limit: 100 * time.Millisecond,
		samples: 5, servers: 4, liars: 1, host: 150 * time.Millisecond, rounds: true,
	}
}

// polls are when a server is asked: the rhythm of the tool.
func (w world) polls() []time.Duration {
	at := []time.Duration{0, 4100 * time.Millisecond, 20 * time.Second, 36 * time.Second, 52 * time.Second, 68 * time.Second}
	for last := at[len(at)-1]; last < w.length; {
		last += 64 * time.Second
		at = append(at, last)
	}
	return at
}

// devicesPerRun share a host and its servers, as in a real audit.
const devicesPerRun = 100

var epoch = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

type simulation struct {
	world
	rand    *rand.Rand
	host    time.Duration // wall clock of the host − R at the start
	crystal float64       // rate of the timeline − 1
	base    time.Time     // wall clock at stamp 0
}

func (w world) start(seed uint64) *simulation {
	s := &simulation{world: w, rand: rand.New(rand.NewPCG(seed, 7))}
	s.host = time.Duration(s.rand.NormFloat64() * float64(w.host))
	if w.hours {
		s.host += time.Duration(s.rand.IntN(9)-4) * time.Hour
	}
	s.crystal = (s.rand.Float64()*160 - 80) * 1e-6
	s.base = epoch.Add(s.host)
	return s
}

// stamp is what the local timeline shows at a true time.
func (s *simulation) stamp(at time.Duration) Stamp {
	return at + time.Duration(float64(at)*s.crystal)
}

func (s *simulation) uniform(lo, hi time.Duration) time.Duration {
	return lo + time.Duration(s.rand.Float64()*float64(hi-lo))
}

// path is a network path with a share of the round trip in each direction.
type path struct{ out, back time.Duration }

func (s *simulation) path(rtt time.Duration) path {
	out := time.Duration((0.1 + 0.8*s.rand.Float64()) * float64(rtt))
	return path{out: out, back: rtt - out}
}

func (s *simulation) noise() time.Duration {
	return time.Duration(math.Exp(s.rand.NormFloat64()*1.2) * float64(s.jitter))
}

// stall is how long a busy processor keeps a command waiting: mostly not, else by a Pareto distribution.
func (s *simulation) stall() time.Duration {
	if s.rand.Float64() >= 0.05 {
		return 0
	}
	return min(5*time.Second, time.Duration(float64(50*time.Millisecond)/math.Pow(1-s.rand.Float64(), 1/1.1)))
}

// station is a simulated NTP server.
type station struct {
	road   path
	header Header
	off    time.Duration // S − R
	polled []Poll
}

func (s *simulation) stations() []*station {
	var list []*station
	for j := range s.servers {
		header := Header{Version: 4, Mode: modeServer, Stratum: 1, Precision: -20, RefID: 'G'<<24 | 'P'<<16 | 'S'<<8}
		header.RootDelay = s.uniform(0, 8*time.Millisecond)
		header.RootDispersion = s.uniform(time.Millisecond, 7*time.Millisecond)
		claim := header.RootDelay/2 + header.RootDispersion
		off := s.uniform(-claim, claim)
		if j < s.liars {
			off = s.lie(claim)
		}
		st := &station{road: s.path(s.near), header: header, off: off}
		for _, at := range s.polls() {
			st.polled = append(st.polled, s.poll(st, at))
		}
		list = append(list, st)
	}
	return list
}

func (s *simulation) poll(st *station, at time.Duration) Poll {
	x := s.exchange(at, st.road, st.header, st.off)
	if faults := x.Faults(Defaults()); len(faults) > 0 {
		panic(fmt.Sprint("an honest packet was refused: ", faults))
	}
	return Poll{Reading: x.Reading(s.base), Distance: x.Distance(0)}
}

// ensemble is what the servers say, with one more poll of each at a moment of the caller's choice.
func (s *simulation) ensemble(list []*station, extra ...time.Duration) *Ensemble {
	var servers []Server
	for _, st := range list {
		server := Server{Polls: slices.Clone(st.polled), Stratum: 1, RefID: st.header.RefID}
		for _, at := range extra {
			server.Polls = append(server.Polls, s.poll(st, at))
		}
		servers = append(servers, server)
	}
	e := Assemble(servers, Defaults())
	return &e
}

func (s *simulation) lie(claim time.Duration) time.Duration {
	size := s.uniform(100*time.Millisecond, 10*time.Second)
	if s.subtle {
		size = time.Duration((1.05 + 3*s.rand.Float64()) * float64(claim))
	}
	if s.rand.IntN(2) == 0 {
		return -size
	}
	return size
}

func (s *simulation) exchange(at time.Duration, road path, header Header, off time.Duration) Exchange {
	arrives := at + road.out + s.noise()
	leaves := arrives + s.uniform(0, 100*time.Microsecond)
	returns := leaves + road.back + s.noise()
	header.Receive = timestamp(epoch.Add(arrives + off))
	header.Transmit = timestamp(epoch.Add(leaves + off))
	header.Reference = timestamp(epoch.Add(leaves + off - s.uniform(0, 60*time.Second)))
	header.Origin = 1
	return Exchange{Sent: s.stamp(at), Received: s.stamp(returns) + 1, Nonce: 1, Header: header}
}

func timestamp(t time.Time) Timestamp {
	fraction := (uint64(t.Nanosecond())<<32 + 500_000_000) / 1_000_000_000
	return Timestamp(uint64(t.Unix()+unixEra)<<32 + fraction)
}

// router is a simulated device.
type router struct {
	asked  time.Duration // when it is first asked
	off    time.Duration // D − R then
	drift  float64
	road   path
	rounds bool
}

func (s *simulation) router() router {
	return router{
		asked:  s.uniform(100*time.Millisecond, s.length),
		off:    s.error(),
		drift:  (s.rand.Float64()*180 - 90) * 1e-6,
		road:   s.path(s.rtt),
		rounds: s.rounds && s.rand.IntN(2) == 0,
	}
}

// error draws how wrong a clock is from what is found in networks.
func (s *simulation) error() time.Duration {
	switch p := s.rand.Float64(); {
	case p < 0.45:
		return time.Duration(s.rand.NormFloat64() * float64(5*time.Millisecond))
	case p < 0.75:
		return s.uniform(-400*time.Millisecond, 400*time.Millisecond)
	case p < 0.85:
		return s.uniform(-2*time.Minute, 2*time.Minute)
	case p < 0.95:
		return time.Duration(s.rand.IntN(97)-48)*quarterHour + s.uniform(-20*time.Millisecond, 20*time.Millisecond)
	}
	return -s.uniform(20*365*24*time.Hour, 33*365*24*time.Hour)
}

// at is D − R at a true time.
func (d router) at(t time.Duration) time.Duration {
	return d.off + time.Duration(float64(t-d.asked)*d.drift)
}

// shows is what "show clock" prints, minus the host's wall clock at stamp 0.
func (s *simulation) shows(d router, t time.Duration) time.Duration {
	clock := floor(t+d.at(t), s.tick)
	quantum := time.Millisecond
	if s.seconds {
		quantum = time.Second
	}
	if d.rounds && !s.seconds {
		clock += quantum / 2
	}
	return floor(clock, quantum) - s.host
}

func floor(d, unit time.Duration) time.Duration {
	if unit <= 0 {
		return d
	}
	down := d.Truncate(unit)
	if down > d {
		down -= unit
	}
	return down
}

func (s *simulation) resolution() Resolution {
	if s.seconds {
		return WholeSeconds(s.tick)
	}
	return Milliseconds(s.tick)
}

// read asks for the clock once, and returns when the answer came.
func (s *simulation) read(d router, at time.Duration) (Reading, time.Duration) {
	evaluated := at + d.road.out + s.noise() + s.stall()
	received := evaluated + d.road.back + s.noise() + s.stall()
	return ClockReading(s.shows(d, evaluated), s.stamp(at), s.stamp(received), s.resolution(), 1), received
}
