package ntpshow

import "strings"

// AddTimeLine keeps a time line as it would be saved, for comparing what runs with what a device starts with: blanks are made
// one, of a key only number and algorithm stay, and "ntp clock-period" is left out, which the device itself rewrites.
func (r *ConfigReader) AddTimeLine(words []string) {
	if len(words) > 1 && words[0] == "ntp" && words[1] == "clock-period" {
		return
	}
	line, _, _ := strings.Cut(r.WithoutKey(strings.Join(words, " ")), " <removed>")
	r.TimeLines = append(r.TimeLines, line)
}
