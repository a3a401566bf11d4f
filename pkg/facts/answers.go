package facts

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// parsed is what the answers of a device say, reference and zone apart.
type parsed struct {
	readings []show.Reading // of the clock; Answer is a place among the answers of the snapshot
	noClock  string         // why there is none, where there is none
	version  *Version
	ntp      *NTP
	config   *Config
	pki      *PKI
	startup  *show.Startup
	gaps     []Gap
	notes    []string // what was left out
}

func (p *parsed) status() *show.Status {
	if p.ntp == nil {
		return nil
	}
	return p.ntp.Status
}

func (p *parsed) rows() []Association {
	if p.ntp == nil {
		return nil
	}
	return p.ntp.Associations
}

// parse reads all that a device answered.
func parse(s system, d *snapshot.Device) parsed {
	return s.parse(d, func(platform.Command) bool { return true })
}

// parseTiming is parse of what a reading of the clock hangs on: its zone, its tick and its rate. A session waits for it.
func parseTiming(s system, d *snapshot.Device) parsed {
	return s.parse(d, func(c platform.Command) bool { return tells(c, show.KindClock) || s.reads.Terminal.Sample == c.Line })
}

// parse reads the answers to those commands that are wanted.
func (s system) parse(d *snapshot.Device, wanted func(platform.Command) bool) parsed {
	if s.reads == nil {
		return unread(d)
	}
	pairs := s.askedTwice(d)
	answers, places, stranger := s.ownAnswers(d, func(i int, c platform.Command) bool { return wanted(c) && !pairs.stale[i] })
	state := s.reads.Read(answers)
	p := parsed{notes: state.Notes}
	for _, r := range state.Readings {
		r.Answer = places[r.Answer]
		p.readings = append(p.readings, r)
	}
	for _, g := range state.Gaps {
		switch {
		case g.Reason != "":
		case stranger != nil && g.Command == stranger.Command:
			g.Reason = stranger.Reason
		default:
			g.Reason = unanswered(d, g.Command)
		}
		if g.Kind == KindClock {
			p.noClock = g.Reason
			continue
		}
		p.gaps = append(p.gaps, g)
	}
	p.takeVersion(state.Version)
	p.takeConfig(&state)
	p.takeNTP(&state)
	p.takeEarlier(s, pairs.earlier)
	p.takePKI(&state)
	p.startup = state.Startup
	return p
}

// ownAnswers leaves out the answers to lines that the platform does not know, and configurations of another system.
func (s system) ownAnswers(d *snapshot.Device, wanted func(place int, c platform.Command) bool) (own []show.Answer, places []int, stranger *Gap) {
	for i, a := range d.Answers {
		c, known := s.reads.Command(a.Command)
		if !known || !wanted(i, c) {
			continue
		}
		if c.Slow && tells(c, show.KindConfig) { // a configuration, and not what tells how far to trust one
			if name := s.known.Stranger(s.reads, a.Text); name != "" {
				line, _, _ := strings.Cut(a.Command, " |")
				stranger = &Gap{Kind: KindConfig, Command: a.Command, Reason: line + ": the text is of " + name}
				continue
			}
		}
		own = append(own, asRead(a))
		places = append(places, i)
	}
	return own, places, stranger
}

// asRead is an answer as a platform reads it.
func asRead(a snapshot.Answer) show.Answer {
	return show.Answer{Command: a.Command, Text: a.Text, Whole: a.Whole(), Cut: a.Cut}
}

func tells(c platform.Command, kind Kind) bool { return slices.Contains(c.Tells, kind) }

// unread is parse of a device without answers, or of one of which no platform is known.
func unread(d *snapshot.Device) parsed {
	p := parsed{noClock: unanswered(d, string(KindClock))}
	for _, k := range []Kind{KindVersion, KindStatus, KindAssociations, KindDetail, KindConfig, KindPKI} {
		p.gaps = append(p.gaps, Gap{Kind: k, Reason: unanswered(d, string(k))})
	}
	return p
}

// unanswered says why there is no answer to a command.
func unanswered(d *snapshot.Device, command string) string {
	switch {
	case d.Error != nil:
		return d.Error.Message
	case d.Outcome != snapshot.Audited && d.Outcome != "":
		return strings.ReplaceAll(string(d.Outcome), "_", " ")
	}
	return command + ": not asked"
}

func (p *parsed) takeVersion(v *show.Version) {
	if v != nil {
		p.version = &Version{Model: v.Model, Serial: v.Serial, OSVersion: v.OSVersion, Uptime: v.Uptime, Says: Evidence{v.Command, v.Line}}
	}
}

func (p *parsed) takeConfig(s *show.State) {
	if s.Config != nil {
		p.config = &Config{Config: *s.Config, Privilege: s.Privilege}
	}
}
