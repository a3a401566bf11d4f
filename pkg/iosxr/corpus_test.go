package iosxr

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
)

func TestCorpus(t *testing.T) { platformtest.Corpus(t, Parse, "iosxr", "configs/iosxr") }

// Of no text of the corpus, whatever system it is of, a time line vanishes.
func TestNoTimeLineOfTheCorpusVanishes(t *testing.T) {
	for _, c := range platformtest.Cases(t, "") {
		for _, line := range vanished(t, c.Text) {
			t.Errorf("%s: line %q is in no field, and not in unparsed", c.Name, line)
		}
	}
}
