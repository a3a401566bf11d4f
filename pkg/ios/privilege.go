package ios

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// ParsePrivilege reads "show privilege": 0 to 15. At 15 the configuration is shown in full.
func ParsePrivilege(text string) (int, error) {
	for l := range content(text) {
		printed, ok := strings.CutPrefix(strings.TrimSpace(l.Text), "Current privilege level is ")
		level, valid := capture.Integer(printed, 0, 15)
		// A 1 at the end of a cut text may be the start of 15.
		if ok && valid && !(l.Open && level == 1) {
			return level, nil
		}
	}
	return 0, notUnderstood(text, "privilege level")
}
