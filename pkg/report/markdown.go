package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// maxMarkdownRows keeps a job summary below the 1 MiB that GitHub shows of one.
const maxMarkdownRows = 500

// writeMarkdown writes a summary for a job page or a merge request.
func writeMarkdown(w io.Writer, r *Report, o Options) error {
	o.Width = 0
	var out bytes.Buffer
	state := r.verdict.State
	fmt.Fprintf(&out, "## %s ntpaudit: %s\n\n%s\n\n", mark(state), word(state), md(r.verdictLine(o, 0)))
	for _, s := range slices.Concat(r.statements()...) {
		fmt.Fprintf(&out, "- %s\n", md(s))
	}
	if r.Ordering != nil {
		fmt.Fprintf(&out, "- order: %s\n", md(r.Ordering.text()))
	}
	if first := r.firstStep(o); first != "" {
		fmt.Fprintf(&out, "- first: %s\n", md(first))
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&out, "- note: %s\n", md(note))
	}
	r.markdownDevices(&out, o)
	r.markdownFindings(&out, o)
	if editions := r.editionsText(); editions != "" {
		fmt.Fprintf(&out, "\nControls are those of %s.\n", md(editions))
	}
	_, err := w.Write(out.Bytes())
	return err
}

func (r *Report) markdownDevices(w io.Writer, o Options) {
	rows, folded := fold(r.ordered(o), o)
	if len(rows) > 0 {
		fmt.Fprint(w, "\n| | device | clock | limit | NTP | sources | log | first problem |\n|---|---|---|---|---|---|---|---|\n")
	}
	for i, d := range rows {
		if i == maxMarkdownRows {
			fmt.Fprintf(w, "\n%d more devices are in the other formats.\n", len(rows)-i)
			return
		}
		problem, more := d.FirstProblem(o.failOn())
		if more > 0 {
			problem += fmt.Sprintf(" +%d", more)
		}
		writeMarkdownRow(w, mark(d.sign()), d.Name, d.ClockText(), d.LimitText(), d.SyncText(), d.SourcesText(), d.LogText(), problem)
	}
	if folded > 0 {
		fmt.Fprintf(w, "\n%s %s\n", mark(check.StatePass), foldedText(folded, len(rows)))
	}
}

// markdownFindings lists what fails or is not known, folded away under a heading.
func (r *Report) markdownFindings(w io.Writer, o Options) {
	var rows [][]string
	add := func(device string, f *Finding) {
		rows = append(rows, []string{o.mark(f), device, f.Check, f.Severity.String(), f.about(), o.mend(f)})
	}
	for _, d := range r.ordered(o) {
		for _, f := range d.judged(o.failOn()) {
			add(d.Name, f)
		}
		for _, u := range d.unmeasured() {
			rows = append(rows, []string{o.unmeasuredMark(u), d.Name, strings.Join(u.checks, ", "), u.severity.String(), "not measured: " + u.reason, ""})
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.raw() != check.StatePass {
			add(strings.Join(f.Devices, ", "), &f.Finding)
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n<details><summary>%s</summary>\n\n| | device | check | severity | what | mend |\n|---|---|---|---|---|---|\n", check.Count(len(rows), "finding"))
	for i, row := range rows {
		if i == maxMarkdownRows {
			fmt.Fprintf(w, "\n%d more findings are in the other formats.\n", len(rows)-i)
			break
		}
		writeMarkdownRow(w, row...)
	}
	fmt.Fprint(w, "\n</details>\n")
}

func writeMarkdownRow(w io.Writer, cells ...string) {
	for _, c := range cells {
		fmt.Fprintf(w, "| %s ", md(c))
	}
	fmt.Fprint(w, "|\n")
}

// markdownEscapes makes a text stand for itself in GitHub's and GitLab's dialects. An @ is
// parted from what follows, so that no device can call upon a person.
var markdownEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "#", `\#`, "~", `\~`, "$", `\$`,
	"@", "@<!-- -->", "://", "<!-- -->://", "www.", "www<!-- -->.",
)

func md(s string) string { return markdownEscapes.Replace(clip(s, 0)) }
