package nxos

import "github.com/ntpaudit/ntpaudit/pkg/show"

// untold is what NX-OS never tells.
func untold() []show.Untold {
	return []show.Untold{
		{Kind: show.KindAuthority, Reason: "NX-OS puts no mark before the time that says whether it is authoritative"},
		{Kind: show.KindSelfReport, Reason: "NX-OS does not report an offset of its own"},
		{Kind: show.KindCalendar, Reason: "NX-OS has no command for the hardware clock"},
		{Kind: show.KindDebugStamps, Reason: "NX-OS has no setting for the stamps of debug messages alone"},
		{Kind: show.KindSNTP, Reason: "NX-OS is no client of SNTP"},
		{Kind: show.KindSync, Has: true, Reason: "NX-OS does not say whether it is synchronized, only which source it follows"},
		{Kind: show.KindPeerOffsets, Has: true, Reason: "show ntp peer-status prints no offset and no dispersion"},
		{Kind: show.KindPeerAge, Has: true, Reason: "show ntp peer-status does not print when a source answered last"},
		{Kind: show.KindFalsetickers, Has: true, Reason: "show ntp peer-status does not mark sources that the device takes for falsetickers"},
		{Kind: show.KindDetail, Has: true, Reason: "NX-OS does not show which sources are authenticated; the configuration shows what is asked for"},
	}
}
