// Package checks holds every check, a file each.
//
// A check looks at a property of the device, never at the letter of a line: both
// "service timestamps log datetime msec" and "… datetime msec localtime show-timezone"
// give log lines a date and a zone that can be told.
package checks

import "github.com/ntpaudit/ntpaudit/pkg/check"

// All returns every check in the order in which reports show them.
func All() []check.Check {
	return []check.Check{
		clockOffset,
		clockSet,
		clockZone,
		clockSummerTime,
		clockStep,
		clockCalendar,
		clockRecovery,

		ntpEnabled,
		ntpSynchronized,
		ntpConsistent,
		ntpStratum,
		ntpSources,
		ntpReach,
		ntpPeerOffset,
		ntpFresh,
		ntpApproved,
		ntpDesignated,
		ntpFalseticker,
		ntpSelfReport,

		ntpLoop,
		ntpIsland,
		ntpRedundancy,
		ntpSinglePoint,
		ntpVirtual,
		ntpHierarchy,
		ntpMaster,
		ntpServed,

		ntpAuthentication,
		ntpAccess,
		ntpControl,
		ntpSourceInterface,

		timestampsLog,
		timestampsDebug,
		timestampsZone,
		timestampsLabels,
		logOrdering,

		pkiValidity,

		devicePlatform,
		configSaved,
	}
}
