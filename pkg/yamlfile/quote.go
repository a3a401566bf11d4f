package yamlfile

import "regexp"

// leading is as much of a text as could be a name of something.
var leading = regexp.MustCompile(`^[A-Za-z0-9._-]{0,63}`)

// Lead is what may be shown of a text that was not understood: the name that it begins with, and a mark where
// more stands behind it. Behind a separator may stand a password, as in core1:hunter2@192.0.2.1.
func Lead(text string) string {
	lead := leading.FindString(text)
	if len(lead) < len(text) {
		return lead + "…"
	}
	return lead
}

// Quote is Lead in quotation marks. Every message about a text that was not understood shows it by this, or not at all.
func Quote(text string) string { return `"` + Lead(text) + `"` }
