package lab

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// BenchmarkSessions runs whole sessions, many at once: what a device costs, client included.
func BenchmarkSessions(b *testing.B) {
	for _, rtt := range []time.Duration{0, 50 * time.Millisecond} {
		for _, atOnce := range []int{64, 256} {
			b.Run(fmt.Sprintf("rtt=%v/at-once=%d", rtt, atOnce), func(b *testing.B) {
				l, err := Start(context.Background(), Spec{Servers: honest(), Fleet: FleetSpec{
					Count: atOnce, Template: DeviceSpec{NTP: threePeers(), Path: Path{Out: rtt / 2, Back: rtt / 2}},
				}})
				if err != nil {
					b.Fatal(err)
				}
				defer l.Close()
				b.ReportAllocs()
				b.ResetTimer()
				benchmarkSessions(b, l, atOnce)
			})
		}
	}
}

func benchmarkSessions(b *testing.B, l *Lab, atOnce int) {
	var clients sync.WaitGroup
	work := make(chan int)
	for range atOnce {
		clients.Go(func() {
			for i := range work {
				d := l.devices[i%len(l.devices)]
				c, err := ssh.Dial("tcp", loopbackAddress(d.port), &ssh.ClientConfig{
					User: "audit", Auth: []ssh.AuthMethod{ssh.Password("lab-password")}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
				})
				if err != nil {
					b.Error(err)
					continue
				}
				if _, err := typing(c, 511, 0, "terminal length 0\nshow clock detail\nshow ntp status\nshow ntp associations\nshow running-config | include ^ntp\nexit\n"); err != nil {
					b.Error(err)
				}
				c.Close()
			}
		})
	}
	most := 0
	for i := range b.N {
		work <- i
		most = max(most, runtime.NumGoroutine())
	}
	close(work)
	clients.Wait()
	b.ReportMetric(float64(most), "goroutines")
}

func BenchmarkNTP(b *testing.B) {
	l, err := Start(context.Background(), Spec{Servers: honest(), Devices: []DeviceSpec{{Name: "r1", NTP: threePeers()}}})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	for name, port := range map[string]int{"server": l.servers[0].udp.port(), "device": l.devices[0].udp.port()} {
		b.Run(name, func(b *testing.B) {
			conn, err := net.Dial("udp4", loopbackAddress(port))
			if err != nil {
				b.Fatal(err)
			}
			defer conn.Close()
			reply := make([]byte, 512)
			for range b.N {
				if _, err := conn.Write(clientPacket(4)); err != nil {
					b.Fatal(err)
				}
				if _, err := conn.Read(reply); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
