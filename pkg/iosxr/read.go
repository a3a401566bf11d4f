package iosxr

import (
	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// Read turns the answers of a device into rows. Of several answers to a command the last counts, but of the clock, which
// each reads anew.
func Read(answers []show.Answer) show.State {
	r := reader{platform.Reader{Answers: answers}}
	r.Clocks(ParseClock, ShowClock)
	r.version()
	r.status()
	r.associations()
	r.detail()
	r.config()
	return r.State
}

type reader struct{ platform.Reader }

func (r *reader) version() {
	a, asked := r.Last(show.KindVersion, ShowVersion)
	if !asked {
		return
	}
	v, err := ParseVersion(a.Text)
	if err != nil {
		r.Gap(show.KindVersion, a.Command, platform.Misread(a, err))
		return
	}
	v.Command = a.Command
	r.State.Version = &v.Version
}

func (r *reader) status() {
	a, asked := r.Last(show.KindStatus, ShowNTPStatus)
	if !asked {
		return
	}
	s, err := ParseStatus(a.Text)
	if err != nil || s.Enabled && s.Synchronized == nil {
		r.Gap(show.KindStatus, a.Command, platform.Misread(a, err))
		return
	}
	s.Command = a.Command
	r.State.Status = &s
}

// associations takes the rows of a table although others are missing: it is then marked as cut.
func (r *reader) associations() {
	a, asked := r.Last(show.KindAssociations, ShowNTPAssociations)
	if !asked {
		return
	}
	table, err := ParseAssociations(a.Text)
	table.Truncated = table.Truncated || !a.Whole
	if err != nil || !table.Complete() && len(table.Associations) == 0 {
		r.Gap(show.KindAssociations, a.Command, platform.Misread(a, err))
		return
	}
	for i := range table.Associations {
		table.Associations[i].Command = a.Command
	}
	r.State.Associations = &table
}

func (r *reader) detail() {
	a, asked := r.Last(show.KindDetail, ShowNTPAssociationsDetail)
	if !asked {
		return
	}
	detail, err := ParseAssociationsDetail(a.Text)
	if err != nil {
		r.Gap(show.KindDetail, a.Command, platform.Misread(a, err))
		return
	}
	r.State.Detail = &detail
}
