package facts

import (
	"cmp"
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// disown takes the word of "show version" over that of the inventory. The answers of another system, read as those of
// IOS, would show its time lines as absent: nothing is concluded from them, and nothing can fail.
func (e *evidence) disown() {
	a, asked := answerTo(&e.answers, ios.ShowVersion)
	if !asked {
		return
	}
	name, other := ios.OtherSystem(a.Text)
	if !other {
		return
	}
	e.answers.Outcome = snapshot.Unsupported
	e.answers.Error = &snapshot.Error{Kind: "platform", Message: fmt.Sprintf(
		"the inventory says %s; show version says %s, which cannot be audited yet; leave the device out",
		cmp.Or(string(e.inventory.Platform), "nothing of its platform"), name)}
	e.answers.Answers, e.answers.NTP = nil, nil
}
