package inventory

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// FromHosts makes devices of [user@]host[:port] arguments. Everything that an argument does not
// state is as in defaults, whose NTP may be "off"; empty means the host itself. A device is named as
// its argument, without the user.
func FromHosts(args []string, defaults Device) (Inventory, error) {
	var inv Inventory
	names := map[string]bool{}
	for _, arg := range args {
		user, name, host, port, err := splitLogin(arg)
		if err != nil {
			return Inventory{}, err
		}
		if names[name] {
			return Inventory{}, fmt.Errorf("host %s is given twice", name)
		}
		names[name] = true
		d := defaults.at(name, host)
		d.Username = cmp.Or(user, d.Username)
		d.Port = cmp.Or(port, d.Port, SSHPort)
		inv.Devices = append(inv.Devices, d)
	}
	return inv, nil
}

// at is a device with everything else as in d.
func (d Device) at(name, host string) Device {
	d.Name, d.Host = name, host
	d.Tags = append([]string{}, d.Tags...)
	switch d.NTP {
	case ntpOff:
		d.NTP = ""
	case ntpOn, "":
		d.NTP = WithNTPPort(host)
	}
	return d
}

func positive(i int) *int {
	if i <= 0 {
		return nil
	}
	return &i
}

// splitLogin takes [user@]host[:port] apart. The error never repeats what may be a password.
func splitLogin(text string) (user, name, host string, port int, err error) {
	name = text
	if i := strings.LastIndex(text, "@"); i >= 0 {
		user, name = text[:i], text[i+1:]
		if !isUser(user) {
			return "", "", "", 0, fmt.Errorf("%s: only a user name may stand before the @; "+
				"give the password by --ask-pass or NTPAUDIT_PASSWORD", yamlfile.Quote(text))
		}
	}
	host, port, err = splitHost(name)
	switch {
	case err != nil && user != "":
		return "", "", "", 0, fmt.Errorf("%s: what follows the @ is not host or host:port", yamlfile.Quote(text))
	case err != nil:
		return "", "", "", 0, err
	case port == 0:
		name = host
	}
	return user, name, host, port, nil
}

// isUser reports whether a text can be the name of a user. What separates words in other formats cannot stand in it:
// behind it a password might follow.
func isUser(text string) bool { return text != "" && !strings.ContainsAny(text, ":;,=| \t") }

var (
	looksYAML = regexp.MustCompile(`(?m)^(---|\{|(devices|defaults|groups|references|servers)\s*:|- )`)
	looksCSV  = regexp.MustCompile(`(?i)^"?(name|host)"?[,;]|[,;]"?(name|host)"?([,;]|$)`)
)

// readHosts reads a list of hosts: one [user@]host[:port] a line, # starts a comment.
func readHosts(name string, data []byte, words Words) *document {
	doc := &document{source: yamlfile.NewSource(name, data), words: words}
	doc.source.HideAll() // what is no host may be anything
	lines := doc.source.Lines()
	if looksYAML.MatchString(doc.source.Text) {
		doc.source.Mark(0, 0).Problemf("give it the ending .yaml", "this is read as a list of hosts and looks like YAML")
		return doc
	}
	if len(lines) > 0 && looksCSV.MatchString(lines[0]) {
		doc.source.Mark(0, 0).Problemf("give it the ending .csv", "this is read as a list of hosts and looks like CSV")
		return doc
	}
	for i, line := range lines {
		text := strings.TrimSpace(uncomment(line))
		if text == "" {
			continue
		}
		column := strings.Index(line, text) + 1
		doc.hostLine(text, doc.source.Mark(i+1, column))
	}
	return doc
}

// uncomment cuts a comment: a # that starts the line or follows a blank.
func uncomment(line string) string {
	for i, r := range line {
		if r == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return line[:i]
		}
	}
	return line
}

func (doc *document) hostLine(text string, at yamlfile.Mark) {
	if strings.ContainsAny(text, " \t") {
		at.Problemf("", "a line holds one host, as [user@]host[:port]")
		return
	}
	doc.host(text, at)
}

// host adds the device that [user@]host[:port] names.
func (doc *document) host(text string, at yamlfile.Mark) {
	user, name, host, port, err := splitLogin(text)
	if err != nil {
		at.Refusef("write [user@]host[:port], an IPv6 address with a port in brackets", "%v", err)
		return
	}
	e := entry{name: name, host: host, at: at}
	e.port = positive(port)
	if user != "" {
		e.username = &user
	}
	doc.add(e, at, at)
}
