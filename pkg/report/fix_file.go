package report

import (
	"fmt"
	"strings"
)

// longestName leaves room for a number and an ending in the 255 bytes that file systems take.
const longestName = 200

// FixFiles returns a file name for each fix: the device's, with _ for everything that could mean something
// to a file system or a shell, and a number where two would share a file.
func FixFiles(fixes []Fix) []string {
	taken := make(map[string]bool, len(fixes))
	names := make([]string, len(fixes))
	for i := range fixes {
		base := fileName(fixes[i].device.Name)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[strings.ToLower(name)] = true // some file systems know no case
		names[i] = name + ".cfg"
	}
	return names
}

func fileName(device string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		}
		return '_'
	}, cut(device, longestName))
	if name == "" || name[0] == '.' || name[0] == '-' { // neither hidden nor an option
		name = "_" + name[min(1, len(name)):]
	}
	return name
}
