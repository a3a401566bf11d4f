package report

import (
	"strings"
	"testing"
	"time"
)

func TestOrderingText(t *testing.T) {
	s := func(d time.Duration) Seconds { return Seconds(d) }
	for _, c := range []struct {
		figure Ordering
		want   string
	}{
		{Ordering{Devices: 37, Bulk: s(6 * time.Millisecond)}, "events on two of these 37 devices 6.0 ms apart can be put in order"},
		{Ordering{Devices: 42, Bulk: s(20 * time.Millisecond), Others: []OrderedLater{{"sw7", s(1020 * time.Millisecond)}, {"edge3", s(1810 * time.Millisecond)}}},
			"events on two of these 40 devices 20.0 ms apart can be put in order; with sw7 1.020 s, edge3 1.810 s"},
		{Ordering{Devices: 2, Bulk: s(time.Second), Unordered: []string{"x"}}, "events on two of these 2 devices 1.000 s apart can be put in order; 1 device cannot, or it is not known"},
		{Ordering{Devices: 9, Bulk: s(time.Second), Worst: s(time.Hour), Others: []OrderedLater{{"a", 0}, {"b", 0}, {"c", 0}, {"d", 0}, {"e", 0}}},
			", 2 more"},
	} {
		if got := c.figure.text(); !strings.Contains(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
