package ios

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
)

// A captured that is cut at any byte must not yield a value that the whole one does not have:
// no half number, no row made of two, no zero for what is missing.
func TestCutAnywhere(t *testing.T) {
	for _, c := range readCaptures(t) {
		if strings.Contains(c.file, "malformed") {
			continue // lines that were not understood when whole may be understood when cut
		}
		if c.command == ShowPKICertificates && strings.Contains(c.file, "refused") {
			continue // its beginning is blank, which is what a device without certificates prints
		}
		whole := values(t, c)
		for i := range c.text {
			cut := c
			cut.text = c.text[:i]
			if strings.Contains(c.command, "config") {
				cut.text = capture.WholeLines(cut.text)
			}
			if path, ok := within(values(t, cut), whole, ""); !ok && !isBannerReading(c, cut) {
				t.Errorf("%s cut at byte %d: %s is not a value of the whole", filepath.Base(c.file), i, path)
				break
			}
		}
	}
}

// values are those of a captured, nil where it holds none.
func values(t *testing.T, c captured) any {
	t.Helper()
	got, err := Parse("cisco_ios", c.command, c.text)
	if err != nil {
		return nil
	}
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"unparsed", "truncated"} {
		delete(v, k)
	}
	return v
}

// within reports whether every known value of part stands in whole at the same place.
func within(part, whole any, path string) (string, bool) {
	switch p := part.(type) {
	case nil:
		return "", true
	case bool:
		return path, !p || whole == true || strings.HasSuffix(path, "/sane") || path == "/synchronized" || path == "/authoritative"
	case map[string]any:
		w, ok := whole.(map[string]any)
		if !ok {
			return path, false
		}
		for k, v := range p {
			if at, ok := within(v, w[k], path+"/"+k); !ok {
				return at, false
			}
		}
		return "", true
	case []any:
		w, ok := whole.([]any)
		if !ok || len(p) > len(w) {
			return path, false
		}
		for i, v := range p {
			if at, ok := within(v, w[i], path+"/"); !ok {
				return at, false
			}
		}
		return "", true
	}
	// What stands for "not seen yet": no role without a legend, no timestamps without their line.
	unknown := part == "none" && strings.HasSuffix(path, "/role") || part == "absent" || part == ""
	return path, unknown || reflect.DeepEqual(part, whole)
}

// isBannerReading allows the one exception: cut before its clock line, "show clock" behind
// an exec-prompt-timestamp banner gives the banner's reading, which is one of the same clock.
func isBannerReading(whole, cut captured) bool {
	c, err := ParseClock(cut.text)
	return err == nil && strings.Contains(whole.text, "Time source is NTP, "+c.Line+"\n")
}

func TestCutIsTold(t *testing.T) {
	for _, c := range readCaptures(t) {
		switch c.command {
		case ShowNTPAssociations:
			end := strings.LastIndex(c.text, "\n *")
			if end < 0 {
				continue
			}
			if a, err := ParseAssociations(c.text[:end+1]); err != nil || !a.Truncated {
				t.Errorf("%s: without its legend the table counts as whole (%v)", c.file, err)
			}
		case ShowNTPAssociationsDetail:
			if d, err := ParseAssociationsDetail(c.text[:strings.LastIndex(c.text, "filtdelay")]); err != nil || !d.Truncated {
				t.Errorf("%s: without its filter lines the block counts as whole (%v)", c.file, err)
			}
		case ShowPKICertificates:
			end := strings.LastIndex(c.text, "  Associated")
			if end < 0 {
				continue
			}
			if p, err := ParsePKICertificates(c.text[:end]); err != nil || !p.Truncated {
				t.Errorf("%s: without its trustpoints the last certificate counts as whole (%v)", c.file, err)
			}
		case ShowNTPStatus:
			end := strings.Index(c.text, "root dispersion")
			if end < 0 {
				continue
			}
			if s, err := ParseStatus(c.text[:end]); err != nil || !s.Truncated || s.RootDispMS != nil {
				t.Errorf("%s: without its dispersions the status counts as whole (%v)", c.file, err)
			}
		}
	}
}

// A line that is not understood must come out as it was printed, wherever it stands, and must
// not disturb the others.
func TestForeignLineAnywhere(t *testing.T) {
	const foreign = "  Quux: a line of a release to come, 42 of them"
	for _, c := range readCaptures(t) {
		if strings.Contains(c.command, "config") || c.command == ShowVersion || c.command == ShowPrivilege ||
			c.command == ShowPKICertificates || strings.Contains(c.file, "refused") {
			continue // these have many other lines, and pass them over
		}
		lines := strings.SplitAfter(c.text, "\n")
		for i := range lines {
			text := strings.Join(lines[:i], "") + foreign + "\n" + strings.Join(lines[i:], "")
			got, err := Parse("cisco_ios", c.command, text)
			if err != nil {
				t.Errorf("%s, line %d: %v", c.file, i+1, err)
				continue
			}
			data, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(data), foreign) {
				t.Errorf("%s: a foreign line before line %d vanishes", c.file, i+1)
			}
			wrapped := strings.Contains(c.file, "ipv6") // a foreign line tears a wrapped row apart
			if path, ok := within(values(t, captured{c.file, c.command, text}), values(t, c), ""); !ok && !wrapped {
				t.Errorf("%s: a foreign line before line %d changes %s", c.file, i+1, path)
			}
		}
	}
}
