package lab

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
	"time"
)

// TestChaos: whatever is wrong with devices and clients, Close ends it all.
func TestChaos(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	stages := []string{"connect", "banner", "kex", "auth", "channel", "pty", "shell", "prompt", "config", "command:show clock", ""}
	kinds := []FaultKind{FaultSilent, FaultHang, FaultReset, FaultClose, FaultGarbage, FaultEndless, FaultSlow}
	var devices []DeviceSpec
	for i, stage := range stages {
		for j, kind := range kinds {
			d := DeviceSpec{Name: fmt.Sprintf("r%d-%d", i, j), Platform: platforms()[(i+j)%4], NTP: threePeers(), Fault: FaultSpec{At: stage, Kind: kind}}
			if stage == "" {
				d.Fault = FaultSpec{}
			}
			if (i+j)%2 == 0 {
				d.Path = Path{Out: time.Millisecond, Back: time.Millisecond, Jitter: time.Millisecond, Stall: Stall{Chance: 0.1}}
			}
			devices = append(devices, d)
		}
	}
	for round := range 4 {
		rng := rand.New(rand.NewPCG(uint64(round), 1))
		l, err := Start(context.Background(), Spec{Servers: honest(), Devices: devices, Seed: uint64(round)})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{}, len(devices))
		for _, d := range devices {
			rude := rng.IntN(3) == 0
			go func() {
				defer func() { done <- struct{}{} }()
				misbehave(l, d.Name, rude)
			}()
		}
		time.Sleep(time.Duration(50+rng.IntN(400)) * time.Millisecond)
		closed := make(chan struct{})
		go func() {
			l.Close()
			close(closed)
		}()
		select {
		case <-closed:
		case <-time.After(patience):
			panic("Close waits") // with every goroutine's stack
		}
		for range devices {
			<-done
		}
	}
}

// misbehave uses a device until it is over; a rude client goes away in the middle or never reads.
func misbehave(l *Lab, name string, rude bool) {
	d := l.device(name)
	if rude {
		c, err := net.Dial("tcp", loopbackAddress(d.port))
		if err != nil {
			return
		}
		defer c.Close()
		c.Write([]byte("SSH-2.0-rude\r\n"))
		time.Sleep(100 * time.Millisecond)
		return
	}
	c, err := client(l, name)
	if err != nil {
		return
	}
	defer c.Close()
	typing(c, 80, 24, "show running-config\n   qshow clock\nshow ntp status\nexit\n")
}
