package session

import (
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// algorithms are x/crypto's defaults, which still hold group14-sha1, ssh-rsa and hmac-sha1. Images before 15.x may
// need group1, group-exchange or CBC: these are offered where somebody asked for it, and last,
// so that a device that can do better does.
func algorithms(legacy bool) ssh.Config {
	if !legacy {
		return ssh.Config{}
	}
	good, broken := ssh.SupportedAlgorithms(), ssh.InsecureAlgorithms()
	return ssh.Config{
		KeyExchanges: slices.Concat(good.KeyExchanges, broken.KeyExchanges),
		Ciphers:      append(good.Ciphers, ssh.InsecureCipherAES128CBC, ssh.InsecureCipherTripleDESCBC),
		MACs:         slices.Concat(good.MACs, broken.MACs),
	}
}

// hostKeyAlgorithms puts the algorithms of known keys before all others, so that a host that is known by its ed25519 key
// is not asked for its RSA key, which would look like a change.
func hostKeyAlgorithms(known []ssh.PublicKey) []string {
	if len(known) == 0 {
		return nil
	}
	var algorithms []string
	for _, key := range known {
		switch key.Type() {
		case ssh.KeyAlgoRSA:
			algorithms = append(algorithms, ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSA)
		default:
			algorithms = append(algorithms, key.Type())
		}
	}
	algorithms = append(algorithms, ssh.SupportedAlgorithms().HostKeys...)
	algorithms = append(algorithms, ssh.KeyAlgoRSA)
	return unique(algorithms)
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// identification is the client's version line. RFC 4253 §4.2 allows neither blanks nor "-" in the software version.
func identification(version string) string {
	if version == "" {
		version = "devel"
	}
	clean := strings.Map(func(c rune) rune {
		if c <= ' ' || c >= 0x7f || c == '-' {
			return '_'
		}
		return c
	}, version)
	return "SSH-2.0-ntpaudit_" + clean
}
