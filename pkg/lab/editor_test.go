package lab

import (
	"slices"
	"strings"
	"testing"
)

func TestNewlines(t *testing.T) {
	l := one(t, DeviceSpec{})
	for _, newline := range []string{"\n", "\r", "\r\n"} {
		got := talk(t, dial(t, l, "r1"), 80, strings.Join([]string{"show privilege", "", "exit", ""}, newline))
		want := "\r\nr1#show privilege\r\nCurrent privilege level is 15\r\nr1#\r\nr1#exit\r\n"
		if got != want {
			t.Errorf("%q:\n got %q\nwant %q", newline, got, want)
		}
	}
}

func TestEditing(t *testing.T) {
	l := one(t, DeviceSpec{})
	tests := map[string]string{
		"shoq\x7fw privilege":     "shoq\b \bw privilege\r\nCurrent",
		"shoq\bw privilege":       "shoq\b \bw privilege\r\nCurrent",
		"rubbish\x15show priv":    "rubbish" + strings.Repeat("\b \b", 7) + "show priv\r\nCurrent",
		"show rubbish\x17priv":    "show rubbish" + strings.Repeat("\b \b", 7) + "priv\r\nCurrent",
		"rubbish\x03show priv":    "rubbish\r\nr1#show priv\r\nCurrent",
		"show \x01\x05priv":       "show priv\r\nCurrent",
		"s\thow priv":             "show priv\r\nCurrent", // not unique: Tab is silent
		"show pri\t":              "show pri\r\nr1#show privilege \r\nCurrent",
		"show priv?\x15show priv": "show priv?\r\nprivilege",
		"show priv\x12":           "show priv\r\nr1#show priv\r\nCurrent",
		"show \x1b[Apriv":         "show priv\r\nCurrent",
	}
	for typed, want := range tests {
		got := talk(t, dial(t, l, "r1"), 80, typed+"\nexit\n")
		if !strings.Contains(got, "r1#"+want) {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestLongLineScrolls(t *testing.T) {
	l := one(t, DeviceSpec{})
	long := "show running-config | include ^hostname|" + strings.Repeat("abcdefghij", 8)
	narrow := talk(t, dial(t, l, "r1"), 80, "terminal length 0\n"+long+"\nexit\n")
	if strings.Contains(narrow, long) || !strings.Contains(narrow, "\b$") {
		t.Errorf("the line is not scrolled: %q", narrow)
	}
	if screen := render(narrow, 80); !slices.ContainsFunc(screen, func(line string) bool {
		return strings.HasPrefix(line, "r1#$") && strings.HasSuffix(line, "hij") && len(line) < 80
	}) {
		t.Errorf("what is left on the screen: %q", screen)
	}
	wantText(t, narrow, "hostname r1\r\n")
	wantText(t, talk(t, dial(t, l, "r1"), 511, "terminal length 0\n"+long+"\nexit\n"), long+"\r\n")
	wantText(t, talk(t, dial(t, l, "r1"), 80, "terminal length 0\nterminal width 511\n"+long+"\nexit\n"), long+"\r\n")
}

// render plays output on a screen of endless height.
func render(text string, columns int) []string {
	var screen []string
	line, column := make([]byte, 0, columns), 0
	for _, b := range []byte(text) {
		switch b {
		case '\b':
			column = max(0, column-1)
		case '\r':
			column = 0
		case '\n':
			screen = append(screen, strings.TrimRight(string(line), " "))
			line, column = line[:0], 0
		default:
			for len(line) <= column {
				line = append(line, ' ')
			}
			line[column] = b
			column++
		}
	}
	return append(screen, string(line))
}
