package ntpquery

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// errBroke is what is left of an exchange in which this program failed: one server is lost, and the run is not.
var errBroke = errors.New("given up by a fault of ntpaudit; please report it")

// guard is deferred where bytes from outside are worked on. It turns a panic into a call of failed. The cause may
// hold what a server sent, so that only its type is logged.
func (q *Querier) guard(where string, failed func()) {
	cause := recover()
	if cause == nil {
		return
	}
	q.Log.Debug("panic", "in", where, "type", fmt.Sprintf("%T", cause), "trace", string(debug.Stack()))
	failed()
}
