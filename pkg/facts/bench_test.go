package facts

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkFrom evaluates a thousand devices that name a hundred servers.
func BenchmarkFrom(b *testing.B) {
	s := measured()
	for i := range 100 {
		s.server("source", fmt.Sprintf("10.0.1.%d", i), 0)
	}
	for i := range s.Servers {
		for k := range 9 {
			s.Servers[i].Exchanges = append(s.Servers[i].Exchanges, exchange(time.Duration(k+1)*time.Minute, 0))
		}
	}
	for i := range 1000 {
		s.device(fmt.Sprintf("edge%04d", i), utc(time.Second, 0), fine(), privileged(15), config("ntp server 10.0.1.1"), table(row))
	}
	b.Run("From", func(b *testing.B) {
		for b.Loop() {
			s.facts()
		}
	})
	b.Run("NextSample", func(b *testing.B) {
		sampler := s.sampler()
		for b.Loop() {
			sampler.Next(s.Snapshot, &s.Devices[0], question(2*time.Second))
		}
	})
}
