package ios

import (
	"net/netip"
	"strconv"
	"strings"
)

// maxMilliseconds keeps every number of milliseconds within a time.Duration (292 years).
const maxMilliseconds = 9e12

// decimal reads a number as IOS prints it: an optional sign, digits, and at most one point,
// which may stand last ("15937."). Exponents, NaN and infinities are not numbers here.
func decimal(s string) (float64, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(s)-len(digits) > 1 || whole == "" && fraction == "" || !isDigits(whole+fraction) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f <= maxMilliseconds && f >= -maxMilliseconds
}

// integer reads a decimal integer from low to high.
func integer(s string, low, high int) (int, bool) {
	if !isDigits(strings.TrimPrefix(s, "-")) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= low && n <= high
}

// octal reads the reach register: 8 bits, printed in octal.
func octal(s string) (int, bool) {
	if len(s) > 3 || !isDigits(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 8, 8)
	return int(n), err == nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// isHost reports whether s can be an address or a name. What consists of digits and dots, or
// holds a colon, must be a whole address, so that a cut one or two that ran together do not pass.
func isHost(s string) bool {
	if strings.Contains(s, ":") || strings.Trim(s, "0123456789.") == "" {
		_, err := netip.ParseAddr(s)
		return err == nil
	}
	return len(s) <= 253 && strings.IndexFunc(s, notInName) < 0
}

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_')
}
