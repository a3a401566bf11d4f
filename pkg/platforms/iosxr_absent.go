//go:build without_iosxr

package platforms

import "github.com/ntpaudit/ntpaudit/pkg/platform"

func iosxrList() platform.List { return nil }
