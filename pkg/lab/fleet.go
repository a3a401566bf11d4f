package lab

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"time"
)

// FleetSpec generates devices whose clocks, paths and habits are drawn at random, the same for the same seed.
// Each limit is the most that is drawn; 0 leaves what the template has.
type FleetSpec struct {
	Count     int        `yaml:"count"`
	Prefix    string     `yaml:"prefix"` // default sim: sim0001, sim0002, …
	Seed      uint64     `yaml:"seed"`   // default: the lab's
	Template  DeviceSpec `yaml:"template"`
	Platforms []string   `yaml:"platforms"` // in turn; absent: the template's

	Skew     time.Duration `yaml:"skew"`      // most of the offsets that one device in twenty has
	RTT      time.Duration `yaml:"rtt"`       // of the path, split between 10:90 and 90:10
	Jitter   time.Duration `yaml:"jitter"`    // median of each direction
	Stalls   float64       `yaml:"stalls"`    // share of deliveries that meet a stall
	CPU      time.Duration `yaml:"cpu"`       // before a command is evaluated
	DriftPPM float64       `yaml:"drift_ppm"` // either sign
	Mixed    bool          `yaml:"mixed"`     // ticks, roundings, legends and login levels vary too
}

// maxFleet is as many devices as there are ports on the loopback for, with one for SSH and one for NTP.
const maxFleet = 10_000

func (f FleetSpec) devices(s Spec) []DeviceSpec {
	rng := rand.New(rand.NewPCG(cmp.Or(f.Seed, s.Seed), 7))
	var devices []DeviceSpec
	for i := range min(f.Count, maxFleet) {
		d := f.Template
		if n := len(f.Platforms); n > 0 {
			d.Platform = f.Platforms[i%n]
		}
		d.Name = fmt.Sprintf("%s%04d", cmp.Or(f.Prefix, "sim"), i+1)
		if d.Address == "" {
			d.Address = fmt.Sprintf("10.64.%d.%d", i/250, i%250+1)
		}
		f.draw(&d, rng)
		devices = append(devices, d)
	}
	return devices
}

// draw fills in what varies. Every device takes the same number of draws, so that the limits are independent.
func (f FleetSpec) draw(d *DeviceSpec, rng *rand.Rand) {
	uniform := func() float64 { return 2*rng.Float64() - 1 }
	offset, drift, split := f.offset(rng), uniform(), 0.1+0.8*rng.Float64()
	rtt, jitter, cpu := rng.Float64(), rng.Float64(), rng.Float64()
	habits := rng.Uint32()
	if f.Skew > 0 {
		d.Clock.Offset = offset
	}
	if f.DriftPPM > 0 {
		d.Clock.DriftPPM = drift * f.DriftPPM
	}
	if f.RTT > 0 {
		d.Path.Out = time.Duration(rtt * split * float64(f.RTT))
		d.Path.Back = time.Duration(rtt * (1 - split) * float64(f.RTT))
	}
	if f.Jitter > 0 {
		d.Path.Jitter = time.Duration(jitter * float64(f.Jitter))
	}
	if f.Stalls > 0 {
		d.Path.Stall.Chance = f.Stalls
	}
	if f.CPU > 0 {
		d.CPU = time.Duration(cpu * float64(f.CPU))
	}
	if f.Mixed {
		mix(d, habits)
	}
}

// offset draws from the mix that real fleets show: most within milliseconds, some within the policy's reach, some
// minutes, some whole quarters of an hour, and a few that were never set.
func (f FleetSpec) offset(rng *rand.Rand) time.Duration {
	kind, normal, uniform := rng.Float64(), rng.NormFloat64(), 2*rng.Float64()-1
	span := func(most time.Duration) time.Duration { return time.Duration(uniform * float64(most)) }
	switch {
	case kind < 0.45:
		return time.Duration(normal * float64(5*time.Millisecond))
	case kind < 0.75:
		return span(400 * time.Millisecond)
	case kind < 0.85:
		return span(2 * time.Minute)
	case kind < 0.95:
		return span(12*time.Hour).Round(15*time.Minute) + time.Duration(normal*float64(5*time.Millisecond))
	}
	return span(f.Skew)
}

func mix(d *DeviceSpec, habits uint32) {
	pick := func(bit uint, a, b string) string {
		if habits>>bit&1 == 1 {
			return a
		}
		return b
	}
	d.Clock.Rounding = pick(0, "round", "trunc")
	d.Legend = pick(1, "old", "new")
	if habits>>2&1 == 1 {
		d.Clock.Tick = 4 * time.Millisecond
	}
	if habits>>3&3 == 3 {
		d.Privilege = 1
	}
}
