package ios

import (
	"fmt"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Read turns the answers of a device into rows. Of several answers to a command the last counts, but of the clock, which
// each reads anew.
func Read(answers []show.Answer) show.State {
	r := reader{platform.Reader{Answers: answers}}
	r.Clocks(ParseClock, ShowClock, ShowClockDetail)
	r.State.Privilege = r.privilege()
	r.Version(ParseVersion)
	r.Status(ParseStatus, ShowNTPStatus)
	r.Associations(ParseAssociations, ShowNTPAssociations)
	r.Detail(ParseAssociationsDetail, ShowNTPAssociationsDetail)
	r.config()
	r.startup()
	r.certificates()
	return r.State
}

type reader struct{ platform.Reader }

func (r *reader) config() {
	a, asked := r.Last(show.KindConfig, ShowTimeConfig)
	if !asked {
		return
	}
	c, err := ParseConfig(a.Text)
	if reason := distrust(a, c, r.State.Privilege, err); reason != "" {
		r.Gap(show.KindConfig, a.Command, "show running-config: "+reason)
		return
	}
	r.State.Config = &c
}

// distrust says why a configuration is not evidence; empty where it is. What it does not hold counts as much as what
// it does, so it must be whole.
func distrust(a show.Answer, c show.Config, level *int, err error) string {
	refusal, refused := DeviceError(a.Text)
	switch {
	case refused && refusal.Kind == show.Unauthorized:
		return "not authorized"
	case refused:
		return "refused: " + refusal.Line
	case !a.Whole:
		return platform.CutShort(a)
	case err != nil:
		return "not understood: " + err.Error()
	case level != nil && *level < fullPrivilege:
		return fmt.Sprintf("privilege level %d does not show it in full; 15 does", *level)
	case !c.Ended:
		return "the answer does not reach the end of the configuration"
	}
	return ""
}

// privilege is the level of the login. nil: not known; what it would tell is told by the configuration's own end.
func (r *reader) privilege() *int {
	a, asked := platform.Last(r.Answers, ShowPrivilege)
	if !asked {
		return nil
	}
	level, err := ParsePrivilege(a.Text)
	if err != nil {
		return nil
	}
	return &level
}

func (r *reader) certificates() {
	a, asked := r.Last(show.KindPKI, ShowPKICertificates)
	if !asked {
		return
	}
	c, err := ParsePKICertificates(a.Text)
	full := r.State.Privilege != nil && *r.State.Privilege >= fullPrivilege
	if line, unknown := noSuchCommand(err); unknown && full {
		r.State.NoCertificates = &show.NoCertificates{Command: a.Command, Line: line}
		return
	}
	if err != nil || !a.Whole {
		r.Gap(show.KindPKI, a.Command, platform.Misread(a, err))
		return
	}
	c.Command = a.Command
	r.State.Certificates = &c
}

// noSuchCommand reports whether the device says that there is no such command. Below full privilege it
// may say so of one that it hides.
func noSuchCommand(err error) (line string, unknown bool) {
	refusal, refused := show.RefusalOf(err)
	if !refused {
		return "", false
	}
	return refusal.Line, refusal.Kind == show.InvalidInput || refusal.Kind == show.UnknownCommand
}
