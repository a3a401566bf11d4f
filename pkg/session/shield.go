package session

import (
	"github.com/ntpaudit/ntpaudit/pkg/shield"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// shield runs what meets the bytes of one device. A panic there would end the sessions with all devices of the run; so it becomes a
// fault of this one.
func (a *Asker) shield(device string, run func() error) (err error) {
	if !shield.Run(a.log, device, func() { err = run() }) {
		return &fault{"panic", snapshot.Protocol, "what the device sent made this program fail; " +
			"please report that, with what --debug shows; it says nothing about the other devices"}
	}
	return err
}
