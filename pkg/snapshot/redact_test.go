package snapshot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const canary = "C4naryBird"

// secretLines are the lines of configurations that hold a secret. Up to the first ~ they must stay recognizable.
var secretLines = []string{
	"ntp authentication-key 10 md5 ~CANARY 7",
	"ntp authentication-key 10 md5 ~CANARY",
	"ntp authentication-key 4294967295 hmac-sha2-256 ~CANARY",
	"ntp authentication-key 2 cmac-aes-128 ~CANARY 0",
	"ntp authentication-key 10 ~CANARY",
	"    authentication ~CANARY",
	"   text-authentication ~CANARY",
	"router hsrp interface Gi0/0/0/1 address-family ipv4 hsrp 1 authentication ~CANARY",
	"ntp authentication-key ~CANARY",
	" authentication-key 1 md5 encrypted ~CANARY",
	"ntp auth\t11\tmd5\t~CANARY",
	"ntp authe 27 MD5 ~CANARY",
	"ntp au 5 cmac-aes-128 ~CANARY 7",
	"ntp authentication 5 hmac-sha2-256 ~CANARY",
	"ntp auth 11 ~CANARY",
	"ntp key 5 ~CANARY",
	"ntp key 5 md5 ~CANARY 7",
	" auth 5 md5 encrypted ~CANARY",
	" authentication 12 md5 encrypted ~CANARY",
	" authentication-k 12 MD5 clear ~CANARY",
	"ip ospf authentication-key 7 ~CANARY",
	"ip ospf authentication-key ~CANARY",
	"ip ospf message-digest-key ~1 md5 7 CANARY",
	"username admin privilege 15 secret 5 ~CANARY",
	"username admin password 0 ~CANARY role network-admin",
	"username admin password ~CANARY two words",
	"enable secret level 5 9 ~CANARY",
	"enable secret ~CANARY",
	"enable password 7 ~CANARY",
	"snmp-server community ~CANARY RO 99",
	"snmp-server community ~CANARY view all RW",
	"snmp-server host 192.0.2.9 ~version 2c CANARY ntp",
	"snmp-server user admin ~GROUP v3 auth sha CANARY priv aes 128 CANARY",
	" key-string 7 ~CANARY",
	"  key-string ~CANARY",
	"tacacs-server key 7 ~CANARY",
	"tacacs-server host 192.0.2.9 key ~CANARY",
	"radius-server host 192.0.2.9 auth-port 1812 acct-port 1813 key 7 ~CANARY",
	"tacacs server ISE\n key 6 ~CANARY",
	"radius server ISE\n key ~CANARY",
	" server-private 192.0.2.9 key ~CANARY",
	" client 192.0.2.9 server-key 7 ~CANARY",
	"crypto isakmp key ~CANARY address 192.0.2.9",
	"crypto isakmp key 6 ~CANARY address 192.0.2.9",
	" pre-shared-key ~CANARY",
	" pre-shared-key local 6 ~CANARY",
	" pre-shared-key ~address 0.0.0.0 0.0.0.0 key CANARY",
	"key config-key password-encrypt CANARY",
	" neighbor 192.0.2.9 password 7 ~CANARY",
	" neighbor 192.0.2.9 password encrypted ~CANARY",
	" ppp chap password 0 ~CANARY",
	" ppp pap sent-username admin password 7 ~CANARY",
	" standby 1 authentication ~CANARY",
	" standby 1 authentication ~md5 key-string CANARY",
	" wpa-psk ascii 7 ~CANARY",
	"ip ftp password 7 ~CANARY",
	"Enter Password: ~CANARY",
	"login with password=~CANARY now",
	"%PARSER-5-CFGLOG_LOGGEDCMD: User:admin  logged command:username bob password 0 ~CANARY",
	"  secret 10 ~$9$CANARY",
	"some new keyword ~$9$CANARY",
	"edge01(config)#username bob secret ~CANARY",
	"+enable secret ~CANARY",
	"ENABLE SECRET ~CANARY",
	"ntp authentication-key 10 md5 ~CANARY*Mar  1 00:00:00.000: %SYS-5-CONFIG_I: Configured by admin",
	"ntp authentication-key 10 md5\n*Mar  1 00:00:00.000: %SYS-5-CONFIG_I: Configured by admin\nCANARY 7",
	"enable secret\nCANARY",
}

