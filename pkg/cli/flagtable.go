package cli

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/report"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// flagTable is every flag of every command, by the command's words: what it takes, and where it has no meaning.
func flagTable() map[string][]flagRow {
	return map[string][]flagRow{
		"audit":              auditRows(),
		"collect":            slices.Concat(collectingRows(nil), savingRows(nil), []flagRow{{flag: "policy"}, {flag: "min-coverage", takes: share}}),
		"query":              queryRows(),
		"report":             reportRows(),
		"merge":              slices.Concat(judgingRows(), outputRows(nil)),
		"diff":               diffRows(),
		"fix":                {{flag: "dir", takes: folder}, {flag: "limit"}},
		"parse":              {{flag: "platform", takes: platformName}},
		"checks":             {{flag: "markdown"}},
		"commands":           {{flag: "platform", takes: platformName}},
		"inventory list":     {{flag: "inventory"}, {flag: "adhoc"}, {flag: "limit"}, {flag: "username"}},
		"inventory validate": {{flag: "inventory"}, {flag: "limit"}},
		"lab":                {{flag: "dir", takes: folder}},
		"demo":               {{flag: "dir", takes: folder}},
		"policy list":        {{flag: "all"}, {flag: "older-than", takes: wholeFrom(1)}},
	}
}

// The modes that flags bring about.
var (
	fromEvidence    = mode{"from", isGiven, "with --from"}
	withoutEvidence = mode{"from", isAbsent, "without --from"}
	withoutFolder   = mode{"save", isAbsent, "without --save"}
	resuming        = mode{"resume", isGiven, "with --resume"}
	notResuming     = mode{"resume", isAbsent, "without --resume"}
	dryRun          = mode{"dry-run", isTrue, "with --dry-run"}
	noTable         = mode{"format", func(v string) bool { return !strings.EqualFold(v, "table") }, "with --format %s"}
	schemaOnly      = mode{"schema", isTrue, "with --schema"}
	ignoredKeys     = mode{"host-key", func(v string) bool { return v == "ignore" }, "with --host-key ignore"}
	anyFailure      = mode{"fail-on-new", func(v string) bool { return v == "false" }, "without --fail-on-new"}
)

func isGiven(v string) bool  { return v != "" }
func isAbsent(v string) bool { return v == "" }
func isTrue(v string) bool   { return v == "true" }

func auditRows() []flagRow {
	fromSaved := []exception{{fromEvidence, "no device is asked"}}
	return slices.Concat(
		[]flagRow{
			{flag: "from", takes: folder},
			{flag: "accept-altered", not: []exception{{withoutEvidence, "only saved evidence can be altered"}}},
			{flag: "dry-run", not: []exception{{fromEvidence, "no device is asked in any case"}}},
		},
		savingRows([]exception{{fromEvidence, "the evidence is saved already"}}),
		collectingRows(fromSaved), []flagRow{{flag: "policy"}}, judgingRows(),
		outputRows([]exception{{dryRun, "standard output lists what would be sent, and there is no report"}}),
	)
}

// collectingRows are the flags of a run against devices.
func collectingRows(not []exception) []flagRow {
	rows := []flagRow{
		{flag: "inventory"}, {flag: "adhoc"}, {flag: "username"}, {flag: "reference"}, {flag: "ask-pass"},
		{flag: "host-key", takes: oneOf("strict", "accept-new", "ignore")},
		{flag: "known-hosts", takes: ownFile}, {flag: "ssh-legacy"},
		{flag: "parallel", takes: wholeFrom(1)},
		{flag: "rate", takes: rate},
		{flag: "ntp-devices", takes: oneOf("auto", "always", "never")},
		{flag: "resolve-device-names"},
		{flag: "samples", takes: wholeFrom(0)},
		{flag: "timeout", takes: longerThan(0)},
		{flag: "deadline", takes: longerThan(-1)},
		{flag: "debug"},
	}
	for i := range rows {
		rows[i].not = slices.Clone(not)
		if rows[i].flag == "known-hosts" {
			rows[i].not = append(rows[i].not, exception{ignoredKeys, "no host key is looked up"})
		}
	}
	// Which devices are meant, and silence, have a meaning for saved evidence too.
	return append(rows, flagRow{flag: "limit"}, flagRow{flag: "quiet"})
}

