package safefile

import "strings"

// Name is a device's name as far as it can be the name of a file on any system, without an ending: at most longest bytes
// of letters, digits, ".", "-" and "_", which also stands for every other character. One that would be hidden, taken for
// an option, or read as a device of Windows gets an underscore in front. Two devices may get one name.
func Name(device string, longest int) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		}
		return '_'
	}, device)
	name = undotted(name[:min(len(name), longest)])
	if name == "" || name[0] == '.' || name[0] == '-' {
		name = "_" + name[min(1, len(name)):]
	}
	if reserved(name) {
		name = undotted(("_" + name)[:min(len(name)+1, longest)])
	}
	return name
}

// undotted has no dots at its end, which Windows drops.
func undotted(name string) string {
	n := len(strings.TrimRight(name, "."))
	return name[:n] + strings.Repeat("_", len(name)-n)
}

// reserved reports whether Windows takes the name for a device, whatever follows the first dot.
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	stem, digit := base[:max(0, len(base)-1)], base[max(0, len(base)-1):]
	return (stem == "COM" || stem == "LPT") && digit >= "0" && digit <= "9"
}