func TestRedact(t *testing.T) {
	for _, template := range secretLines {
		recognizable, _, _ := strings.Cut(template, "~")
		line := strings.ReplaceAll(strings.Replace(template, "~", "", 1), "CANARY", canary)
		for _, context := range []string{"%s", "version 15.2\n%s\nntp server 192.0.2.1\n", "  %s\r\n", "\x1b[0m%s\x00\r\n"} {
			raw := strings.Replace(context, "%s", line, 1)
			got := Sanitize(raw)
			if strings.Contains(got, canary) {
				t.Errorf("%q: the secret survives in %q", raw, got)
			}
			if again := Redact(got); again != got {
				t.Errorf("%q: redacted again it is %q", got, again)
			}
			if strings.Contains(template, "~") && !strings.Contains(got, recognizable) {
				t.Errorf("%q: no longer recognizable: %q", raw, got)
			}
		}
	}
}

// A secret that goes on in the next line, because a terminal has wrapped it, is gone from both, wherever the line breaks.
func TestRedactWrappedLines(t *testing.T) {
	for _, line := range []string{
		"ntp authentication-key 10 md5 " + canary + canary + " 7",
		"tacacs-server host 2001:db8::1 key " + canary + canary,
		"username admin privilege 15 secret 9 " + canary + canary,
	} {
		for at := 1; at < len(line); at++ {
			first := strings.Repeat("x", max(0, narrowest-at)) + line[:at]
			if at < narrowest {
				first = strings.Repeat("x", narrowest-at-1) + " " + line[:at]
			}
			text := first + "\n" + line[at:] + "\nend\n"
			got := Redact(text)
			for _, part := range []string{canary, canary[:6], canary[4:]} {
				if strings.Contains(got, part) {
					t.Errorf("broken after %q: %q survives in %q", line[:at], part, got)
				}
			}
			if !strings.HasSuffix(got, "\nend\n") {
				t.Errorf("broken after %q: %q", line[:at], got)
			}
			if again := Redact(got); again != got {
				t.Errorf("%q: redacted again it is %q", got, again)
			}
		}
	}
}

