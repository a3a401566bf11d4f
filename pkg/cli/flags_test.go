package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// everyCommand is each command by its words, as Main makes them.
func everyCommand() map[string]*cobra.Command {
	commands := make(map[string]*cobra.Command)
	for _, c := range allCommands(newRoot(streams{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}})) {
		commands[commandPath(c)] = c
	}
	return commands
}

// A flag that nobody has decided about fails here: give it a row in flagTable.
func TestEveryFlagHasARow(t *testing.T) {
	commands, table := everyCommand(), flagTable()
	for path, c := range commands {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			n := 0
			for _, r := range table[path] {
				if r.flag == f.Name {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s --%s: %d rows in the table of flags, want one", path, f.Name, n)
			}
		})
	}
	for path, rows := range table {
		c := commands[path]
		if c == nil {
			t.Errorf("%q: a row for a command that is not there", path)
			continue
		}
		for _, r := range rows {
			for _, name := range append([]string{r.flag}, deciding(r)...) {
				if c.Flags().Lookup(name) == nil {
					t.Errorf("%s --%s: a row for a flag that is not there", path, name)
				}
			}
		}
	}
}

func deciding(r flagRow) []string {
	var names []string
	for _, e := range r.not {
		names = append(names, e.mode.flag)
	}
	return names
}

// sample is a value that a flag takes.
func sample(t *testing.T, f *pflag.Flag) string {
	t.Helper()
	for _, text := range []string{f.DefValue, "true", "1", "x", "medium", "50%", "cisco_ios"} {
		o, single := f.Value.(*once)
		if text != "" && (!single || (o.takes == nil || o.takes(text) == nil)) {
			return text
		}
	}
	t.Fatalf("no value for --%s", f.Name)
	return ""
}

// The contract's lists, as far as they are there; every other flag holds one value.
func TestOneValueOnce(t *testing.T) {
	lists := []string{"inventory", "output", "limit", "reference"}
	for path, c := range everyCommand() {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			value := sample(t, f)
			args := append(strings.Fields(path), "--"+f.Name+"="+value, "--"+f.Name+"="+value)
			var out, errs bytes.Buffer
			Main(append(args, "--help"), strings.NewReader(""), &out, &errs)
			refused := strings.Contains(errs.String(), "--"+f.Name+" is given twice")
			if want := !slices.Contains(lists, f.Name) && f.Value.Type() != "bool"; refused != want {
				t.Errorf("%s: refused %t, want %t: %s", strings.Join(args, " "), refused, want, errs.String())
			}
			if f.Value.Type() == "bool" {
				args[len(args)-1] = "--" + f.Name + "=false"
				args[len(args)-2] = "--" + f.Name
				errs.Reset()
				if code := Main(args, strings.NewReader(""), &out, &errs); code != exitUsage || !strings.Contains(errs.String(), "with different values") {
					t.Errorf("%s: exit %d: %s", strings.Join(args, " "), code, errs.String())
				}
			}
		})
	}
}

// settled parses a command line and settles it with an environment.
func settled(t *testing.T, path string, args []string, environment map[string]string) (*pflag.FlagSet, error) {
	t.Helper()
	c := everyCommand()[path]
	if c == nil {
		t.Fatalf("no command %q", path)
	}
	if err := c.ParseFlags(args); err != nil {
		t.Fatalf("%s %s: %v", path, args, err)
	}
	s := settling{path: path, flags: c.Flags(), table: flagTable(), lookup: func(name string) (string, bool) {
		value, ok := environment[name]
		return value, ok
	}}
	return c.Flags(), s.settle()
}

// bringAbout is the arguments that bring a mode about.
func bringAbout(t *testing.T, c *cobra.Command, m mode) []string {
	t.Helper()
	f := c.Flags().Lookup(m.flag)
	if m.on(f.Value.String()) {
		return nil
	}
	for _, value := range []string{"true", "x", "json", "ignore"} {
		if o := f.Value.(*once); m.on(value) && (o.takes == nil || o.takes(value) == nil) {
			return []string{"--" + m.flag + "=" + value}
		}
	}
	t.Fatalf("no value of --%s brings about %q", m.flag, m.text)
	return nil
}

// Each flag in each mode of its command: refused with the reason where the table says that it has no meaning, taken elsewhere.
func TestFlagsInEveryMode(t *testing.T) {
	for path, rows := range flagTable() {
		c := everyCommand()[path]
		var modes []mode
		for _, r := range rows {
			for _, e := range r.not {
				if !slices.ContainsFunc(modes, func(m mode) bool { return m.text == e.mode.text }) {
					modes = append(modes, e.mode)
				}
			}
		}
		for _, r := range rows {
			for _, m := range modes {
				if m.flag == r.flag {
					continue
				}
				testInMode(t, path, c, r, m)
			}
		}
	}
}

func testInMode(t *testing.T, path string, c *cobra.Command, r flagRow, m mode) {
	t.Helper()
	set := bringAbout(t, c, m)
	args := append(set, "--"+r.flag+"="+sample(t, c.Flags().Lookup(r.flag)))
	_, err := settled(t, path, args, nil)
	at := slices.IndexFunc(r.not, func(e exception) bool { return e.mode.text == m.text })
	switch {
	case at >= 0 && (err == nil || !strings.HasPrefix(err.Error(), "--"+r.flag+" has no meaning w") || !strings.HasSuffix(err.Error(), ": "+r.not[at].why)):
		t.Errorf("%s %s: got %v, want a refusal: %s", path, args, err, r.not[at].why)
	case at < 0 && err != nil && strings.HasPrefix(err.Error(), "--"+r.flag+" ") && strings.Contains(err.Error(), m.text):
		t.Errorf("%s %s: got %v, want none", path, args, err)
	}
	if at < 0 || len(set) == 0 {
		return
	}
	// The variable of the flag is meant for other runs, even where its value is wrong.
	flags, err := settled(t, path, set, map[string]string{variable(r.flag): "\x00"})
	if err != nil || flags.Changed(r.flag) {
		t.Errorf("%s %s with %s: set %t, error %v", path, set, variable(r.flag), flags.Changed(r.flag), err)
	}
}

