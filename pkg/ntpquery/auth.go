package ntpquery

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/beevik/ntp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// keyType is an algorithm as chrony and ntpd name it. The longest key is a limit of the library, which would cut
// a longer one without a word; AES keys have one size.
type keyType struct {
	name              string
	algorithm         ntp.AuthType
	shortest, longest int // bytes
}

var keyTypes = []keyType{
	{"md5", ntp.AuthMD5, 4, 32},
	{"sha1", ntp.AuthSHA1, 4, 32},
	{"sha256", ntp.AuthSHA256, 4, 32},
	{"sha512", ntp.AuthSHA512, 4, 32},
	{"aes128", ntp.AuthAES128, 16, 16},
	{"aes256", ntp.AuthAES256, 32, 32},
}

// The forms of a secret. Without one the library would guess, and take a long passphrase for
// hexadecimal digits.
const (
	asciiPrefix = "ASCII:"
	hexPrefix   = "HEX:"
)

// CheckKey says why no server can be asked with a key. The error never says what its secret is.
func CheckKey(key *inventory.Key) error {
	_, err := authOptions(key)
	return err
}

// authOptions resolves a key. Errors name the key and where its secret comes from, never the secret.
func authOptions(key *inventory.Key) (ntp.AuthOptions, error) {
	if key == nil {
		return ntp.AuthOptions{}, nil
	}
	kind, err := findKeyType(key)
	if err != nil {
		return ntp.AuthOptions{}, err
	}
	secret, err := key.Secret.Resolve()
	if err != nil {
		return ntp.AuthOptions{}, fmt.Errorf("key %d: %w", key.ID, err)
	}
	if !strings.HasPrefix(secret, hexPrefix) && !strings.HasPrefix(secret, asciiPrefix) {
		secret = asciiPrefix + secret
	}
	size, ok := secretSize(secret)
	if !ok {
		return ntp.AuthOptions{}, fmt.Errorf("key %d from %s: what follows HEX: is not hexadecimal", key.ID, key.Secret.Source())
	}
	if size < kind.shortest || size > kind.longest {
		return ntp.AuthOptions{}, fmt.Errorf("key %d from %s has %d bytes; %s takes %s", key.ID, key.Secret.Source(), size, kind.name, kind.sizes())
	}
	return ntp.AuthOptions{Type: kind.algorithm, Key: secret, KeyID: uint32(key.ID)}, nil
}

func findKeyType(key *inventory.Key) (keyType, error) {
	var names []string
	for _, k := range keyTypes {
		if strings.EqualFold(k.name, key.Type) {
			return k, nil
		}
		names = append(names, k.name)
	}
	return keyType{}, fmt.Errorf("key %d: type %q is not one of %s", key.ID, key.Type, strings.Join(names, ", "))
}

func secretSize(secret string) (bytes int, ok bool) {
	if digits, isHex := strings.CutPrefix(secret, hexPrefix); isHex {
		raw, err := hex.DecodeString(digits)
		return len(raw), err == nil
	}
	return len(secret) - len(asciiPrefix), true
}

func (k keyType) sizes() string {
	if k.shortest == k.longest {
		return fmt.Sprintf("exactly %d", k.longest)
	}
	return fmt.Sprintf("%d to %d", k.shortest, k.longest)
}
