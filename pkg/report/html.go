package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
)

//go:embed page.html
var pageHTML string

//go:embed page.js
var pageScript string

// shownDigest is how much of a digest tells two policies apart.
const shownDigest = 13

// page is what page.html shows.
type page struct {
	Report      *Report
	Word, Class string // of the verdict
	Counts      string
	Evidence    string // of when it is, where that was not just now
	Digest      string
	Editions    string // by which devices were judged
	Took        string
	Statements  []string
	First       string
	Ordering    string
	Fleet       []pageFinding
	Devices     []pageDevice
	References  []pageReference
	Assumptions []labelled
	Checks      []check.Check
	Script      template.JS
	ScriptHash  template.HTMLAttr
}

type pageDevice struct {
	Device      *Device
	Name, Sync  string // clipped: the full text is in the details
	Mark, Class string // of its state
	SortOffset  string
	Rank        int
	Bar         *bar
	Problem     string
	More        int
	Summary     string
	Facts       []labelled
	Findings    []pageFinding
}

type pageFinding struct {
	Finding  *Finding
	Class    string
	State    string
	About    string
	Devices  string
	Controls string
	Waiver   string
	Known    bool // the catalogue has its check
}

type pageReference struct {
	Label   string // whose it is; empty: that of all devices
	Servers []pageServer
}

type pageServer struct {
	Address, Text, Mark, Class string
}

// writeHTML writes one page that needs no other file and loads nothing. Without scripts it
// shows everything; with them it sorts and filters.
func writeHTML(w io.Writer, r *Report, o Options) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"clean": func(v any) string { return clip(fmt.Sprint(v), 0) },
		"time":  stamp,
	}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("page template: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, newPage(r, o)); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	_, err = w.Write(out.Bytes())
	return err
}

func newPage(r *Report, o Options) *page {
	o.Width = 0
	state := r.verdict.State
	sum := sha256.Sum256([]byte(pageScript))
	p := &page{
		Report: r, Word: word(state), Class: string(state), Counts: r.countsText(),
		Evidence: r.evidenceText(o), Digest: clip(r.Policy.Digest, shownDigest), Editions: r.editionsText(), Took: r.tookText(), Statements: slices.Concat(r.statements()...), First: r.firstStep(o),
		Checks: troubled(r, o), Script: template.JS(pageScript),
		ScriptHash: template.HTMLAttr("sha256-" + base64.StdEncoding.EncodeToString(sum[:])),
	}
	if r.Ordering != nil {
		p.Ordering = clip(r.Ordering.text(), 0)
	}
	for i, d := range r.ordered(o) {
		p.Devices = append(p.Devices, newPageDevice(d, i, r.referenceOf(d), o))
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.raw() != check.StatePass || f.Status == check.StatusWaived {
			shown := newPageFinding(&f.Finding, o)
			shown.Devices = strings.Join(f.Devices, ", ")
			p.Fleet = append(p.Fleet, shown)
		}
	}
	for _, ref := range r.references() {
		shown := pageReference{Label: ref.label}
		for i := range ref.Servers {
			shown.Servers = append(shown.Servers, newPageServer(&ref.Servers[i]))
		}
		p.References = append(p.References, shown)
	}
	for _, a := range assumptions {
		p.Assumptions = append(p.Assumptions, labelled{a.name, a.text})
	}
	return p
}

func newPageDevice(d *Device, rank int, ref *Reference, o Options) pageDevice {
	out := pageDevice{
		Device: d, Name: clip(d.Name, 2*mostName), Sync: clip(d.SyncText(), mostSource), Mark: mark(d.sign()), Class: string(d.State), Rank: rank,
		SortOffset: "-1e12", Bar: newBar(d), Facts: d.reasoning(ref),
	}
	if d.Clock != nil && d.Clock.Offset != nil {
		out.SortOffset = Seconds(d.Clock.Offset.interval().Mid()).String()
	}
	out.Problem, out.More = d.FirstProblem(o.failOn())
	var c check.Counts
	for i := range d.Findings {
		f := &d.Findings[i]
		c.Add(f.Status)
		switch {
		case d.waives(f):
		case f.Settling, f.Status == check.StatusFail, f.Status == check.StatusInconclusive,
			f.Status == check.StatusManual, f.Status == check.StatusWaived:
			out.Findings = append(out.Findings, newPageFinding(f, o))
		}
	}
	if d.Waiver != nil {
		out.Facts = append(out.Facts, labelled{"waived", "the device: " + d.Waiver.text()})
	}
	for _, u := range d.unmeasured() {
		out.Facts = append(out.Facts, labelled{"not measured", u.reason + ": " + strings.Join(u.checks, ", ")})
	}
	out.Summary = summaryText(c)
	return out
}

// summaryText counts what there is: "2 fail, 1 waived, 22 pass".
func summaryText(c check.Counts) string {
	var parts []string
	for _, p := range []struct {
		count int
		name  string
	}{
		{c.Fail, "fail"}, {c.Inconclusive + c.NotMeasured, "unknown"},
		{c.Manual, "manual"}, {c.Waived, "waived"}, {c.Pass, "pass"}, {c.NotApplicable, "not applicable"},
	} {
		if p.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.count, p.name))
		}
	}
	return strings.Join(parts, ", ")
}

func newPageFinding(f *Finding, o Options) pageFinding {
	effect := f.effect(o.failOn())
	out := pageFinding{
		Finding: f, Class: string(effect), State: f.word(), About: f.about(),
		Controls: controlsText(f), Waiver: f.Waiver.text(), Known: o.check(f.Check).ID != "",
	}
	if effect == check.StatePass {
		out.Class = "below"
	}
	return out
}

func newPageServer(s *Server) pageServer {
	return pageServer{
		Address: s.Address, Text: strings.Join(s.Roles, " and ") + ": " + s.Text(),
		Mark: mark(s.state()), Class: string(s.state()),
	}
}

// troubled lists the checks of the catalogue that some device or the fleet did not pass.
func troubled(r *Report, o Options) []check.Check {
	var ids []string
	for i := range r.Devices {
		for _, f := range r.Devices[i].Problems(o.failOn()) {
			ids = append(ids, f.Check)
		}
	}
	for i := range r.Findings {
		ids = append(ids, r.Findings[i].Check)
	}
	var list []check.Check
	for _, c := range o.Checks {
		if slices.Contains(ids, c.ID) {
			list = append(list, c)
		}
	}
	return list
}
