package checks

import "github.com/ntpaudit/ntpaudit/pkg/check"

// Controls come and go between editions, so each names the edition that was read.
const (
	cisXE17 = "CIS Cisco IOS XE 17.x v2.2.1"
	cisIOS  = "CIS Cisco IOS 15 v4.1.1"
	cisV8   = "CIS Controls v8"
	rfc8633 = "RFC 8633"
	nist    = "NIST SP 800-53 r5"
	pci     = "PCI DSS v4.0.1"
	finra   = "FINRA"
)

// stigEditions are the four STIGs for network device management, in the order of stig's ids.
var stigEditions = [...]string{
	"DISA STIG Cisco IOS XE Router NDM V3R4",
	"DISA STIG Cisco IOS XE Switch NDM V3R3",
	"DISA STIG Cisco IOS Router NDM V3R4",
	"DISA STIG Cisco IOS Switch NDM V3R4",
}

// stig lists one requirement in the four STIGs, each of which gives it a vulnerability id.
func stig(id string, vulnerabilities [len(stigEditions)]string) []check.Control {
	list := make([]check.Control, 0, len(stigEditions))
	for i, v := range vulnerabilities {
		list = append(list, check.Control{Framework: stigEditions[i], ID: id + " " + v})
	}
	return list
}

// cis lists an item that has the same number in both CIS benchmarks.
func cis(ids ...string) []check.Control {
	var list []check.Control
	for _, id := range ids {
		list = append(list, check.Control{Framework: cisXE17, ID: id}, check.Control{Framework: cisIOS, ID: id})
	}
	return list
}
