package iosxr

import (
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func TestCutAnywhere(t *testing.T) {
	all := slices.DeleteFunc(readCaptures(t), func(c platformtest.Captured) bool {
		// Lines that were not understood when whole may be understood when cut, and before it names the host nothing tells
		// that a part is that of the administration plane.
		return strings.Contains(c.File, "malformed") || strings.Contains(c.File, "parts")
	})
	platformtest.CutAnywhere(t, Parse, all)
}

// A block that does not reach its "!" is no evidence, whether or not a prompt came: what it does not hold counts as well.
func TestCutBlockIsAGap(t *testing.T) {
	text := captureNamed(t, "show-running-config.ntp")
	end := strings.LastIndex(text, "!")
	for i := range text {
		s := Read([]show.Answer{{Command: ShowConfigNTP, Text: text[:i], Whole: true}})
		_, missing := s.Gap(show.KindConfig)
		if whole := i > end; whole != (s.Config != nil) || whole == missing {
			t.Fatalf("cut at byte %d of %d: configuration %t, gaps %v", i, len(text), s.Config != nil, s.Gaps)
		}
		if s = Read([]show.Answer{{Command: ShowConfigNTP, Text: text[:i]}}); s.Config != nil {
			t.Fatalf("cut at byte %d, without a prompt: it is taken for whole", i)
		}
	}
}

func TestCutIsTold(t *testing.T) {
	table := captureNamed(t, "show-ntp-associations.vrf")
	for _, end := range []int{strings.LastIndex(table, " * sys_peer"), strings.Index(table, "\t\t"), strings.Index(table, "\t\t") + 20} {
		if a, err := ParseAssociations(table[:end]); err != nil || !a.Truncated {
			t.Errorf("%q counts as whole (%v)", table[:end], err)
		}
	}
	status := captureNamed(t, "show-ntp-status.new")
	if s, err := ParseStatus(status[:strings.Index(status, "root dispersion")]); err != nil || !s.Truncated {
		t.Errorf("without its dispersions the status counts as whole (%v)", err)
	}
	detail := captureNamed(t, "show-ntp-associations-detail.vrf")
	if d, err := ParseAssociationsDetail(detail[:strings.LastIndex(detail, "filtdelay")]); err != nil || !d.Truncated {
		t.Errorf("without its filter lines the block counts as whole (%v)", err)
	}
}
