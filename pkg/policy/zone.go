package policy

import "github.com/ntpaudit/ntpaudit/pkg/yamlfile"

// timezone is the row of an IANA name, or any.
func timezone(path string, at func(*Policy) *string, about string) field {
	f := setting(path, form[string]{
		write:  textOrAny.write,
		schema: object{"type": "string", "examples": []string{"any", "UTC", "Europe/Berlin"}},
	}, at, about)
	f.read = func(r reader, n yamlfile.Node, p *Policy) (ok bool) {
		*at(p), ok = r.timezone(n)
		return ok
	}
	return f
}

func (r reader) timezone(n yamlfile.Node) (string, bool) {
	text, ok := textOrAny.read(n)
	if !ok || text == "" || r.zone == nil || r.zone(text) {
		return text, ok
	}
	n.Problemf("write a name such as Europe/Berlin, UTC, or any", "timezone %s: not an IANA time zone", yamlfile.Quote(text))
	return "", false
}
