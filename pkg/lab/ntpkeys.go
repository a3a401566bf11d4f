package lab

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// sharedKey is a key as two ends must agree on it: number, type (as KeySpec has it) and secret.
type sharedKey struct {
	number       int
	kind, secret string
}

// keyTypes are the types of configurations as KeySpec has them.
func keyType(word string) string {
	switch word {
	case "hmac-sha1":
		return "sha1"
	case "hmac-sha2", "hmac-sha2-256", "hmac-sha-256":
		return "sha256"
	case "cmac-aes-128":
		return "aes128"
	}
	return word
}

// keyRing is what a device knows of keys.
type keyRing struct {
	authenticate bool
	keys         []sharedKey
	trusted      [][2]int // first and last number
}

// usable returns a key that is defined and trusted.
func (r keyRing) usable(number int) (sharedKey, bool) {
	key, defined := r.defined(number)
	trusted := slices.ContainsFunc(r.trusted, func(t [2]int) bool { return t[0] <= number && number <= t[1] })
	return key, defined && trusted
}

func (r keyRing) defined(number int) (sharedKey, bool) {
	i := slices.IndexFunc(r.keys, func(k sharedKey) bool { return number > 0 && k.number == number })
	if i < 0 {
		return sharedKey{}, false
	}
	return r.keys[i], true
}

// has reports whether the ring holds this very key, trusted.
func (r keyRing) has(key sharedKey) bool {
	own, ok := r.usable(key.number)
	return ok && own == key
}

// readKey reads "N TYPE SECRET [0|7]", as IOS and NX-OS have it, and "N TYPE {clear|encrypted} SECRET", as IOS-XR does.
func readKey(words []string) (sharedKey, bool) {
	if len(words) < 3 {
		return sharedKey{}, false
	}
	key := sharedKey{number: number(words[0]), kind: keyType(words[1]), secret: words[2]}
	hidden := len(words) > 3 && words[3] == "7"
	if len(words) > 3 && (words[2] == "clear" || words[2] == "encrypted") {
		key.secret, hidden = words[3], words[2] == "encrypted"
	}
	if hidden {
		if plain, ok := reveal(key.secret); ok {
			key.secret = plain
		}
	}
	return key, key.number > 0
}

// readTrust reads "5", and "3 - 7" of IOS.
func readTrust(words []string) ([2]int, bool) {
	switch len(words) {
	case 1:
		return [2]int{number(words[0]), number(words[0])}, number(words[0]) > 0
	case 3:
		return [2]int{number(words[0]), number(words[2])}, words[1] == "-"
	}
	return [2]int{}, false
}

// type7 is the pad of Cisco's reversible "type 7" encryption.
const type7 = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"

// type7Salt is where in the pad the lab begins; devices draw it.
const type7Salt = 7

// hide encrypts a secret as type 7: two digits of salt, and the secret XOR the pad in hex.
func hide(secret string) string {
	out := []byte(secret)
	for i := range out {
		out[i] ^= type7[(type7Salt+i)%len(type7)]
	}
	return "0" + strconv.Itoa(type7Salt) + strings.ToUpper(hex.EncodeToString(out))
}

// reveal is the inverse of hide, for any salt.
func reveal(text string) (string, bool) {
	if len(text) < 2 {
		return "", false
	}
	salt, err := strconv.Atoi(text[:2])
	out, hexErr := hex.DecodeString(text[2:])
	if err != nil || hexErr != nil || salt < 0 {
		return "", false
	}
	for i := range out {
		out[i] ^= type7[(salt+i)%len(type7)]
	}
	return string(out), true
}
