package snapshot

import (
	"regexp"
	"slices"
	"strings"
)

var (
	//	password=hunter2  secret:hunter2
	assigned = regexp.MustCompile(`(?i)(?:pass(?:word|wd|phrase)?|secret|community|key-string)[=:]["']?[^\s"']`)
	//	$1$salt$hash  $9$…
	hashed = regexp.MustCompile(`\$(?:1|5|6|8|9|14|sha512)\$.`)
	//	13061E010803
	hexadecimal = regexp.MustCompile(`^[0-9A-Fa-f]{8,}$`)
)

// find returns the first secret of a line.
func find(words []word) (secret, bool) {
	aaa := false // TACACS+ or RADIUS was named before
	for i, w := range words {
		if s, ok := secretAfter(words, i, aaa); ok {
			return s, true
		}
		aaa = aaa || strings.Contains(w.keyword, "tacacs") || strings.Contains(w.keyword, "radius") || w.keyword == "server-private"
		if s, ok := secretWithin(w); ok {
			return s, true
		}
	}
	return secret{}, false
}

// secretWithin returns the secret that is part of a word. The two searches are for what is cheap to rule out.
func secretWithin(w word) (secret, bool) {
	if strings.ContainsAny(w.text, "=:") {
		if loc := assigned.FindStringIndex(w.text); loc != nil {
			return secret{at: w.start + loc[0] + strings.IndexAny(w.text[loc[0]:], "=:") + 1}, true
		}
	}
	if strings.Contains(w.text, "$") {
		if loc := hashed.FindStringIndex(w.text); loc != nil {
			return secret{at: w.start + loc[0]}, true
		}
	}
	return secret{}, false
}

// secretAfter returns the secret that the keyword at i announces, if it is one that does.
func secretAfter(words []word, i int, aaa bool) (secret, bool) {
	if abbreviatedKey(words, i) {
		return authenticationKey(words, i), true
	}
	switch words[i].keyword {
	case "authentication-key":
		return authenticationKey(words, i), true
	case "password", "passwd", "passphrase", "secret", "pre-shared-key", "key-string", "server-key", "wpa-psk", "psk", "set-key":
		return encodedAt(words, i+1), true
	case "message-digest-key":
		return at(words, i+1), true
	case "encrypted":
		if is(words, i+1, hexadecimal.MatchString) {
			return at(words, i+1), true
		}
	case "authentication", "text-authentication":
		if i == 0 || slices.ContainsFunc(words[:i], sharesAddress) {
			return at(words, i+1), true
		}
	case "snmp-server":
		return snmp(words, i)
	case "key":
		return plainKey(words, i, aaa)
	}
	return secret{}, false
}

// authenticationKey is "ntp authentication-key N TYPE [encrypted] SECRET [ENCODING]", where number and type stay, or
// the like of OSPF and others, "authentication-key [ENCODING] SECRET".
func authenticationKey(words []word, i int) secret {
	next := i + 1
	typed := is(words, next, number) && is(words, next+1, keyType)
	if i > 0 && words[i-1].keyword != "ntp" && !typed {
		return encodedAt(words, next)
	}
	if is(words, next, number) {
		next++
	}
	if is(words, next, keyType) {
		next++
	}
	if next+1 < len(words) && among(words[next], "encrypted", "clear") {
		next++
	}
	s := at(words, next)
	s.encoded = true
	return s
}

// abbreviatedKey recognizes "authentication-key" in a command that was typed: "ntp auth 11 md5 SECRET", and in a block of IOS XR
// "auth 11 md5 encrypted SECRET".
func abbreviatedKey(words []word, i int) bool {
	const command, shortest = "authentication-key", len("auth")
	w := words[i].keyword
	if w == "" || w == command || !strings.HasPrefix(command, w) || !is(words, i+1, number) || i+2 >= len(words) {
		return false
	}
	return keyType(words[i+2].text) || len(w) >= shortest && i > 0 && words[i-1].keyword == "ntp"
}

func keyType(text string) bool {
	family, _, _ := strings.Cut(strings.ToLower(text), "-")
	return slices.Contains([]string{"md5", "cmac", "hmac", "sha1", "sha2", "sha256", "sha512"}, family)
}

// snmp is "snmp-server community SECRET", "… host ADDRESS … SECRET …" or "… user NAME GROUP … SECRET …".
func snmp(words []word, i int) (secret, bool) {
	switch {
	case i+1 >= len(words):
		return secret{}, false
	case words[i+1].keyword == "community":
		return at(words, i+2), true
	case among(words[i+1], "host", "user"):
		return at(words, i+3), true
	}
	return secret{}, false
}

// plainKey is the keyword key. With NTP, key chains and certificates it announces no secret.
func plainKey(words []word, i int, aaa bool) (secret, bool) {
	ntpOptions := []string{"prefer", "source", "version", "minpoll", "maxpoll", "burst", "iburst", "vrf"}
	switch {
	case aaa || i > 0 && words[i-1].keyword == "isakmp":
		return encodedAt(words, i+1), true
	case i+1 >= len(words):
		return secret{}, false
	case i > 0 && words[i-1].keyword == "ntp" && (i < 2 || !among(words[i-2], "server", "peer")): // and no host of that name
		return numberedKey(words, i), i+2 < len(words) && number(words[i+1].text)
	case i == 0 && words[0].text == "key" && words[1].keyword != "chain":
		return encodedAt(words, 1), true
	case i+2 < len(words) && encoding(words[i+1].text) && words[0].keyword != "ntp" && !among(words[i+2], ntpOptions...):
		return numberedKey(words, i), true
	}
	return secret{}, false
}

// numberedKey is "key N [TYPE] SECRET".
func numberedKey(words []word, i int) secret {
	next := i + 2
	if next+1 < len(words) && keyType(words[next].text) {
		next++
	}
	return at(words, next)
}

// encodedAt is a secret at word i, or after the words that say how it is written.
func encodedAt(words []word, i int) secret {
	for i+1 < len(words) && (encoding(words[i].text) || among(words[i], "ascii", "hex", "local", "remote", "level", "encrypted", "clear")) {
		i++
	}
	return at(words, i)
}

// at is a secret at word i.
func at(words []word, i int) secret {
	if i < len(words) {
		return secret{at: words[i].start}
	}
	return secret{at: -1}
}

func is(words []word, i int, test func(string) bool) bool {
	return i < len(words) && test(words[i].text)
}

func among(w word, keywords ...string) bool { return slices.Contains(keywords, w.keyword) }

// sharesAddress reports whether a word is of a protocol by which devices share an address; below its block the word is missing.
func sharesAddress(w word) bool { return among(w, "standby", "vrrp", "glbp", "hsrp") }
