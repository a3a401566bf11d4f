package facts

import (
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/interval"
	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// certificate is an answer with one certificate, valid between two dates as they are displayed.
func certificate(start, end string) snapshot.Answer {
	return answer(ios.ShowPKICertificates, `Certificate
  Status: Available
  Validity Date: 
    start date: `+start+`
    end   date: `+end+`
  Associated Trustpoints: CORP 
`)
}

func TestDatesOfCertificatesAreConverted(t *testing.T) {
	const (
		cet   = "clock timezone CET 1 0"
		cest  = "clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00"
		start = "2026-07-01T10:00:00Z"
	)
	for _, c := range []struct {
		name             string
		config           []string // nil: it could not be read
		printed          string
		earliest, latest string
	}{
		{"UTC", []string{}, "10:00:00 UTC Jul 1 2026", start, start},
		{"summer by the name, in winter as well", []string{cet, cest}, "12:00:00 CEST Jul 1 2026", start, start},
		{"winter by the name", []string{cet, cest}, "11:00:00 CET Jul 1 2026", start, start},
		{"the label is free text", []string{"clock timezone UTC 2"}, "12:00:00 UTC Jul 1 2026", start, start},
		{"one name for both seasons", []string{cet, strings.Replace(cest, "CEST", "CET", 1)}, "12:00:00 CET Jul 1 2026", start, start},
		{"the hour that comes twice", []string{cet, strings.Replace(cest, "CEST", "CET", 1)}, "02:30:00 CET Oct 25 2026",
			"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		{"no configuration, UTC", nil, "10:00:00 UTC Jul 1 2026", start, start},
		{"no configuration, another label", nil, "12:00:00 CEST Jul 1 2026", "2026-06-30T22:00:00Z", "2026-07-02T00:00:00Z"},
		{"a label that nothing explains", []string{cet}, "12:00:00 MSK Jul 1 2026", "2026-06-30T22:00:00Z", "2026-07-02T00:00:00Z"},
	} {
		s := newScene()
		answers := []snapshot.Answer{privileged(15), certificate(c.printed, c.printed)}
		if c.config != nil {
			answers = append(answers, config(c.config...))
		}
		s.device("edge01", answers...)
		d := s.only(t)
		if d.PKI == nil || len(d.PKI.Certificates) != 1 {
			t.Fatalf("%s: %+v", c.name, d.PKI)
		}
		for _, i := range []*Instant{d.PKI.Certificates[0].NotBefore, d.PKI.Certificates[0].NotAfter} {
			if i == nil || i.Earliest.Format(time.RFC3339) != c.earliest || i.Latest.Format(time.RFC3339) != c.latest {
				t.Errorf("%s: %v, want %s to %s", c.name, i, c.earliest, c.latest)
			}
		}
	}
}

// A platform that prints dates in UTC is not asked for its zone, even where that is called the same.
func TestDatesInUTCAreNotConverted(t *testing.T) {
	date := show.CertificateDate{Year: 2026, Month: 7, Day: 1, Hour: 10, Zone: "GMT", UTC: true}
	hourAhead := show.Config{Timezone: &show.Timezone{Name: "GMT", OffsetMinutes: 60}}
	for _, config := range []*Config{nil, {Config: hourAhead}} {
		got := (&parsed{config: config}).instant(&date)
		if want := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC); !got.Earliest.Equal(want) || !got.Latest.Equal(want) {
			t.Errorf("%+v, want %v", got, want)
		}
	}
}

func TestWhatIsKnownOfCertificates(t *testing.T) {
	const unknown = "% Invalid input detected at '^' marker."
	refused := answer(ios.ShowPKICertificates, "              ^\n"+unknown+"\n\n")
	cutShort := certificate("10:00:00 UTC Jul 1 2026", "10:00:00 UTC Jul 1 2027")
	cutShort.Cut, cutShort.Done = "timeout", nil
	for _, c := range []struct {
		name        string
		answers     []snapshot.Answer
		gap         string // empty: none
		count       int
		unparsed    int
		unsupported string
	}{
		{"not asked", nil, "not asked", 0, 0, ""},
		{"none", []snapshot.Answer{answer(ios.ShowPKICertificates, "")}, "", 0, 0, ""},
		{"one", []snapshot.Answer{certificate("10:00:00 UTC Jul 1 2026", "10:00:00 UTC Jul 1 2027")}, "", 1, 0, ""},
		{"a date that is not understood", []snapshot.Answer{certificate("soon", "10:00:00 UTC Jul 1 2027")}, "", 1, 1, ""},
		{"cut", []snapshot.Answer{cutShort}, "cut (timeout)", 0, 0, ""},
		{"a release without", []snapshot.Answer{privileged(15), refused}, "", 0, 0, unknown},
		{"refused below level 15", []snapshot.Answer{privileged(1), refused}, "refused: % Invalid input", 0, 0, ""},
		{"refused at an unknown level", []snapshot.Answer{refused}, "refused: % Invalid input", 0, 0, ""},
		{"not authorized", []snapshot.Answer{privileged(15), answer(ios.ShowPKICertificates, "Command authorization failed.\n")}, "not authorized", 0, 0, ""},
		{"garbage", []snapshot.Answer{answer(ios.ShowPKICertificates, "\x00\xffx\n")}, "not understood", 0, 0, ""},
	} {
		s := newScene()
		s.device("edge01", c.answers...)
		d := s.only(t)
		reason, missing := d.Gap(KindPKI)
		if missing != (c.gap != "") || !strings.Contains(reason, c.gap) || missing == (d.PKI != nil) {
			t.Errorf("%s: gap %q, want %q; %+v", c.name, reason, c.gap, d.PKI)
			continue
		}
		if d.PKI != nil && (len(d.PKI.Certificates) != c.count || len(d.PKI.Unparsed) != c.unparsed || d.PKI.Unsupported != c.unsupported) {
			t.Errorf("%s: %+v", c.name, d.PKI)
		}
	}
}

// What a clock believes is the time by the reference, plus its offset.
func TestBelieves(t *testing.T) {
	s := newScene()
	s.reference("192.0.2.1", -time.Hour) // the auditor's clock is an hour fast
	s.device("slow", utc(time.Second, -48*time.Hour), fine(), privileged(15), config())
	s.device("unknown zone", clock(time.Second, origin, "", "MSK"), privileged(1))
	f := s.facts()

	right := origin.Add(1020*ms - time.Hour) // when the answer had come
	at := f.Devices[0].Clock.At
	if at == nil || at.Earliest.After(right) || at.Latest.Before(right) || at.Latest.Sub(at.Earliest) > time.Second {
		t.Fatalf("at %v, want about %v", at, right)
	}
	now, ok := f.Devices[0].Clock.Believes()
	if shown := origin.Add(1020*ms - 48*time.Hour); !ok || now.Earliest.After(shown) || now.Latest.Before(shown) || now.Latest.Sub(now.Earliest) > time.Second {
		t.Errorf("believes %v, want about %v", now, shown)
	}
	if now, ok := f.Devices[1].Clock.Believes(); !ok || now.Latest.Sub(now.Earliest) < 26*time.Hour {
		t.Errorf("believes %v, want all zones", now)
	}
	if now, ok := (&Clock{}).Believes(); ok {
		t.Errorf("nothing is known, and it believes %v", now)
	}
}

func TestInstants(t *testing.T) {
	day := func(from, to int) Instant {
		return Instant{origin.AddDate(0, 0, from), origin.AddDate(0, 0, to)}
	}
	for _, c := range []struct {
		a, b             Instant
		before, notAfter bool
	}{
		{day(0, 1), day(2, 3), true, true},
		{day(0, 2), day(2, 3), false, true},
		{day(0, 3), day(2, 4), false, false},
		{day(5, 6), day(2, 4), false, false},
		{day(2, 2), day(2, 2), false, true},
	} {
		if got := c.a.Before(c.b); got != c.before {
			t.Errorf("%v before %v: %t", c.a, c.b, got)
		}
		if got := c.a.NotAfter(c.b); got != c.notAfter {
			t.Errorf("%v not after %v: %t", c.a, c.b, got)
		}
	}
	const hour = time.Hour
	if got, want := day(0, 1).Shift(interval.Interval{Lo: -24 * hour, Hi: 48 * hour}), day(-1, 3); got != want {
		t.Errorf("shifted: %v, want %v", got, want)
	}
}
