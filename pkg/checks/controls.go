package checks

import "github.com/ntpaudit/ntpaudit/pkg/check"

// Controls come and go between editions, so each names the edition that was read.
const (
	cisV8   = "CIS Controls v8"
	rfc8633 = "RFC 8633"
	nist    = "NIST SP 800-53 r5"
	pci     = "PCI DSS v4.0.1"
	finra   = "FINRA"
)

// edition is a benchmark for the devices of one platform.
type edition struct{ platform, framework string }

func (e edition) control(id string) check.Control {
	return check.Control{Framework: e.framework, ID: id, Platform: e.platform}
}

var cisEditions = [...]edition{
	{"cisco_iosxe", "CIS Cisco IOS XE 17.x v2.2.1"},
	{"cisco_ios", "CIS Cisco IOS 15 v4.1.1"},
}

// stigEditions are the four STIGs for network device management, in the order of stig's ids.
var stigEditions = [...]edition{
	{"cisco_iosxe", "DISA STIG Cisco IOS XE Router NDM V3R4"},
	{"cisco_iosxe", "DISA STIG Cisco IOS XE Switch NDM V3R3"},
	{"cisco_ios", "DISA STIG Cisco IOS Router NDM V3R4"},
	{"cisco_ios", "DISA STIG Cisco IOS Switch NDM V3R4"},
}

// stig lists one requirement in the four STIGs, each of which gives it a vulnerability id.
func stig(id string, vulnerabilities [len(stigEditions)]string) []check.Control {
	list := make([]check.Control, 0, len(stigEditions))
	for i, v := range vulnerabilities {
		list = append(list, stigEditions[i].control(id+" "+v))
	}
	return list
}

// cis lists an item that has the same number in both CIS benchmarks.
func cis(ids ...string) []check.Control {
	var list []check.Control
	for _, id := range ids {
		for _, e := range cisEditions {
			list = append(list, e.control(id))
		}
	}
	return list
}