// savingRows are the flags that say where evidence goes.
func savingRows(not []exception) []flagRow {
	return []flagRow{
		{flag: "resume", takes: folder, not: not},
		{flag: "save", takes: folder, not: append(slices.Clone(not), exception{resuming, "the folder that is resumed takes the answers"})},
		{flag: "overwrite", not: append(slices.Clone(not), exception{withoutFolder, "nothing is replaced"})},
		{flag: "retry-refused", not: append(slices.Clone(not), exception{notResuming, "every device is asked"})},
	}
}

func judgingRows() []flagRow {
	return []flagRow{
		{flag: "fail-on", takes: severity},
		{flag: "min-coverage", takes: share},
	}
}

// outputRows are the flags that say where a report goes and what it looks like.
func outputRows(noReport []exception) []flagRow {
	ofTable := append(slices.Clone(noReport), exception{noTable, "only the table can be changed so"})
	return []flagRow{
		{flag: "output"},
		{flag: "format", takes: format, not: noReport},
		{flag: "order", takes: oneOf("worst", "inventory"), not: ofTable},
		{flag: "all", not: ofTable},
		{flag: "verbose", not: ofTable},
	}
}

func queryRows() []flagRow {
	return []flagRow{{flag: "inventory"}, {flag: "debug"}, {flag: "polls", takes: wholeFrom(1)}, {flag: "format", takes: oneOf("table", "json")}}
}

func reportRows() []flagRow {
	onlySchema := []exception{{schemaOnly, "no report is read"}}
	rows := append([]flagRow{{flag: "schema"}, {flag: "limit"}, {flag: "fail-on", takes: severity}}, outputRows(onlySchema)...)
	for i := range rows[1:] {
		if row := &rows[i+1]; len(row.not) == 0 {
			row.not = onlySchema
		}
	}
	return rows
}

func diffRows() []flagRow {
	return []flagRow{
		{flag: "limit"},
		{flag: "fail-on-new"},
		{flag: "fail-on", takes: severity, not: []exception{{anyFailure, "the exit code is 0 whatever changed"}}},
	}
}

// folder is what cannot be standard input or output.
func folder(path string) error {
	if path == "-" {
		return errors.New("the name of a folder, which standard input and output are not")
	}
	return nil
}

// ownFile is a file that is read and added to.
func ownFile(path string) error {
	if path == "-" {
		return errors.New("the name of a file, to which host keys may be added")
	}
	return nil
}

func oneOf(words ...string) func(string) error {
	return func(text string) error {
		if slices.Contains(words, text) {
			return nil
		}
		return withHint("one of "+strings.Join(words, ", "), text, words)
	}
}

// platformName takes a platform as inventories may spell it.
func platformName(text string) error {
	list := platforms.All()
	if _, known := list.ByName(text); known {
		return nil
	}
	return withHint("one of "+strings.Join(list.Names(), ", "), text, list.Names())
}

func withHint(problem, text string, words []string) error {
	if hint := yamlfile.DidYouMean(text, words); hint != "" {
		return fmt.Errorf("%s; %s", problem, hint)
	}
	return errors.New(problem)
}

func format(text string) error {
	if _, err := report.ByName(text); err == nil {
		return nil
	}
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return oneOf(names...)(text)
}

func severity(text string) error {
	if _, err := parseFailOn(text); err != nil {
		words := []string{"info", "low", "medium", "high", "critical"}
		return withHint("one of "+strings.Join(words, " "), text, words)
	}
	return nil
}

func share(text string) error {
	_, err := parseShare(text)
	return err
}

func wholeFrom(least int) func(string) error {
	return func(text string) error {
		if n, err := strconv.Atoi(text); err != nil || n < least {
			return fmt.Errorf("a whole number from %d", least)
		}
		return nil
	}
}

func rate(text string) error {
	if n, err := strconv.ParseFloat(text, 64); err != nil || !(n >= 0) || math.IsInf(n, 0) { // NaN too
		return errors.New("logins a second, such as 20 or 0.5; 0 is no limit")
	}
	return nil
}

func longerThan(least time.Duration) func(string) error {
	return func(text string) error {
		if d, err := time.ParseDuration(text); err != nil || d <= least {
			return errors.New("a number and a unit, such as 30s or 5m")
		}
		return nil
	}
}
