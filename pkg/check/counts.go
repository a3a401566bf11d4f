package check

import (
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// Results holds every finding of a run.
type Results struct {
	Devices [][]Finding // parallel to the fleet's devices; each in catalogue order
	Fleet   []Finding
	// Waived are the waivers in force of whole devices, parallel to the devices; nil where
	// there is none.
	Waived []*policy.Waiver
	Graph  *topology.Graph // who takes time from whom, as the checks saw it
}

// Counts is how many findings have each status.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Inconclusive  int `json:"inconclusive"`
	NotMeasured   int `json:"not_measured"`
	Manual        int `json:"manual"`
	Waived        int `json:"waived"`
	NotApplicable int `json:"not_applicable"`
}

// Add counts one more.
func (c *Counts) Add(s Status) {
	switch s {
	case StatusPass:
		c.Pass++
	case StatusFail:
		c.Fail++
	case StatusInconclusive:
		c.Inconclusive++
	case StatusNotMeasured:
		c.NotMeasured++
	case StatusManual:
		c.Manual++
	case StatusWaived:
		c.Waived++
	case StatusNotApplicable:
		c.NotApplicable++
	}
}
