package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// audited lists the platforms of a lab that are not left out by a build tag.
func audited() []string {
	return slices.DeleteFunc([]string{"cisco_ios", "cisco_iosxe", "cisco_nxos", "cisco_iosxr"}, func(name string) bool {
		return !isBuilt(name)
	})
}

func isBuilt(platform string) bool {
	_, known := platforms.All().ByName(platform)
	return known
}

// leftOut are the build tags of the platforms that are left out.
func leftOut() []string {
	var tags []string
	for _, name := range []string{"nxos", "iosxr"} {
		if !isBuilt("cisco_" + name) {
			tags = append(tags, "without_"+name)
		}
	}
	return tags
}

// needsPlatform skips a test that needs a platform which is left out. Empty: the default, IOS, which never is.
func needsPlatform(t *testing.T, platform string) {
	t.Helper()
	if platform != "" && !isBuilt(platform) {
		t.Skipf("built without %s", platform)
	}
}

// platformCondition is true of a platform that is not left out: [platform:cisco_nxos]
func platformCondition(condition string) (bool, error) {
	name, ok := strings.CutPrefix(condition, "platform:")
	if !ok {
		return false, fmt.Errorf("%q is no condition", condition)
	}
	return isBuilt(name), nil
}
