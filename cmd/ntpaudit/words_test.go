package main

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

// Inventories are read without knowing platforms, so two words stand in both packages.
func TestInventoriesAndPlatformsAgreeOnWords(t *testing.T) {
	if inventory.DefaultPlatform != platform.Default || inventory.Auto != platform.Auto {
		t.Errorf("inventories say %q and %q, platforms %q and %q", inventory.DefaultPlatform, inventory.Auto, platform.Default, platform.Auto)
	}
}
