package main

import (
	"fmt"
	"strings"
	"testing"
)

// ntpKey is a symmetric key that is known everywhere. Its number is its place in ntpKeys, from 1.
type ntpKey struct {
	ours, chrony, ntpsec string // what the type is called
	secret               string
}

var ntpKeys = []ntpKey{
	{"md5", "MD5", "MD5", "secret of the md5 key"},
	{"sha1", "SHA1", "SHA1", "secret of the sha1 key"},
	{"sha256", "SHA256", "SHA256", "secret of the sha256 key"},
	{"sha512", "SHA512", "SHA512", "secret of the sha512 key"},
	{"aes128", "AES128", "AES-128", "16 bytes in all!"},
	{"aes256", "AES256", "AES-256", "32 bytes, neither more nor less!"},
}

// chronyKeys writes the keys as chrony.keys.
func chronyKeys(t *testing.T) (path string) {
	t.Helper()
	var lines strings.Builder
	for i, key := range ntpKeys {
		fmt.Fprintf(&lines, "%d %s HEX:%x\n", i+1, key.chrony, key.secret)
	}
	return writeFile(t, "chrony.keys", lines.String())
}

// ntpsecKeys writes the keys as ntp.keys, where what is longer than 20 characters is hexadecimal.
func ntpsecKeys(t *testing.T) (path string) {
	t.Helper()
	var lines strings.Builder
	for i, key := range ntpKeys {
		fmt.Fprintf(&lines, "%d %s %x\n", i+1, key.ntpsec, key.secret)
	}
	return writeFile(t, "ntp.keys", lines.String())
}
