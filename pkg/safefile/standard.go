package safefile

// StandardInput is how messages call it.
const StandardInput = "standard input"

// IsStandardInput reports whether a path stands for standard input.
func IsStandardInput(path string) bool {
	return path == "-" || path == "/dev/stdin" || path == "/dev/fd/0" || path == "/proc/self/fd/0"
}

// Title is a path as messages show it.
func Title(path string) string {
	if IsStandardInput(path) {
		return StandardInput
	}
	return path
}

// ReadFunc reads a file, as Read does. Whoever offers standard input for "-" has one of its own.
type ReadFunc func(path string, limit int64) ([]byte, error)
