package facts

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/ios"
	"github.com/ntpaudit/ntpaudit/pkg/show"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// fullPrivilege is the level at which IOS shows the whole configuration. Below it, it shows the lines
// that the level could configure, often none, without saying that others are missing.
const fullPrivilege = 15

func (p *parsed) readConfig(d *snapshot.Device) {
	a, asked := answerTo(d, ios.ShowTimeConfig)
	if !asked {
		p.gap(KindConfig, unanswered(d, ios.ShowTimeConfig))
		return
	}
	c, err := ios.ParseConfig(a.Text)
	level := privilege(d)
	if reason := distrust(a, c, level, err); reason != "" {
		p.gap(KindConfig, "show running-config: "+reason)
		return
	}
	p.config = &Config{Config: c, Privilege: level}
}

// distrust says why a configuration is not evidence; empty where it is. What it does not hold counts as much as what
// it does, so it must be whole.
func distrust(a snapshot.Answer, c show.Config, level *int, err error) string {
	refusal, refused := ios.DeviceError(a.Text)
	switch {
	case refused && refusal.Kind == show.Unauthorized:
		return "not authorized"
	case refused:
		return "refused: " + refusal.Line
	case !a.Whole():
		return cut(a)
	case err != nil:
		return "not understood: " + err.Error()
	case level != nil && *level < fullPrivilege:
		return fmt.Sprintf("privilege level %d does not show it in full; 15 does", *level)
	case !c.Ended:
		return "the answer does not reach the end of the configuration"
	}
	return ""
}

// privilege is the level of the login. nil: not known.
func privilege(d *snapshot.Device) *int {
	a, asked := answerTo(d, ios.ShowPrivilege)
	if !asked {
		return nil
	}
	level, err := ios.ParsePrivilege(a.Text)
	if err != nil {
		return nil // what it would tell is told by the configuration's own end
	}
	return &level
}
