package cli

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
)

// withinFiles holds back a run to what the files bear that this process may open, and says so where that is less than was
// asked for. It returns the sessions and the NTP queries at once; 0 queries: no bound.
func withinFiles(s streams, parallel, devices int) (sessions, queries int) {
	files, known := scarcity.Files()
	if !known {
		return parallel, 0
	}
	bears := scarcity.Sessions(files)
	if wanted := min(parallel, devices); bears < wanted {
		fmt.Fprintf(s.err, "ntpaudit: %d sessions at once instead of %d, because this process may open %d files; raise the limit (ulimit -n) for more\n",
			bears, wanted, files)
	}
	sessions = min(parallel, bears)
	return sessions, scarcity.Sockets(files, sessions)
}
