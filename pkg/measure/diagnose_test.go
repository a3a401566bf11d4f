package measure

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
)

func around(mid time.Duration) *interval.Interval {
	i := interval.Around(mid, 20*ms)
	return &i
}

func TestDiagnose(t *testing.T) {
	day := 24 * time.Hour
	ppm := 10.0
	report := func(offset time.Duration) *Report {
		r := SelfReport(offset, 4*ms, 2*ms, 30*time.Second)
		return &r
	}
	stale := report(0)
	stale.Stale = true
	far := SelfReport(0, 800*ms, 200*ms, 0)
	for _, c := range []struct {
		name string
		c    Comparison
		want Diagnosis
	}{
		{"1: the display is an hour off", Comparison{ShowClock: around(time.Hour), DirectNTP: around(0), Offset: around(0)}, Diagnosis{Rule: ZoneWrong, QuarterHours: 4}},
		{"1: half an hour behind", Comparison{ShowClock: around(-30 * time.Minute), DirectNTP: around(0)}, Diagnosis{Rule: ZoneWrong, QuarterHours: -2}},
		{"2: ten minutes apart", Comparison{ShowClock: around(10 * time.Minute), DirectNTP: around(0)}, Diagnosis{Rule: Contradiction}},
		{"3: healthy", Comparison{Offset: around(0), Synchronized: true}, Diagnosis{Rule: Healthy}},
		{"3: healthy, but its report is wrong", Comparison{Offset: around(0), Synchronized: true, Source: around(0), Report: report(time.Second)}, Diagnosis{Rule: Healthy}},
		{"3: healthy, and it follows one who is not", Comparison{Offset: around(0), Synchronized: true, Source: around(5 * time.Second), Report: report(0)}, Diagnosis{Rule: Healthy, ReportDisagrees: true}},
		{"4: right for now", Comparison{Offset: around(0)}, Diagnosis{Rule: FreeRunningInLimit}},
		{"5: too wide", Comparison{Offset: around(95 * ms), Synchronized: true}, Diagnosis{Rule: Undecided}},
		{"5: not measured", Comparison{Synchronized: true}, Diagnosis{Rule: Undecided}},
		{"6: lost", Comparison{Offset: around(time.Second)}, Diagnosis{Rule: LostSync}},
		{"6: lost since", Comparison{Offset: around(864 * ms), SinceUpdate: &day}, Diagnosis{Rule: LostSync, DriftPPM: &ppm}},
		{"7: follows a falseticker", Comparison{Offset: around(5 * time.Second), Synchronized: true, Source: around(5 * time.Second), Report: report(0)}, Diagnosis{Rule: FollowsFalseticker}},
		{"8: an hour off by its own account", Comparison{Offset: around(time.Hour), ShowClock: around(time.Hour), Synchronized: true, Source: around(0), Report: report(0)}, Diagnosis{Rule: ZoneSuspected, QuarterHours: 4}},
		{"no zone is 33 years away", Comparison{Offset: around(-33 * 365 * 24 * time.Hour), Synchronized: true}, Diagnosis{Rule: CauseUnknown}},
		{"8: an hour off, source unknown", Comparison{Offset: around(-time.Hour), Synchronized: true}, Diagnosis{Rule: ZoneSuspected, QuarterHours: -4}},
		{"8 needs that NTP is not measured", Comparison{Offset: around(time.Hour), DirectNTP: around(time.Hour), Synchronized: true, Source: around(0), Report: report(0)}, Diagnosis{Rule: SelfReportWrong}},
		{"9: stale", Comparison{Offset: around(time.Second), Synchronized: true, Source: around(0), Report: stale}, Diagnosis{Rule: StaleAssociation}},
		{"10: a lopsided path can explain it", Comparison{Offset: around(300 * ms), Synchronized: true, Source: around(0), Report: &far, Limit: 100 * ms}, Diagnosis{Rule: PathAsymmetry}},
		{"11: NTP does not steer it", Comparison{Offset: around(time.Second), Synchronized: true, Source: around(0), Report: report(0)}, Diagnosis{Rule: SelfReportWrong}},
		{"11: a falseticker it does not follow", Comparison{Offset: around(3 * time.Second), Synchronized: true, Source: around(9 * time.Second), Report: report(0)}, Diagnosis{Rule: SelfReportWrong}},
		{"12: the source cannot be measured", Comparison{Offset: around(time.Second), Synchronized: true, Report: report(0)}, Diagnosis{Rule: CauseUnknown}},
		{"7: follows a falseticker, and reports no offset", Comparison{Offset: around(2060 * ms), Synchronized: true, Source: around(2 * time.Second)}, Diagnosis{Rule: FollowsFalseticker}},
		{"8: an hour off, its source is right, and it reports no offset", Comparison{Offset: around(time.Hour), Synchronized: true, Source: around(0)}, Diagnosis{Rule: ZoneSuspected, QuarterHours: 4}},
		{"8 needs a source that is right", Comparison{Offset: around(time.Hour), Synchronized: true, Source: around(-time.Hour)}, Diagnosis{Rule: NotExplained}},
		{"14: its source is right, and it reports no offset", Comparison{Offset: around(time.Second), Synchronized: true, Source: around(0)}, Diagnosis{Rule: NotExplained}},
		{"14: its source is wrong by much more", Comparison{Offset: around(3 * time.Second), Synchronized: true, Source: around(9 * time.Second)}, Diagnosis{Rule: NotExplained}},
		{"14: its source is wrong the other way", Comparison{Offset: around(150 * ms), Synchronized: true, Source: around(-150 * ms)}, Diagnosis{Rule: NotExplained}},
		{"15: its source may be wrong", Comparison{Offset: around(time.Second), Synchronized: true, Source: around(95 * ms), Report: report(0)}, Diagnosis{Rule: SourceUnproven}},
		{"13: it says so itself", Comparison{Offset: around(time.Second), Synchronized: true, Source: around(0), Report: &Report{Claim: *around(time.Second)}}, Diagnosis{Rule: ReportsItself}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.c.Limit == 0 {
				c.c.Limit = 100 * ms
			}
			if d := cmp.Diff(c.want, Diagnose(c.c)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestSelfReport(t *testing.T) {
	got := SelfReport(-50*ms, 4*ms, 2*ms, 100*time.Second)
	want := Report{Claim: span(-50*ms, 0).Widen(4*ms + 1500*time.Microsecond), Path: 4 * ms}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
