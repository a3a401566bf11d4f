package main

import (
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platform"
)

// Inventories are read without knowing platforms, so a word stands in both packages.
func TestInventoriesAndPlatformsAgree(t *testing.T) {
	if inventory.Auto != platform.Auto {
		t.Errorf("inventories say %q, platforms %q", inventory.Auto, platform.Auto)
	}
}
