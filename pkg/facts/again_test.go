package facts

import (
	"slices"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

const silentTableRow = " ~192.0.2.1       .TIME.          16      -   1024     0  0.000   0.000 15937."

func cutShort(a snapshot.Answer) snapshot.Answer {
	a.Cut, a.Done = "timeout", nil
	return a
}

// A device is asked once more where status and table disagree, and once only.
func TestAgain(t *testing.T) {
	lost := answer(ios.ShowNTPStatus, "Clock is unsynchronized, stratum 16, no reference clock\nnominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10\n"+
		"reference time is 00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)\nclock offset is 0.0000 msec, root delay is 0.00 msec\nroot dispersion is 0.00 msec, peer dispersion is 0.00 msec\n")
	detail := func(flag string) snapshot.Answer {
		a := clock(time.Second, origin, flag, "UTC")
		a.Command, a.Text = ios.ShowClockDetail, a.Text+"Time source is NTP\n"
		return a
	}
	for _, test := range []struct {
		name    string
		answers []snapshot.Answer
		want    bool
	}{
		{"they agree", []snapshot.Answer{fine(), table(row)}, false},
		{"reach 0", []snapshot.Answer{fine(), table(silentTableRow)}, true},
		{"no row", []snapshot.Answer{fine(), table("*~192.0.2.7       .GPS.            1     54   1024   377  1.186   0.122  1.059")}, true},
		{"it was asked twice", []snapshot.Answer{fine(), table(silentTableRow), fine(), table(silentTableRow)}, false},
		{"it was asked twice, and answered once", []snapshot.Answer{fine(), table(silentTableRow), fine(), cutShort(table(""))}, false},
		{"the table is cut", []snapshot.Answer{fine(), cutShort(table(silentTableRow))}, true}, // what was read of it disagrees
		{"one of the two", []snapshot.Answer{fine()}, false},
		{"nothing", nil, false},
		{"the clock says NTP", []snapshot.Answer{detail(""), lost, table(silentTableRow)}, true},
		{"the clock says NTP no longer", []snapshot.Answer{detail("."), lost, table(silentTableRow)}, false},
	} {
		s := newScene()
		d := s.device("n1", test.answers...)
		got := s.sampler().Again(d)
		if (got != nil) != test.want || got != nil && !slices.Equal(got, []Kind{KindStatus, KindAssociations}) {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// Answers of one flight belong together: the last whole pair counts, and the first is the earlier one.
func TestThePairThatCounts(t *testing.T) {
	other := fine()
	other.Text = "Clock is synchronized, stratum 3, reference is 192.0.2.9\n" + other.Text[len("Clock is synchronized, stratum 2, reference is 192.0.2.1\n"):]
	two := row + "\n" + silentTableRow
	for _, test := range []struct {
		name          string
		answers       []snapshot.Answer
		ref           string
		rows, earlier int // earlier: rows of the first pair; -1: there is none
	}{
		{"once", []snapshot.Answer{fine(), table(row)}, "192.0.2.1", 1, -1},
		{"twice", []snapshot.Answer{fine(), table(two), other, table(row)}, "192.0.2.9", 1, 2},
		{"the second pair was cut short", []snapshot.Answer{fine(), table(two), other, cutShort(table(row))}, "192.0.2.1", 2, -1},
		{"the second status alone", []snapshot.Answer{fine(), table(two), other}, "192.0.2.1", 2, -1},
		{"asked anew because it was cut", []snapshot.Answer{cutShort(other), fine(), table(row)}, "192.0.2.1", 1, -1},
		{"the first status was refused", []snapshot.Answer{answer(ios.ShowNTPStatus, "% Authorization failed\n"), table(two), fine(), table(row)}, "192.0.2.1", 1, -1},
	} {
		s := measured()
		s.device("n1", test.answers...)
		d := s.only(t)
		if d.NTP == nil || d.NTP.Status == nil || *d.NTP.Status.RefID != test.ref || len(d.NTP.Associations) != test.rows || !d.NTP.Known {
			t.Errorf("%s: %+v", test.name, d.NTP)
			continue
		}
		earlier := -1
		if d.NTP.Earlier != nil {
			earlier = len(d.NTP.Earlier.Associations)
		}
		if earlier != test.earlier {
			t.Errorf("%s: %d rows before, want %d", test.name, earlier, test.earlier)
		}
	}
}
