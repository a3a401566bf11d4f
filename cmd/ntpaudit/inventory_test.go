package main

import (
	"context"

	"github.com/ntpaudit/ntpaudit/pkg/facts"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
)

// loadInventory reads an inventory that a lab has written.
func loadInventory(path string) (inventory.Inventory, error) {
	words := inventory.Words{Platforms: platforms.All().Names(), Zone: facts.KnowsZone}
	return inventory.Load(context.Background(), []inventory.Source{inventory.File(path)}, words)
}
