package nxos

import (
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/platform"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func (r *reader) certificates() {
	a, asked := r.Last(show.KindPKI, ShowCertificates)
	if !asked {
		return
	}
	c, err := ParseCertificates(a.Text)
	if a.Whole && isEmpty(a.Text) {
		if reason := r.doubtNoTrustpoints(); reason != "" {
			r.Gap(show.KindPKI, a.Command, a.Command+": the answer is empty, and "+reason)
			return
		}
		err = nil
	}
	if err != nil || !a.Whole {
		r.Gap(show.KindPKI, a.Command, platform.Misread(a, err))
		return
	}
	c.Command = a.Command
	r.State.Certificates = &c
}

// doubtNoTrustpoints says why an empty answer does not show that there are no certificates; empty where it does. NX-OS holds
// every certificate under a trustpoint, so a configuration without one proves it, and nothing else does.
func (r *reader) doubtNoTrustpoints() string {
	a, asked := platform.Last(r.Answers, ShowTimeConfig)
	if !asked || r.distrust(a) != "" {
		return "whether there are trustpoints is not known without the configuration"
	}
	c, err := ParseConfig(a.Text)
	switch {
	case err != nil:
		return "the configuration was not understood"
	case len(c.trustpoints) > 0:
		return "the configuration has the trustpoint " + strings.Join(c.trustpoints, ", ")
	}
	return ""
}

// isEmpty reports whether there is no line of an answer.
func isEmpty(text string) bool {
	for range content(text) {
		return false
	}
	return true
}
