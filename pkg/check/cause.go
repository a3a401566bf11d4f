package check

import "strings"

// Cause is why a question of a check fails, where the check tells causes apart: a name of lower-case words and hyphens.
type Cause string

// NotSteered: NTP runs and does not set the clock. Plans ask for it: such a clock is not stepped by better sources.
const NotSteered Cause = "not-steered"

// Advice is what to do about one cause.
type Advice struct {
	Cause Cause
	Text  string
}

// For is what to do about a cause; where none is known, or none that the check tells apart, what holds in general.
func (d *Doc) For(c Cause) string {
	for _, a := range d.Causes {
		if a.Cause == c {
			return a.Text
		}
	}
	return d.Remedy
}

// Remedies is all that may be to do, a paragraph for each cause, which begins with its name.
func (d *Doc) Remedies() string {
	all := []string{d.Remedy}
	for _, a := range d.Causes {
		all = append(all, strings.ReplaceAll(string(a.Cause), "-", " ")+": "+a.Text)
	}
	return strings.Join(all, "\n\n")
}

// Because says by which of the causes of Doc.Causes the question fails. The first counts, as the first clause of a message
// does; it is dropped where nothing is wrong.
func (a Answer) Because(c Cause) {
	if a.finding.Cause == "" {
		a.finding.Cause = c
	}
}
