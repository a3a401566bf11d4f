//go:build !without_nxos

package platforms

import (
	"github.com/ntpaudit/ntpaudit/pkg/nxos"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

func nxosList() platform.List { return platform.List{nxos.Platform()} }
