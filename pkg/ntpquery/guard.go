package ntpquery

import (
	"errors"

	"github.com/ntpaudit/ntpaudit/pkg/shield"
)

// errBroke is what is left of an exchange in which this program failed: one server is lost, and the run is not.
var errBroke = errors.New("what it sent made this program fail; report that, with the debug log of the run")

// guard is deferred where bytes from outside are worked on. It turns a panic into a call of failed.
func (q *Querier) guard(where string, failed func()) {
	if shield.Caught(q.Log, where, recover()) {
		failed()
	}
}
