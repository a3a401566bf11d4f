package nxos

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platform/platformtest"
)

func TestCorpus(t *testing.T) { platformtest.Corpus(t, Parse, "nxos", "configs/nxos") }
