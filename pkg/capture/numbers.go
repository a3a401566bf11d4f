package capture

import (
	"net/netip"
	"strconv"
	"strings"
)

// maxMilliseconds keeps every number of milliseconds within a time.Duration (292 years).
const maxMilliseconds = 9e12

// Decimal reads a number as IOS prints it: an optional sign, digits, and at most one point,
// which may stand last ("15937."). Exponents, NaN and infinities are not numbers here.
func Decimal(s string) (float64, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(s)-len(digits) > 1 || whole == "" && fraction == "" || !IsDigits(whole+fraction) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f <= maxMilliseconds && f >= -maxMilliseconds
}

// Integer reads a decimal integer from low to high.
func Integer(s string, low, high int) (int, bool) {
	if !IsDigits(strings.TrimPrefix(s, "-")) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= low && n <= high
}

// Octal reads the reach register: 8 bits, printed in octal.
func Octal(s string) (int, bool) {
	if len(s) > 3 || !IsDigits(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 8, 8)
	return int(n), err == nil
}

// IsDigits reports whether s consists of digits, one at least.
func IsDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// IsHost reports whether s can be an address or a name. What consists of digits and dots, or
// holds a colon, must be a whole address, so that a cut one or two that ran together do not pass.
func IsHost(s string) bool {
	if strings.Contains(s, ":") || strings.Trim(s, "0123456789.") == "" {
		_, err := netip.ParseAddr(s)
		return err == nil
	}
	return len(s) <= 253 && IsName(s)
}

// IsName reports whether s holds nothing but letters, digits, points, hyphens and underscores.
func IsName(s string) bool { return strings.IndexFunc(s, notInName) < 0 }

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_')
}

// Ptr returns a pointer to a value.
func Ptr[T any](v T) *T { return &v }

// List is a list that is not nil, so that JSON shows an empty one as [].
func List[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
