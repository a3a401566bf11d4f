package ios

import (
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func dialect() ntpshow.Dialect {
	return ntpshow.Dialect{Noise: isNoise, Refused: DeviceError, Banner: bannerClock, HeaderTells: true}
}

// ParseStatus reads "show ntp status" of either generation of the NTP code. A line that does not
// stand there leaves its fields nil.
func ParseStatus(text string) (show.Status, error) { return dialect().Status(text) }

// ParseAssociations reads "show ntp associations" of either generation of the NTP code. A row is
// taken whole or not at all.
func ParseAssociations(text string) (show.Associations, error) { return dialect().Associations(text) }

// ParseAssociationsDetail reads "show ntp associations detail". A line that a block does not have
// leaves its fields nil.
func ParseAssociationsDetail(text string) (show.AssociationsDetail, error) {
	return dialect().AssociationsDetail(text)
}
