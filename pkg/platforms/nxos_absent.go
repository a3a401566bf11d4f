//go:build without_nxos

package platforms

import "github.com/ntpaudit/ntpaudit/pkg/platform"

func nxosList() platform.List { return nil }