func TestRedactedLinesStillParse(t *testing.T) {
	for line, want := range map[string]string{
		"ntp authentication-key 10 md5 15435A030726 7":               "ntp authentication-key 10 md5 <redacted> 7",
		"ntp authentication-key 42 hmac-sha2-256 aSha2Key":           "ntp authentication-key 42 hmac-sha2-256 <redacted>",
		" authentication-key 1 md5 encrypted 13061E010803":           " authentication-key 1 md5 encrypted <redacted>",
		"  hello-password hmac-md5 encrypted 0DEADBEEFDEADBEEF":      "  hello-password hmac-md5 encrypted <redacted>",
		"ntp authentication-key 10 md5 7":                            "ntp authentication-key 10 md5 <redacted>",
		"snmp-server community public RO":                            "snmp-server community <redacted>",
		"ntp authentication-key 10 md5 <redacted> 7":                 "ntp authentication-key 10 md5 <redacted> 7",
		"ntp authentication-key 1 md5\nntp authentication-key 2 md5": "ntp authentication-key 1 md5\nntp authentication-key 2 md5",
	} {
		if got := Redact(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestRedactLeavesTheRest(t *testing.T) {
	for _, text := range []string{
		"", "\n\n", "ntp server 192.0.2.1 key 5 prefer", "ntp server 192.0.2.1 key 7 version 3", "ntp server 192.0.2.1 key 7",
		" server 192.0.2.1 key 7 prefer", "ntp trusted-key 10 - 12", "ntp authenticate", "key chain OSPF", "service password-encryption",
		"security passwords min-length 6", "aaa authentication login default group tacacs+ local", "tacacs-server host 192.0.2.9 port 49",
		"aaa group server tacacs+ ISE", "ip tacacs source-interface Loopback0", "ip community-list expanded LAB permit _3:",
		"set community 65000:500", "snmp-server enable traps ntp", "snmp-server location here", "% Bad secrets", "Password:\nedge01#",
		"authenticated, insane, invalid, unsynced, stratum 16", "Key Usage: General Purpose", "  Public Key Algorithm: rsaEncryption",
		"clock timezone CET 1 0", "enable secret\n!\nntp server 192.0.2.1", "enable secret\nntp server 192.0.2.1",
	} {
		if got := Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestCorpusLosesOnlySecrets(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus beside this repository")
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "*", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		before := strings.Split(Clean(string(data)), "\n")
		for i, line := range strings.Split(Redact(strings.Join(before, "\n")), "\n") {
			timeLine := strings.Contains(before[i], "ntp ") && !strings.Contains(before[i], "authentication-key") || strings.Contains(before[i], "clock ")
			if line != before[i] && (timeLine || !strings.Contains(line, Redacted)) && !strings.Contains(before[i], "snmp-server") {
				t.Errorf("%s: %q became %q", filepath.Base(path), before[i], line)
			}
		}
	}
}

func TestClean(t *testing.T) {
	for raw, want := range map[string]string{
		"":                   "",
		"a\tb\n":             "a\tb\n",
		"a\r\nb\r\r\nc\n\rd": "a\nb\nc\nd",
		" --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bntp server 192.0.2.1": "ntp server 192.0.2.1",
		" --More-- \r          \rntp":       "ntp",
		"\x1b[31;1mred\x1b[0m \x1b(Bx\x1bM": "red x",
		"\x1b]0;title\x07a\x1b]2;t\x1b\\b":  "ab",
		"\x1b]0;never ends\nb":              "\nb",
		"\x1b[31\nb":                        "\nb",
		"a\x00b\x07c\x7fd\x0be":             "abcde",
		"a\u009b1mb\u0085c":                 "abc",
		"a\x9b1mb":                          "ab",
		"\x1b":                              "",
		"\b\b\bab\bc":                       "ac",
		"caf\xe9 \xff":                      "caf\ufffd \ufffd",
		"größe":                             "größe",
		"größe\bn":                          "größn",
		"pass\x1b[0mword":                   "password",
	} {
		if got := Clean(raw); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}

// A step whose work grew with the square of the text would not come to an end here.
func TestSanitizeMegabytes(t *testing.T) {
	for name, unit := range map[string]string{
		"keys":      "ntp authentication-key 10 md5 " + canary + " 7\n",
		"one line":  "password ",
		"no secret": "x key ",
		"overprint": "a\b",
		"escapes":   "\x1b[",
		"strings":   "\x1b]x",
		"blanks":    " \n",
	} {
		text := strings.Repeat(unit, (4<<20)/len(unit))
		if got := Sanitize(text); strings.Contains(got, canary) || len(got) > len(text)+len(Redacted) {
			t.Errorf("%s: %d bytes became %d", name, len(text), len(got))
		}
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("version 15.2\n", "\nend\n", uint8(0))
	f.Add("\x1b[0m password", "\b\b\r\n", uint8(20))
	f.Add("enable secret\n", "7", uint8(3))
	for which := range secretLines { // behind a line that may go on in the next
		f.Add(strings.Repeat("0", narrowest), "0", uint8(which))
	}
	f.Fuzz(func(t *testing.T, before, after string, which uint8) {
		template := secretLines[int(which)%len(secretLines)]
		line := strings.ReplaceAll(strings.Replace(template, "~", "", 1), "CANARY", canary)
		got := Sanitize(before + "\n" + line + "\n" + after)
		if strings.Contains(got, canary) && !strings.Contains(before+after, canary) {
			t.Errorf("the secret survives in %q", got)
		}
		if again := Sanitize(got); again != got {
			t.Errorf("%q, sanitized again, is %q", got, again)
		}
	})
}
