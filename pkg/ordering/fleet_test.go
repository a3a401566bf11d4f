package ordering_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/ordering"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func stamped(offset interval.Interval, kind string, options ...string) facts.Device {
	c := &facts.Config{}
	c.TimestampsLog = show.Timestamps{Kind: kind, Options: options}
	return facts.Device{Config: c, Clock: &facts.Clock{Compared: &offset}}
}

func TestFigureOfAFleet(t *testing.T) {
	right := interval.Around(0, ms)
	odd := stamped(right, "datetime", "msec")
	odd.Config.Unparsed = []string{"service timestamps log whatever"}
	unmeasured := stamped(right, "datetime", "msec")
	unmeasured.Clock = nil
	f := ordering.Of(&facts.Fleet{Devices: []facts.Device{
		stamped(right, "datetime", "msec"), stamped(right, "datetime", "msec", "localtime"), stamped(right, "datetime"),
		stamped(right, "uptime"), stamped(right, "absent"), stamped(interval.Everything(), "datetime"), odd, unmeasured, {}, stamped(right, "unknown"),
	}})
	if d := cmp.Diff([]int{0, 1, 2}, f.Devices); d != "" {
		t.Errorf("devices (-want +got):\n%s", d)
	}
	want := []ordering.Left{
		{3, "uptime stamps", true}, {4, "no stamps", true}, {5, "its clock is not known to a lifetime", false},
		{6, "a line about its stamps was not understood", false}, {7, "its clock was not measured", false},
		{8, "its configuration was not read", false}, {9, "how its lines are stamped is not known", false},
	}
	if d := cmp.Diff(want, f.Left); d != "" {
		t.Errorf("left (-want +got):\n%s", d)
	}
	if f.Logged.Pairs != 3 || f.Logged.Median != 1003*ms || f.Logged.Worst != 1003*ms || f.Corrected.Median != 1005*ms || f.Resolution != time.Second+ms {
		t.Errorf("as logged %+v, corrected %+v, resolution %v", f.Logged, f.Corrected, f.Resolution)
	}
}