func TestEnvironment(t *testing.T) {
	for _, x := range []struct {
		name, command string
		args          []string
		variables     map[string]string
		flag, want    string // the value of the flag
		err           string
	}{
		{"a variable stands in", "audit", nil, map[string]string{"NTPAUDIT_RATE": "5"}, "rate", "5", ""},
		{"a flag beats it", "audit", []string{"--rate=7"}, map[string]string{"NTPAUDIT_RATE": "5"}, "rate", "7", ""},
		{"empty is not set", "audit", nil, map[string]string{"NTPAUDIT_RATE": ""}, "rate", "20", ""},
		{"a wrong value names the variable", "audit", nil, map[string]string{"NTPAUDIT_RATE": "fast"}, "", "", `environment variable NTPAUDIT_RATE "fast": logins a second`},
		{"so does a wrong type", "audit", nil, map[string]string{"NTPAUDIT_ALL": "perhaps"}, "", "", `environment variable NTPAUDIT_ALL "perhaps": not true or false`},
		{"a format of another command", "query", nil, map[string]string{"NTPAUDIT_FORMAT": "csv"}, "format", "table", ""},
		{"a format of no command", "query", nil, map[string]string{"NTPAUDIT_FORMAT": "pdf"}, "", "", `NTPAUDIT_FORMAT "pdf": one of table, json`},
		{"a wrong format as a flag", "audit", nil, map[string]string{"NTPAUDIT_FORMAT": "json"}, "format", "json", ""},
		{"a flag of another command", "query", nil, map[string]string{"NTPAUDIT_RATE": "fast", "NTPAUDIT_OUTPUT": "x", "NTPAUDIT_SAVE": "x"}, "format", "table", ""},
		{"secrets are no flags", "audit", nil, map[string]string{"NTPAUDIT_PASSWORD": "x", "NTPAUDIT_ENABLE": "x"}, "rate", "20", ""},
		{"no meaning in this mode", "audit", []string{"--from=x"}, map[string]string{"NTPAUDIT_RATE": "5", "NTPAUDIT_INVENTORY": "x"}, "rate", "20", ""},
		{"a mode that the environment decides", "audit", nil, map[string]string{"NTPAUDIT_FROM": "x", "NTPAUDIT_RATE": "5", "NTPAUDIT_DRY_RUN": "true"}, "rate", "20", ""},
		{"and a flag without meaning in it", "audit", []string{"--rate=5"}, map[string]string{"NTPAUDIT_FROM": "x"}, "", "", "--rate has no meaning with --from (NTPAUDIT_FROM is set): no device is asked"},
		{"a format that leaves no table", "audit", []string{"-v"}, map[string]string{"NTPAUDIT_FORMAT": "csv"}, "", "", "--verbose has no meaning with --format csv (NTPAUDIT_FORMAT is set)"},
		{"a list", "audit", nil, map[string]string{"NTPAUDIT_LIMIT": "a,b"}, "limit", "[a,b]", ""},
	} {
		flags, err := settled(t, x.command, x.args, x.variables)
		switch {
		case x.err != "" && (err == nil || !strings.Contains(err.Error(), x.err)):
			t.Errorf("%s: got error %v, want %q", x.name, err, x.err)
		case x.err == "" && err != nil:
			t.Errorf("%s: %v", x.name, err)
		case x.flag != "" && flags.Lookup(x.flag).Value.String() != x.want:
			t.Errorf("%s: --%s is %q, want %q", x.name, x.flag, flags.Lookup(x.flag).Value, x.want)
		}
	}
}

func TestEveryVariableIsListed(t *testing.T) {
	var out bytes.Buffer
	if code := Main([]string{"help", "environment"}, strings.NewReader(""), &out, &out); code != exitOK {
		t.Fatalf("exit %d: %s", code, out.String())
	}
	want := []string{"NTPAUDIT_PASSWORD", "NO_COLOR", "SSH_AUTH_SOCK"}
	for _, rows := range flagTable() {
		for _, r := range rows {
			want = append(want, variable(r.flag))
		}
	}
	for _, name := range want {
		if !strings.Contains(out.String(), "\n  "+name+"\n") {
			t.Errorf("%s is not listed", name)
		}
	}
}

func TestShares(t *testing.T) {
	for text, want := range map[string]float64{"95%": 0.95, "0.95": 0.95, "0": 0, "0%": 0, "100%": 1, "1%": 0.01, "0.5%": 0.005, " 50% ": 0.5} {
		if got, err := parseShare(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"1": "write 1% or 100%", "1.0": "write 1% or 100%", "95": "write 95%", "1000": "from 0%", "120%": "from 0% to 100%", "-1": "from 0%", "-5%": "from 0%",
		"NaN": "from 0%", "NaN%": "from 0%", "Inf": "from 0%", "inf%": "from 0%", "much": "such as 95%", "": "such as 95%", "%": "such as 95%",
	} {
		if got, err := parseShare(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v, want error %q", text, got, err, want)
		}
	}
}
