package fix

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

// Write writes the plan as configuration with comments: the text can be reviewed, filled in and entered as it stands.
func (p *Plan) Write(w io.Writer) error {
	var out bytes.Buffer
	p.writeHead(&out)
	for _, b := range p.blocks {
		b.write(&out)
	}
	if len(p.rest) > 0 {
		fmt.Fprintln(&out, "!")
		Comment(&out, "", "No configuration line mends these:")
		for _, f := range p.rest {
			f.Write(&out)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// Refer leaves out general advice that was given already, as by the plan of another device, and remembers what it gives.
func (p *Plan) Refer(said map[string]bool) {
	for i := range p.rest {
		advice := p.rest[i].Remedy
		if said[advice] {
			p.rest[i].Remedy = "What to do: see above."
		}
		said[advice] = advice != ""
	}
}

// writeHead says whose lines these are, what they rest on, and what to do before they are typed.
func (p *Plan) writeHead(out *bytes.Buffer) {
	Comment(out, "", fmt.Sprintf("%s (%s): %s", p.device.Name, p.device.Address, check.Count(len(p.device.Failures), "failed check")))
	for _, basis := range p.device.Basis {
		Comment(out, "", basis)
	}
	lines := p.Lines()
	if len(lines) == 0 {
		return
	}
	advice := "Nothing was sent. Review these lines, and enter them in configuration mode."
	if slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "<") }) {
		advice = "Nothing was sent. Review these lines, put in what each <...> stands for, and enter them in configuration mode."
	}
	if p.staged != "" {
		advice += " None acts before you enter " + p.staged + "."
	}
	Comment(out, "", advice)
}

func (b *block) write(out *bytes.Buffer) {
	fmt.Fprintln(out, "!")
	if b.contested {
		b.writeContested(out)
		return
	}
	for _, f := range b.failures {
		Comment(out, "", f.Name)
		f.writeReasons(out)
	}
	for _, s := range b.lines {
		fmt.Fprintln(out, s.text())
	}
}

func (b *block) writeContested(out *bytes.Buffer) {
	Comment(out, "", "These contradict each other. Decide which is meant, and enter the lines of that one:")
	for _, f := range b.failures {
		Comment(out, "", f.Name)
		for _, s := range f.lines {
			for _, line := range s.lines {
				fmt.Fprintf(out, "!   %s\n", line)
			}
		}
	}
}

// Write shows a failure that no line corrects and, below it, why there is none, else what holds for such failures in general.
func (f *Failure) Write(out *bytes.Buffer) {
	Comment(out, "", f.Name)
	f.writeReasons(out)
	if f.Remedy != "" && len(f.Reasons) == 0 {
		Comment(out, "  ", f.Remedy)
	}
}

// writeReasons says why lines are missing, and what to do instead.
func (f *Failure) writeReasons(out *bytes.Buffer) {
	for _, reason := range f.Reasons {
		Comment(out, "  ", reason)
	}
}
