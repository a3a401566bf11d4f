package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/fix"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// action is what to do first about a finding of the device, and the finding that it is done for: that itself, or, where its
// lines wait for others, the one with which the plan begins.
func (d *Device) action(o Options, f *Finding) (of *Finding, s step) {
	if do := d.begun(f); do != "" {
		return f, order(do, f)
	}
	if len(f.Changes) > 0 || slices.ContainsFunc(f.ByHand, fix.LooksAgain) {
		if of := d.opening(f); of != nil {
			return of, order(d.begun(of), of)
		}
	}
	return f, o.advised(f)
}

func order(do string, f *Finding) step {
	s := step{do: do, failed: true}
	s.why, _, _ = strings.Cut(f.about(), "; ")
	return s
}

// opening is the finding with which the plan begins. One that waits names in its reason those that it waits for: they come first.
// nil: the plan is of none.
func (d *Device) opening(waiting *Finding) *Finding {
	var first *Finding
	for i := range d.Findings {
		f := &d.Findings[i]
		if f == waiting || f.Status != check.StatusFail || d.begun(f) == "" {
			continue
		}
		if slices.ContainsFunc(waiting.ByHand, func(reason string) bool { return fix.LooksAgain(reason) && strings.Contains(reason, f.Check) }) {
			return f
		}
		if first == nil || len(d.entered(first)) == 0 && len(d.entered(f)) > 0 {
			first = f
		}
	}
	return first
}

// begun is the order to begin with what the plan has for a finding. Empty: it has nothing, or something else comes before it.
func (d *Device) begun(f *Finding) string {
	lines := d.entered(f)
	switch more := len(lines) - 1; {
	case more > 0:
		return fmt.Sprintf("on %%s enter `%s` and %s", lines[0], check.Count(more, "more line"))
	case more == 0:
		return fmt.Sprintf("on %%s enter `%s`", lines[0])
	}
	return d.byHand(f)
}

// entered is the lines of a finding that the plan of the device has entered at once.
func (d *Device) entered(f *Finding) (lines []string) {
	plan := fix.Plan{Steps: d.Plan}
	now := plan.Lines()
	for _, line := range f.Fix {
		if slices.Contains(now, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// byHand is the order to begin a plan, or the part of it that is by hand. Empty: what the finding asks for comes later.
func (d *Device) byHand(f *Finding) string {
	first := d.firstByHand()
	at := slices.IndexFunc(f.Changes, func(c show.Change) bool { return first != nil && c.Stage == first.Stage })
	if at < 0 {
		return ""
	}
	if owners := ownersOfKeys(f.Changes[at:]); len(owners) > 0 {
		return agree(owners)
	}
	plan := fix.Plan{Steps: d.Plan}
	c, waits := f.Changes[at], len(plan.Lines()) > 0
	switch c.Verb {
	case show.UseKey:
		return "on %s, ask the owner of " + c.Server.Address + " for a key that both have"
	case show.RemoveServer, show.Authenticate, show.Untrust, show.RemoveKey, show.DropMaster:
		if waits {
			return "" // what is entered at once has to be seen to work
		}
	}
	if c.Verb == show.RemoveServer {
		return "give %s another source that works, then take " + c.Server.Address + " away"
	}
	return fmt.Sprintf("on %%s, go through stage %d of the plan by hand, from `%s` on", first.Stage, first.Lines[0])
}

// firstByHand is the first step of the plan that is taken by hand. nil: none is.
func (d *Device) firstByHand() *fix.Step {
	at := slices.IndexFunc(d.Plan, func(s fix.Step) bool { return s.ByHand && len(s.Lines) > 0 })
	if at < 0 {
		return nil
	}
	return &d.Plan[at]
}

// ownersOfKeys names the sources with whose owners numbers of keys are to be agreed.
func ownersOfKeys(changes []show.Change) (addresses []string) {
	for _, c := range changes {
		if c.Server != nil && c.Server.KeyAgreed != "" && c.Verb != show.RemoveServer && !slices.Contains(addresses, c.Server.Address) {
			addresses = append(addresses, c.Server.Address)
		}
	}
	return addresses
}

func agree(owners []string) string {
	const named = 3
	switch n := len(owners); {
	case slices.ContainsFunc(owners, show.IsPlaceholder):
		return "for %s, choose further servers and agree keys with their owners"
	case n == 1:
		return "on %s, agree a key with the owner of " + owners[0]
	case n <= named:
		return "on %s, agree a key with each of the owners of " + strings.Join(owners[:n-1], ", ") + " and " + owners[n-1]
	}
	return fmt.Sprintf("on %%s, agree a key with each of the owners of %s and %d more", owners[0], len(owners)-1)
}

// advised is the order in the reasons why no line is written, else in the general advice, else to look at the finding.
func (o Options) advised(f *Finding) step {
	for _, text := range append(slices.Clone(f.ByHand), o.remedy(f)) {
		if do := imperative(text); do != "" {
			return order("on %s, "+do, f)
		}
	}
	s := order("look at %s", f)
	s.why = f.Check + ": " + cmp.Or(s.why, "fails")
	return s
}

// verbs begin orders.
var verbs = []string{
	"add", "agree", "ask", "audit", "bring", "change", "check", "choose", "compare", "configure", "connect", "correct", "decide", "find", "give", "keep", "leave", "let",
	"look", "lower", "make", "move", "name", "permit", "point", "put", "raise", "read", "refuse", "remove", "replace", "restart", "restrict", "save", "see", "set", "stamp",
	"take", "tell", "trust", "use", "wait", "write",
}

// imperative is the first order in a text, as a clause: "IOS offers md5 only; replace the device." has "replace the device".
func imperative(text string) string {
	for sentence := range strings.SplitSeq(text, ". ") {
		clauses := strings.FieldsFunc(strings.NewReplacer("; ", "\n", ": ", "\n").Replace(sentence), func(r rune) bool { return r == '\n' })
		for _, clause := range clauses {
			word, rest, _ := strings.Cut(clause, " ")
			if rest != "" && slices.Contains(verbs, strings.ToLower(word)) {
				return lowered(strings.TrimSuffix(clause, "."))
			}
		}
	}
	return ""
}

// lowered is a sentence as a clause within another.
func lowered(sentence string) string {
	for i, r := range sentence {
		if i == 0 {
			return string(unicode.ToLower(r)) + sentence[len(string(r)):]
		}
	}
	return sentence
}
