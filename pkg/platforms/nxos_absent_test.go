//go:build without_nxos

package platforms_test

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

func TestNXOSIsLeftOut(t *testing.T) {
	if _, known := platforms.All().ByName("cisco_nxos"); known {
		t.Error("NX-OS is listed although it is built without")
	}
}
