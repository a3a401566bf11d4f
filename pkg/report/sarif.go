package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
)

// The parts of SARIF 2.1.0 that are written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Details     sarifDetails      `json:"automationDetails"`
		Results     []sarifResult     `json:"results"`
		ColumnKind  string            `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string           `json:"id"`
		Short      *sarifText       `json:"shortDescription,omitempty"`
		Full       *sarifText       `json:"fullDescription,omitempty"`
		Help       *sarifText       `json:"help,omitempty"`
		Properties *sarifProperties `json:"properties,omitempty"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful bool   `json:"executionSuccessful"`
		Start      string `json:"startTimeUtc"`
		End        string `json:"endTimeUtc"`
	}
	sarifDetails struct {
		ID string `json:"id"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Kind         string             `json:"kind"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		Name      string `json:"name"`
		Qualified string `json:"fullyQualifiedName"`
		Kind      string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

// writeSARIF writes what failed, what was waived, and what is not known. Passes are left
// out: consumers show every result as an alert.
func writeSARIF(w io.Writer, r *Report, o Options) error {
	rules := newRules(r, o)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: r.Tool.Name, Version: clip(r.Tool.Version, 0), Rules: rules.list}},
		Invocations: []sarifInvocation{{
			Successful: r.Complete,
			Start:      r.Started.UTC().Format("2006-01-02T15:04:05.000Z"),
			End:        r.Finished.UTC().Format("2006-01-02T15:04:05.000Z"),
		}},
		Details:    sarifDetails{ID: "ntpaudit/" + url.PathEscape(clip(r.Policy.Name, 0)) + "/"},
		Results:    []sarifResult{},
		ColumnKind: "unicodeCodePoints",
	}
	for i := range r.Devices {
		d := &r.Devices[i]
		for j := range d.Findings {
			run.Results = appendResult(run.Results, d.Name, &d.Findings[j], rules)
		}
		if text := d.unsaid(o.failOn()); text != "" {
			run.Results = appendResult(run.Results, d.Name, &Finding{Check: sessionRule, Status: check.StatusNotMeasured, Message: text}, rules)
		}
	}
	for i := range r.Findings {
		run.Results = appendResult(run.Results, fleetSuite, &r.Findings[i].Finding, rules)
	}
	data, err := json.MarshalIndent(sarifLog{
		Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode SARIF: %w", err)
	}
	_, err = w.Write(append(escapeHidden(data), '\n'))
	return err
}

// rules lists the catalogue, and after it what a report of another version found.
type rules struct {
	list  []sarifRule
	index map[string]int
}

func newRules(r *Report, o Options) *rules {
	all := &rules{list: []sarifRule{}, index: make(map[string]int)}
	for i := range o.Checks {
		all.add(o.Checks[i])
	}
	for i := range r.Devices {
		for _, f := range r.Devices[i].Findings {
			all.add(check.Check{ID: f.Check})
			all.tag(&f)
		}
		if r.Devices[i].unsaid(o.failOn()) != "" {
			all.add(check.Check{ID: sessionRule})
		}
	}
	for _, f := range r.Findings {
		all.add(check.Check{ID: f.Check})
		all.tag(&f.Finding)
	}
	return all
}

func (all *rules) add(c check.Check) {
	if _, known := all.index[c.ID]; known {
		return
	}
	rule := sarifRule{ID: c.ID}
	if c.Doc.Title != "" {
		rule.Short, rule.Full = &sarifText{c.Doc.Title}, &sarifText{c.Doc.Text}
		rule.Help = &sarifText{c.Doc.Remedies()}
	}
	all.index[c.ID] = len(all.list)
	all.list = append(all.list, rule)
}

// tag adds the controls of a finding to the rule of its check.
func (all *rules) tag(f *Finding) {
	rule := &all.list[all.index[f.Check]]
	for _, control := range f.Controls {
		tag := clip(control.Framework+" "+control.ID, 0)
		if rule.Properties == nil {
			rule.Properties = &sarifProperties{}
		}
		if !slices.Contains(rule.Properties.Tags, tag) {
			rule.Properties.Tags = append(rule.Properties.Tags, tag)
		}
	}
}

func appendResult(results []sarifResult, device string, f *Finding, all *rules) []sarifResult {
	kind, level := sarifKind(f)
	if kind == "" {
		return results
	}
	lead := "" // a viewer that knows no kinds shows the message alone
	if f.Status.State() == check.StateUnknown {
		lead = "unknown: "
	}
	name := strings.TrimSuffix(device+"/"+f.Check+"/"+f.Subject, "/")
	result := sarifResult{
		RuleID: f.Check, RuleIndex: all.index[f.Check], Kind: kind, Level: level,
		Message: sarifText{lead + clip(device, 0) + ": " + clip(f.about(), 0) + remedyText(f)},
		Locations: []sarifLocation{{
			Physical: sarifPhysical{sarifArtifact{"devices/" + url.PathEscape(clip(device, 0))}, sarifRegion{1}},
			Logical:  []sarifLogical{{Name: clip(device, 0), Qualified: clip(name, 0), Kind: "resource"}},
		}},
		Fingerprints: map[string]string{"ntpaudit/v1": hash(device, f.Check, f.Subject)},
	}
	if f.Status == check.StatusWaived {
		result.Suppressions = []sarifSuppression{{Kind: "external", Justification: clip(f.Waiver.text(), 0)}}
	}
	return append(results, result)
}

func remedyText(f *Finding) string {
	var text string
	if len(f.Fix) > 0 {
		text += "\n\nmend:\n" + strings.Join(cleanAll(f.Fix), "\n")
	}
	if len(f.ByHand) > 0 {
		text += "\n\nby hand:\n" + strings.Join(cleanAll(f.ByHand), "\n")
	}
	return text
}

// sarifKind is how SARIF names a status; an empty kind is left out. A level other than none
// is for failures only (SARIF 2.1.0 §3.27.10).
func sarifKind(f *Finding) (kind, level string) {
	switch f.Status {
	case check.StatusFail, check.StatusWaived:
		return "fail", sarifLevel(f.Severity)
	case check.StatusInconclusive, check.StatusNotMeasured:
		return "open", "none"
	case check.StatusManual:
		return "review", "none"
	}
	return "", ""
}

func sarifLevel(s policy.Severity) string {
	switch {
	case s >= policy.High:
		return "error"
	case s >= policy.Medium:
		return "warning"
	}
	return "note"
}
