package ios

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func (r renderer) key(c show.Change) ([]string, error) {
	n := strconv.Itoa(c.Key.Number)
	switch c.Verb {
	case show.SetKey:
		algorithm, err := r.algorithm(c.Key.Type)
		return []string{"ntp authentication-key " + n + " " + algorithm + " " + show.Secret}, err
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

// algorithm is the type of a new key; without a wish, what the platform is sure to offer.
func (r renderer) algorithm(wish string) (string, error) {
	switch {
	case wish == "" && r.xe:
		return "hmac-sha2-256", nil
	case wish == "":
		return "md5", nil
	case !isKeyType(wish):
		return "", errors.New("a key of type " + wish + " is not known")
	}
	return wish, nil
}
