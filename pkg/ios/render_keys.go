package ios

import (
	"fmt"
	"strings"

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
		return nil, fmt.Errorf("key %s is trusted as one of the range %s, which a person has to split", n, printed)
	}
	return []string{"no ntp trusted-key " + n}, nil
}
