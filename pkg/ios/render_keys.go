package ios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

func (r renderer) key(c show.Change) ([]string, error) {
	n := c.Key.NumberText()
	switch c.Verb {
	case show.SetKey:
		algorithm, err := r.algorithm(c.Key.Type, c.Release)
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

// best is the strongest type of key where it is offered, and only is what is offered everywhere.
const (
	best = "hmac-sha2-256"
	only = "md5"
)

// offered are the types of keys of IOS-XE since 16.8 (guides of the Catalyst 9500 for 16.8 and of the 9200 for 16.12).
var offered = []string{only, "hmac-sha1", best, "cmac-aes-128"}

// algorithm is the type of a new key; without a wish, the best that is sure to be offered. IOS, and IOS-XE before 16.8, offer md5
// only. Where the release is not known the device is taken for one of today.
func (r renderer) algorithm(wish, release string) (string, error) {
	modern := r.xe && !before(release, 16, 8)
	switch {
	case wish == "" && modern:
		return best, nil
	case wish == "" || wish == only:
		return only, nil
	case !slices.Contains(offered, wish):
		return "", fmt.Errorf("a key of type %s is not known", wish)
	case !modern && r.xe:
		return "", fmt.Errorf("release %s offers no key of type %s, only md5", release, wish)
	case !modern:
		return "", fmt.Errorf("there is no key of type %s, only md5", wish)
	}
	return wish, nil
}

// before reports whether a release such as 16.09.04 or 03.16.05.S is older than another; one that is not understood is not.
func before(release string, major, minor int) bool {
	words := strings.SplitN(release, ".", 3)
	if len(words) < 2 {
		return false
	}
	x, ok1 := capture.Integer(words[0], 0, 99)
	y, ok2 := capture.Integer(words[1], 0, 99)
	return ok1 && ok2 && (x < major || x == major && y < minor)
}
