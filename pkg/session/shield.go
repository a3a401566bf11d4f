package session

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// shield runs what meets the bytes of one device. A panic there would end the sessions with all devices of the run; so it becomes a
// fault of this one. The log gets the trace, which names functions and lines and holds nothing that the device sent.
func (a *Asker) shield(device string, run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			a.log.Debug("panic", "device", device, "cause", causeOf(p), "trace", trace())
			err = &fault{"panic", snapshot.Protocol, "what the device sent made this program fail; " +
				"please report that, with the debug log of the run; it says nothing about the other devices"}
		}
	}()
	return run()
}

// causeOf describes a panic. What was panicked with may be made of device text; of the runtime's own errors it is not.
func causeOf(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}

// trace lists the callers of a function that recovers, the innermost first.
func trace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers)])
	var b strings.Builder
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		fmt.Fprintf(&b, "%s:%d ", f.Function, f.Line)
	}
	return strings.TrimSpace(b.String())
}
