package session

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestGuard(t *testing.T) {
	tests := map[string]struct {
		writes []string
		passes int // how many of the writes
	}{
		"a line":             {[]string{"show clock\n"}, 1},
		"a flight":           {[]string{"terminal length 0\nshow clock detail\nshow privilege\n"}, 1},
		"in pieces":          {[]string{"show cl", "ock", "\n"}, 3},
		"typed ahead":        {[]string{"\nshow clock", "\nshow clock"}, 2},
		"an empty line":      {[]string{"\n"}, 1},
		"a blank":            {[]string{" ", "\n"}, 2},
		"another line":       {[]string{"reload\n"}, 0},
		"its beginning":      {[]string{"reload"}, 0},
		"a longer line":      {[]string{"show clock", "s\n"}, 1},
		"with a filter":      {[]string{"show version | redirect flash:x\n"}, 0},
		"a line in a flight": {[]string{"show clock\nreload\nshow clock\n"}, 0},
		"help":               {[]string{"show ?"}, 0},
		"a control key":      {[]string{"show clock\x1a"}, 0},
		"a carriage return":  {[]string{"reload\r"}, 0},
		"a secret unasked":   {[]string{"s3cret", "\n"}, 0},
		"nothing":            {[]string{""}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := guard{platform: &iosPlatform}
			passes := 0
			for _, w := range test.writes {
				if g.pass([]byte(w)) != nil {
					break
				}
				passes++
			}
			if passes != test.passes {
				t.Errorf("%d writes pass, want %d", passes, test.passes)
			}
		})
	}
}

func TestGuardLetsASecretPassOnce(t *testing.T) {
	g := guard{platform: &iosPlatform, secret: " with blanks "}
	for i, w := range []string{"enable\n", " with", " blanks ", "\n"} {
		if err := g.pass([]byte(w)); err != nil {
			t.Fatalf("write %d: %v", i, err)
		}
	}
	if err := g.pass([]byte(" with blanks \n")); err == nil {
		t.Error("the secret passes twice")
	}
}

// However text is cut into writes, what has passed is lines of the list and the beginning of one.
func TestGuardProperty(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"show ", "clock", " detail", "\n", " ", "reload", "enable", "\r", "|", "version", "show clock\n", "terminal length 0\n"}
	for range 20_000 {
		g := guard{platform: &iosPlatform}
		sent := ""
		for range random.IntN(12) {
			piece := pieces[random.IntN(len(pieces))]
			if g.pass([]byte(piece)) == nil {
				sent += piece
			}
		}
		lines := strings.Split(sent, "\n")
		for _, line := range lines[:len(lines)-1] {
			if line = strings.Trim(line, " "); line != "" && !iosPlatform.Allowed(line) {
				t.Fatalf("%q was sent, with the line %q", sent, line)
			}
		}
	}
}
