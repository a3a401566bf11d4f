package iosxr

import "strings"

// keep is what may be saved of an answer: the blocks of HSRP and VRRP hold secrets in plain text, and of them the addresses are
// read and what they stand below.
func keep(command, text string) string {
	if command != ShowConfigHSRP && command != ShowConfigVRRP {
		return text
	}
	var kept strings.Builder
	kept.Grow(len(text))
	for line := range strings.Lines(text) {
		if !strings.Contains(strings.ToLower(line), "authentication") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
