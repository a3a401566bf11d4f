// Package shield keeps a failure of this program to what it was working on. Bytes of devices, servers and files may bring about
// a panic, and a panic in any goroutine ends the process, with all that others have answered.
package shield

import (
	"fmt"
	"log/slog"
	"runtime"
	"strings"
)

// Run runs f, and reports whether it came to its end. A panic goes no further, and into the log: see Caught. It holds for
// the goroutine of f, not for those that f starts.
func Run(log *slog.Logger, what string, f func()) (whole bool) {
	defer func() {
		if Caught(log, what, recover()) {
			whole = false
		}
	}()
	f()
	return true
}

// Caught reports whether cause, which recover has returned, is a panic. The log gets, at debug level, what it was about and
// where it came from: functions and lines, and nothing of the bytes that were worked on.
func Caught(log *slog.Logger, what string, cause any) bool {
	if cause == nil {
		return false
	}
	log.Debug("panic", "in", what, "cause", kind(cause), "trace", trace())
	return true
}

// kind describes a panic. What was panicked with may be made of bytes from outside; of the runtime's own errors it is not.
func kind(cause any) string {
	if err, ok := cause.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", cause)
}

// trace lists the functions under way, the innermost first.
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
