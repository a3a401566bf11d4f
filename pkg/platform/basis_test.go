package platform

import (
	"reflect"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestBasis(t *testing.T) {
	p := Platform{Commands: []Command{
		{Line: "show clock", Tells: []show.Kind{show.KindClock}},
		{Line: "show version", Tells: []show.Kind{show.KindVersion}},
	}, Untold: []show.Untold{{Kind: show.KindCalendar, Reason: "no calendar"}, {Kind: show.KindPeerOffsets, Has: true, Reason: "no offsets"}}}
	want := Basis{Commands: []string{"show clock"}, Untold: p.Untold[:1]}
	if got := p.Basis([]show.Kind{show.KindClock, show.KindCalendar}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestAsks(t *testing.T) {
	p := Platform{Commands: []Command{
		{Line: "show clock", Tells: []show.Kind{show.KindClock}},
		{Line: "show clock again"},
		{Line: ShowVersion, Tells: []show.Kind{show.KindVersion}},
		{Line: "show running-config", Tells: []show.Kind{show.KindClock, show.KindConfig}},
	}}
	for _, test := range []struct{ kinds, want []string }{
		{nil, []string{ShowVersion}},
		{[]string{"configuration", "clock"}, []string{"show clock", ShowVersion, "show running-config"}},
		{[]string{"configuration"}, []string{ShowVersion, "show running-config"}},
	} {
		var kinds []show.Kind
		for _, k := range test.kinds {
			kinds = append(kinds, show.Kind(k))
		}
		if got := p.Asks(kinds); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%v: %q, want %q", kinds, got, test.want)
		}
	}
}
