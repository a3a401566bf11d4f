//go:build !without_iosxr

package platforms

import (
	"github.com/ntpaudit/ntpaudit/pkg/iosxr"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

func iosxrList() platform.List { return platform.List{iosxr.Platform()} }
