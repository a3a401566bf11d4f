package lab

import (
	"context"
	"slices"
	"time"
)

// server is a running NTP server.
type server struct {
	spec     ServerSpec
	clock    *clock
	udp      *responder
	counters counters
}

func newServer(ctx context.Context, l *Lab, spec ServerSpec) (*server, error) {
	s := &server{spec: spec, clock: newClock(l.base, spec.Offset, spec.DriftPPM, 0)}
	answers := &answerer{
		clock: s.clock,
		view:  func(at time.Time) ntpView { return s.ntpView(at, 0) },
		keys:  spec.allKeys(),
		fault: spec.Fault,
		after: spec.After,
		seed:  smallSeed(l.spec.Seed, "ntp "+spec.Name),
	}
	var err error
	s.udp, err = newResponder(ctx, l.base, answers, spec.Path, &s.counters)
	return s, err
}

// referenceAge is how long ago a healthy server last heard from its own source.
const referenceAge = 11 * time.Second

func (s *server) ntpView(at time.Time, _ int) ntpView {
	v := ntpView{
		leap: s.spec.Leap, stratum: s.spec.Stratum, refID: s.spec.RefID,
		rootDelay: s.spec.RootDelay, rootDisp: s.spec.RootDispersion,
		reference: s.clock.at(at.Add(-referenceAge)), precision: s.spec.Precision,
	}
	if s.spec.Fault == NTPUnsynchronized && s.spec.After == 0 {
		v.leap, v.stratum, v.refID = leapUnsynchronized, 16, "INIT"
	}
	return v
}

func (s *server) shows(at time.Time) time.Time { return s.clock.at(at) }

func (s *server) holds(key sharedKey) bool {
	return slices.ContainsFunc(s.spec.allKeys(), func(own KeySpec) bool {
		return key == sharedKey{number: int(own.ID), kind: own.Type, secret: own.Secret}
	})
}

// allKeys are the keys that the server holds.
func (s ServerSpec) allKeys() []KeySpec {
	if s.Key == nil {
		return s.Keys
	}
	return append([]KeySpec{*s.Key}, s.Keys...)
}

func (s *server) answersNTP() bool {
	switch s.spec.Fault {
	case NTPSilent, NTPGarbage, NTPShort, NTPKoDDeny, NTPKoDRestrict, NTPWrongMode, NTPWrongOrigin, NTPZeroTransmit:
		return false
	}
	return true
}
