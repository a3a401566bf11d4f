package fix

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// longestName leaves room for a number and an ending in the 255 bytes that file systems take.
const longestName = 200

// Files returns a file name for each sheet: the device's, as safefile.Name makes it, and a number where two would
// share a file.
func Files(sheets []Sheet) []string {
	taken := make(map[string]bool, len(sheets))
	names := make([]string, len(sheets))
	for i := range sheets {
		base := safefile.Name(sheets[i].Name, longestName)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[strings.ToLower(name)] = true // some file systems know no case
		names[i] = name + ".cfg"
	}
	return names
}
