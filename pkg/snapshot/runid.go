package snapshot

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// NewRunID names a run so that reports of the same run can be told from those of another.
func NewRunID(started time.Time) string {
	var random [4]byte
	if _, err := rand.Read(random[:]); err != nil {
		panic(err) // crypto/rand never fails on a supported platform
	}
	return started.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(random[:])
}
