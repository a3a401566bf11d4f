package ios

import (
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func (r renderer) key(c show.Change) ([]string, error) {
	n := c.Key.NumberText()
	switch c.Verb {
	case show.SetKey:
		kind, err := r.newKey(c)
		return []string{"ntp authentication-key " + n + " " + kind + " " + show.Secret}, err
	case show.RemoveKey:
		return []string{"no ntp authentication-key " + n}, nil
	case show.Trust:
		return []string{"ntp trusted-key " + n}, nil
	}
	if _, printed, found := strings.Cut(c.Line, "trusted-key "); found && printed != n {
		return split(c.Key.Number, printed)
	}
	return []string{"no ntp trusted-key " + n}, nil
}

// split takes a key out of a trusted range: the range goes as it was printed, and what is left of it comes back.
func split(n int, printed string) ([]string, error) {
	in, ok := capture.KeyRange(printed)
	if !ok || n < in.Low || n > in.High {
		return nil, fmt.Errorf("key %d is not of the range %s that is trusted; read the configuration", n, printed)
	}
	lines := []string{"no ntp trusted-key " + printed}
	for _, rest := range []show.KeyRange{{Low: in.Low, High: n - 1}, {Low: n + 1, High: in.High}} {
		switch {
		case rest.Low == rest.High:
			lines = append(lines, fmt.Sprintf("ntp trusted-key %d", rest.Low))
		case rest.Low < rest.High:
			lines = append(lines, fmt.Sprintf("ntp trusted-key %d - %d", rest.Low, rest.High))
		}
	}
	return lines, nil
}
