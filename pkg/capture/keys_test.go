package capture

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestKeyRanges(t *testing.T) {
	var list []show.KeyRange
	for _, printed := range []string{"3 - 3", "10 - 12", "7", "20-21", "4000000000 - 4294967295", "11 - 13"} {
		r, ok := KeyRange(printed)
		if !ok {
			t.Errorf("%q is not taken for a range", printed)
		}
		list = append(list, r)
	}
	keys := show.JoinRanges(list)
	for number, want := range map[int]bool{
		3: true, 2: false, 4: false, 7: true, 9: false, 10: true, 11: true, 12: true, 13: true, 14: false, 20: true, 21: true, 4100000000: true,
	} {
		if keys.Contains(number) != want {
			t.Errorf("key %d: trusted is not %t", number, want)
		}
	}
	for _, bad := range []string{"", "-", "x", "3 -", "- 3", "12 - 10", "1 2", "-1", "4294967296"} {
		if _, ok := KeyRange(bad); ok {
			t.Errorf("%q is taken for a range", bad)
		}
	}
}
