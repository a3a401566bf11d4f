package ios_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
)

func ExampleParseClock() {
	c, err := ios.ParseClock(`edge1#show clock detail
*04:45:00.857 UTC Thu Aug 7 2025
Time source is hardware calendar
edge1#`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Local().Format(time.DateTime), c.Zone, "authoritative:", *c.Authoritative, "source:", *c.TimeSource)
	// Output: 2025-08-07 04:45:00 UTC authoritative: false source: hardware calendar
}

func ExampleParseAssociations() {
	table, err := ios.ParseAssociations(`
  address         ref clock       st   when   poll reach  delay  offset   disp
*~192.0.2.1       .GNSS.           1     54   1024   377  1.186  -0.122  1.059
-~192.0.2.2       198.51.100.7     2    811   1024   376  0.319  -3.649  1.053
 * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range table.Associations {
		fmt.Printf("%s %s reach %08b, peer − local %+.3f ms\n", a.Address, a.Role, a.Reach, *a.OffsetMS)
	}
	// Output:
	// 192.0.2.1 sys_peer reach 11111111, peer − local -0.122 ms
	// 192.0.2.2 outlier reach 11111110, peer − local -3.649 ms
}

func ExampleParseConfig() {
	c, err := ios.ParseConfig(`service timestamps log datetime msec localtime
clock timezone CET 1 0
ntp server vrf MGMT 192.0.2.1 key 10 prefer
ntp server
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.TimestampsLog.Kind, c.TimestampsLog.Options, c.Timezone.OffsetMinutes)
	fmt.Println(c.Servers[0].Address, *c.Servers[0].VRF, *c.Servers[0].Key, c.Servers[0].Prefer)
	fmt.Printf("not understood: %q\n", c.Unparsed)
	// Output:
	// datetime [msec localtime] 60
	// 192.0.2.1 MGMT 10 true
	// not understood: ["ntp server"]
}

func ExampleParse() {
	result, err := ios.Parse("cisco_ios", "sh priv", "Current privilege level is 15\n")
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := json.Marshal(result)
	fmt.Println(string(data), err)
	// Output: {"kind":"privilege","platform":"cisco_ios","command":"show privilege","privilege":15,"unparsed":[]} <nil>
}
