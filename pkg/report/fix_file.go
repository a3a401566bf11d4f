package report

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// longestName leaves room for a number and an ending in the 255 bytes that file systems take.
const longestName = 200

// FixFiles returns a file name for each fix: the device's, as safefile.Name makes it, and a number where two would
// share a file.
func FixFiles(fixes []Fix) []string {
	taken := make(map[string]bool, len(fixes))
	names := make([]string, len(fixes))
	for i := range fixes {
		base := safefile.Name(fixes[i].device.Name, longestName)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[strings.ToLower(name)] = true // some file systems know no case
		names[i] = name + ".cfg"
	}
	return names
}
