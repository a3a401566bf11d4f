package ios

import (
	"strings"
	"testing"
)

// A message that the device prints into its own answer breaks a row off at any character. The
// row is joined where that can be read in one way only; else it is missing, and said to be.
func TestRowBrokenByAMessage(t *testing.T) {
	const (
		head    = "\n  address         ref clock       st   when   poll reach  delay  offset   disp\n"
		whole   = "*~198.51.100.7    203.0.113.5      2     44     64   377  9.118  -0.204  2.011"
		other   = "+~198.51.100.8    .GPS.            1     12     64   377  8.112   0.330  1.722\n"
		foot    = " * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n"
		message = "\n*Nov 20 08:00:00.123: %LINK-3-UPDOWN: Interface GigabitEthernet0/1, changed state to up\n"
	)
	want, err := ParseAssociations(head + whole + "\n" + other + foot)
	if err != nil || len(want.Associations) != 2 {
		t.Fatal(want, err)
	}
	joined := 0
	for at := 1; at < len(whole); at++ {
		for _, end := range []string{"\n", "\n\r"} {
			text := strings.ReplaceAll(head+whole[:at]+message+whole[at:]+"\n"+other+foot, "\n", end)
			got, err := ParseAssociations(text)
			if err != nil {
				t.Fatalf("broken at %d: %v", at, err)
			}
			if len(got.Associations) == 2 && len(got.Unparsed) == 0 {
				joined++
				if *got.Associations[0].DispMS != *want.Associations[0].DispMS || got.Associations[0].Poll != 64 || got.Associations[0].Address != "198.51.100.7" {
					t.Errorf("broken at %d: %+v", at, got.Associations[0])
				}
			} else if len(got.Unparsed) == 0 {
				t.Errorf("broken at %d: %d rows, and nothing is said to be missing", at, len(got.Associations))
			}
		}
	}
	if joined < len(whole) {
		t.Errorf("joined %d of %d", joined, 2*len(whole))
	}
	for _, rest := range []string{
		"+~198.51.100.7    203.0.113.5      2     44" + message + "     64   377  9.118  -0.204\n", // words are missing
		"+~198.51.100.7    203.0.113.5      2     44" + message + other,                            // the rest is
		"+~198.51.100.7    203.0.113.5      2     44\nsomething else\n     64   377  9.118  -0.204  2.011\n",
		"+~198.51.100.7    203.0.113.5      2     44" + message + "R1#\n     64   377  9.118  -0.204  2.011\n",
	} {
		if got, err := ParseAssociations(head + rest + foot); err != nil || len(got.Unparsed) == 0 {
			t.Errorf("%q: %d rows, unparsed %q, %v", rest, len(got.Associations), got.Unparsed, err)
		}
	}
}
