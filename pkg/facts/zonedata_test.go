package facts

import (
	"testing"
	"time"
)

func TestZoneDataIsBuiltIn(t *testing.T) {
	t.Setenv("ZONEINFO", t.TempDir()) // what the host has does not matter
	for name, want := range map[string]bool{
		"Europe/Berlin": true, "America/Argentina/Buenos_Aires": true, "UTC": true, "Etc/GMT+5": true,
		"Europe": false, "../../etc/passwd": false, "/etc/localtime": false, "europe/berlin": false, "Local": false, "": false, "Mars/Olympus": false, "Europe/Berlin/": false,
	} {
		zone, ok := Location(name)
		if ok != want || ok && zone.String() != name {
			t.Errorf("%q: %v, %v", name, zone, ok)
		}
	}
}

func TestZoneDataOld(t *testing.T) {
	year := func(s string) int {
		at, err := time.Parse("2006", s)
		if err != nil {
			t.Fatal(err)
		}
		return at.Year()
	}(ZoneData()[:4])
	for _, c := range []struct {
		at  time.Time
		old bool
	}{
		{time.Date(year+1, 12, 1, 0, 0, 0, 0, time.UTC), false},
		{time.Date(year+2, 6, 30, 0, 0, 0, 0, time.UTC), false},
		{time.Date(year+2, 7, 2, 0, 0, 0, 0, time.UTC), true},
	} {
		if ZoneDataOld(c.at) != c.old {
			t.Errorf("version %s at %s: old %v", ZoneData(), c.at, !c.old)
		}
	}
}
