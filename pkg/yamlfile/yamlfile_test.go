package yamlfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

func Example() {
	source, root := yamlfile.Parse("lab.yaml", []byte("name: edge\nprt: 22\ndelay: 5\n"))
	m := root.Map("name", "port", "delay")
	name, _ := m.At("name").Text()
	delay, ok := m.At("delay").Duration(0, time.Minute)
	fmt.Println(name, delay, ok)
	fmt.Println(source.Problems().Err())
	// Output:
	// edge 0s false
	// lab.yaml:2:1: unknown key "prt"; did you mean "port"?
	//     2 | prt: <hidden>
	//       | ^
	// lab.yaml:3:8: delay "5": not a duration; a unit is missing: 5ms or 5s?
	//     3 | delay: 5
	//       |        ^
}

func TestClosest(t *testing.T) {
	known := []string{"username", "password", "platform", "port", "cisco_ios", "cisco_iosxe", "clock-offset", "on"}
	for word, want := range map[string]string{
		"usrname": "username", "Password": "password", "paswrod": "password", "prot": "port", "ios": "cisco_ios", "ios-xe": "cisco_iosxe",
		"clock_offset": "clock-offset", "xyzzy": "", "": "", "p": "", "offset": "clock-offset", strings.Repeat("x", 100): "",
	} {
		if got, _ := yamlfile.Closest(word, known); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
	if got := yamlfile.Expected("xyzzy", []string{"a", "b"}); got != "known: a, b" {
		t.Error(got)
	}
}

func TestScalars(t *testing.T) {
	source, root := yamlfile.Parse("f", []byte("a: 007\nb: |\n  two\n  lines\nc: 1.50\nd: true\ne: 'x'\nf: !!str 5\ng: 2001:db8::1\nh: off\n"))
	m := root.Map()
	for key, want := range map[string]string{
		"a": "007", "b": "two\nlines\n", "c": "1.50", "d": "true", "e": "x", "f": "5", "g": "2001:db8::1", "h": "off",
	} {
		if got, ok := m.At(key).Text(); !ok || got != want {
			t.Errorf("%s: %q %v, want %q", key, got, ok, want)
		}
	}
	if b, ok := m.At("d").Bool(); !ok || !b {
		t.Error("d is true")
	}
	if !m.At("h").Is("OFF") || m.At("none").Is("") || m.At("none").Present() {
		t.Error("Is")
	}
	if len(source.Problems()) != 0 {
		t.Error(source.Problems())
	}
}

func TestAnchors(t *testing.T) {
	source, root := yamlfile.Parse("f", []byte("a: &x {port: 1}\nb: *x\nc: *none\nd: &d [*d]\n"))
	m := root.Map()
	if port, ok := m.At("b").Map("port").At("port").Int(1, 9); !ok || port != 1 {
		t.Error("an alias is what it stands for")
	}
	if _, ok := m.At("c").Text(); ok {
		t.Error("this alias leads nowhere")
	}
	if list := m.At("d").List(); len(list) != 1 {
		t.Errorf("%d", len(list))
	}
	if len(source.Problems()) != 1 {
		t.Errorf("%v", source.Problems())
	}
}

func TestProblemsStandInTheOrderOfTheLines(t *testing.T) {
	source, root := yamlfile.Parse("f", []byte("a: x\nb: y\n"))
	m := root.Map()
	for _, key := range []string{"b", "a", "b"} { // b twice: one mistake that is met again
		m.At(key).Int(0, 1)
	}
	problems := source.Problems()
	if len(problems) != 2 || problems[0].Line != 1 || problems[1].Line != 2 {
		t.Fatalf("%v", problems)
	}
	var one *yamlfile.Problem
	if !errors.As(problems.Err(), &one) || one.Message != `a "x": not a whole number from 0 to 1` {
		t.Errorf("%v", one)
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	source := yamlfile.NewSource("f", []byte("x"))
	for i := range 250 {
		source.Mark(1, i+1).Problemf("", "wrong")
	}
	text := source.Problems().Error()
	if strings.Count(text, "wrong") != 100 || !strings.HasSuffix(text, "and 150 more") {
		t.Errorf("%d %s", strings.Count(text, "wrong"), text[len(text)-20:])
	}
}

func TestExcerpts(t *testing.T) {
	source := yamlfile.NewSource("f", []byte("\ta: ü\r\n"+strings.Repeat("x", 200)+"\n"))
	for _, tt := range []struct {
		line, column int
		want         string
	}{
		{1, 5, "f:1:5: m\n    1 | \ta: ü\n      | \t   ^"},
		{1, 0, "f:1: m\n    1 | \ta: ü"},
		{0, 0, "f: m"},
		{2, 199, "f:2:199: m\n    2 | " + strings.Repeat("x", 160) + "…"},
		{9, 1, "f:9:1: m"},
	} {
		if got := source.Mark(tt.line, tt.column).Warning("", "m").Error(); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

// Wherever the parser or a reader stumbles, what stands beside password never shows.
func TestExcerptsNeverHoldSecrets(t *testing.T) {
	for _, text := range []string{
		"x: {password: hunter2, y: 1}", "x: {y: 1, password: hunter2}", "x:\n  Password: hunter2", "PASSWORD: hunter2", "db_password: hunter2",
		"enable: hunter2", "secret: hunter2", "passphrase: >\n  hunter2\n  hunter2\ny: 1", "password: 'a\n\n  hunter2'\ny: 1", "pasword: hunter2",
		"password: [hunter2, {a: hunter2}]", "password: &a hunter2", "password: !!str hunter2", "key: hunter2", "snmp-community: hunter2",
		"password: hunter2: x", "password: 'hunter2", "password:\n  hunter2: a: b", "{password: hunter2", "password: \"hunter2\\q\"",
		"- password: hunter2\n a: b: c", "password: hunter2\n\tx: y",
	} {
		source, root := yamlfile.Parse("f", []byte(text))
		for i := range strings.Count(text, "\n") + 1 {
			source.Mark(i+1, 1).Problemf("", "wrong")
		}
		root.Map()
		if err := source.Problems().Error(); strings.Contains(err, "hunter2") {
			t.Errorf("%q:\n%s", text, err)
		}
	}
	source, _ := yamlfile.Parse("f", []byte("x: {password: {env: PW}, y: 1}"))
	if got := source.Mark(1, 1).Warning("", "m").Excerpt; got != "x: {password: {env: PW}, y: 1}" {
		t.Errorf("where a secret comes from is none: %q", got)
	}
}

func TestHostileText(t *testing.T) {
	for _, text := range []string{
		"", "#", "---", "...", "\x00", "%", "[", "{", "]", "}", "&", "*", "!", "|", ">", "?", "- - - -", "a:\n- b\n c", "? ? ? ?\n: x", "*a: b", "&a &b c",
		strings.Repeat("[", 1<<20), strings.Repeat("- ", 1<<18), strings.Repeat("{a: ", 1<<18), "a: " + strings.Repeat("!!str ", 1<<12),
		strings.Repeat("? ", 1<<18),
	} {
		source, root := yamlfile.Parse("f", []byte(text))
		for _, p := range root.Map().Pairs() {
			p.Value.Text()
			p.Value.List()
			p.Value.Map()
		}
		_ = source.Problems().Error()
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a: {b: [c, *d], password: &e hunter2}\n")
	f.Add("? a\n: |2\n   b\n---\n- !!x 'y'\n")
	f.Fuzz(func(t *testing.T, text string) {
		source, root := yamlfile.Parse("f", []byte(text))
		for _, p := range root.Map().Pairs() {
			p.Value.Text()
			p.Value.List()
			p.Value.Map()
		}
		_ = source.Problems().Error()
	})
}
