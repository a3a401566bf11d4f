package capture_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

func ExampleSeason() {
	rule, err := capture.Season("recurring", strings.Fields("last Sun Mar 2:00 last Sun Oct 3:00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	start, end, _ := rule.Transitions(2026, time.Hour)
	fmt.Println(start.Format(time.RFC3339), end.Format(time.RFC3339))
	// Half past two comes twice on the night in which summer time ends.
	fmt.Println(rule.Offsets(time.Date(2026, 10, 25, 2, 30, 0, 0, time.UTC), time.Hour))
	// Output:
	// 2026-03-29T01:00:00Z 2026-10-25T01:00:00Z
	// [1h0m0s 2h0m0s]
}
