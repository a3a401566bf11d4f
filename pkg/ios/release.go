package ios

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// release is a release of IOS or IOS-XE. The zero value is one that is not known.
type release struct {
	major, minor, rebuild int    // 12, 4, 20
	train                 string // T; empty: the mainline
}

// The beginning of a release, which says what it is a successor of:
//
//	12.4(20)T1
//	15.2(4)E10
//	17.09.04a
//	03.06.08.E
var releaseForm = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})(?:\((\d{1,3})[a-z]?\)([A-Z]*))?`)

func releaseOf(printed string) release {
	m := releaseForm.FindStringSubmatch(printed)
	if m == nil {
		return release{}
	}
	var r release
	r.major, _ = capture.Integer(m[1], 0, 99)
	r.minor, _ = capture.Integer(m[2], 0, 99)
	r.rebuild, _ = capture.Integer(m[3], 0, 999)
	r.train = m[4]
	return r
}

func (r release) known() bool { return r.major > 0 }

// before reports whether it is an older one, whatever its train.
func (r release) before(major, minor, rebuild int) bool {
	return cmp.Or(cmp.Compare(r.major, major), cmp.Compare(r.minor, minor), cmp.Compare(r.rebuild, rebuild)) < 0
}

// lacksNTPv4 reports whether a release of IOS is not sure to have the code of NTPv4. It came with 12.4(20)T; the mainline of
// 12.4, the trains of switches of 12.2 and some of 15.0 have that of NTPv3.
func (r release) lacksNTPv4() bool {
	switch {
	case !r.known():
		return false
	case r.major == 12 && r.minor == 4 && r.rebuild >= 20 && strings.HasPrefix(r.train, "T"):
		return false
	case r.major == 15 && r.minor == 0:
		return r.train != "M"
	}
	return r.before(15, 0, 0)
}

// savesClock reports whether a release of IOS is sure to have "clock save interval", which came with 12.3(2)T.
func (r release) savesClock() bool {
	switch {
	case !r.known():
		return true
	case r.major == 12 && r.minor == 3:
		return r.rebuild >= 2 && strings.HasPrefix(r.train, "T")
	}
	return !r.before(12, 4, 0)
}
