package iosxr

import (
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func dialect() ntpshow.Dialect {
	return ntpshow.Dialect{Noise: isNoise, Refused: noValues, VRFs: true, Padded: true}
}

// ParseClock reads "show clock", "show clock detail" and "show calendar". The stamp before the answer is never the reading.
// Whether a flag is printed before the time of a clock that is not set is not known for sure, so that its absence tells
// nothing: Authoritative is then nil.
func ParseClock(text string) (show.Clock, error) {
	c, err := dialect().Clock(text)
	if c.Flag == "" {
		c.Authoritative = nil
	}
	return c, err
}

// ParseStatus reads "show ntp status". A line that does not stand there leaves its fields nil.
func ParseStatus(text string) (show.Status, error) { return dialect().Status(text) }

// ParseAssociations reads "show ntp associations", whose rows name the VRF of a source. A row is taken whole or not at all.
func ParseAssociations(text string) (show.Associations, error) { return dialect().Associations(text) }

// ParseAssociationsDetail reads "show ntp associations detail". A line that a block does not have leaves its fields nil.
func ParseAssociationsDetail(text string) (show.AssociationsDetail, error) {
	return dialect().AssociationsDetail(text)
}
