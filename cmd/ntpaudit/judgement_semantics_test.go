package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/policy"
	"github.com/ntpaudit/ntpaudit/pkg/report"
)

// judgedFleet is a report of one device and its fleet.
func judgedFleet() *report.Report {
	control := check.Control{Framework: "CIS Cisco IOS XE 17.x", ID: "2.3.2"}
	return &report.Report{
		Devices: []report.Device{{Name: "a", Findings: []report.Finding{
			{Check: "sources", Status: check.StatusFail, Severity: policy.Medium, Message: "1 of 3 Usable", Controls: []check.Control{control}},
			{Check: "key", Subject: "192.0.2.1", Status: check.StatusPass},
			{Check: "key", Subject: "192.0.2.2", Status: check.StatusFail, Severity: policy.Low, Message: "no key"},
			{Check: "access", Status: check.StatusInconclusive, Message: "not shown"},
			{Check: "zone", Status: check.StatusPass},
		}}, {Name: "b"}},
		Findings: []report.FleetFinding{{Finding: report.Finding{Check: "island", Status: check.StatusPass}}},
	}
}

const judgedTable = "✗ a   192.0.2.9  1/3\n✓ b   192.0.2.8\n"

const judgedCSV = "device,sources_usable\na,1\nb,\n"

const judgedFix = `! a (192.0.2.9): 2 failed checks
!
! sources: 1 of 3 usable because the others are
!   gone, see "show ntp associations"
ntp access-group peer SOURCES
ntp server 192.0.2.7
no ntp server 192.0.2.3

! The fleet as a whole:
! island: none
! b: not known what to correct: no route
`

// What a case expects holds, or differs in one point, by the rules of the cases.
func TestWhatACaseExpects(t *testing.T) {
	tests := map[string]string{ // what differs, "" where nothing may
		`{"exit": 1}`:      "",
		`{"exit": [0, 3]}`: "exit code: want [0 3], found 1",
		`{"devices": {"a": {"sources": "fail", "access": ["pass", "inconclusive"], "zone": "silent", "unheard-of": "silent"}}}`: "",
		`{"devices": {"a": {"sources": "pass"}}}`:                                          "a sources: want pass; found fail medium (1 of 3 Usable)",
		`{"devices": {"a": {"access": "silent"}}}`:                                         "a access: want silent",
		`{"devices": {"a": {"unheard-of": "pass"}}}`:                                       "a unheard-of: want pass; found none",
		`{"devices": {"a": {"key": "pass"}}}`:                                              "a key: want pass", // something of it fails
		`{"devices": {"a": {"key[192.0.2.1]": "pass"}}}`:                                   "",
		`{"devices": {"a": {"key[192.0.2.1]": "fail"}}}`:                                   "a key[192.0.2.1]: want fail",
		`{"devices": {"a": {"zone|key": "fail"}}}`:                                         "",
		`{"devices": {"a": {"zone|access": "silent"}}}`:                                    "a zone|access: want silent",
		`{"devices": {"c": {"zone": "silent"}}}`:                                           "c: not in the report",
		`{"fleet": {"island": "fail"}}`:                                                    "fleet island: want fail; found pass",
		`{"severity": {"a": {"sources": ["low", "medium"], "zone": ["low", "low"]}}}`:      "",
		`{"severity": {"a": {"sources|key": ["medium", "high"]}}}`:                         "a sources|key: want severity medium to high",
		`{"severity": {"a": {"sources": ["low", "grave"]}}}`:                               "a sources: want severity low to grave",
		`{"says": {"a": {"sources": ["usable", "^1 of"]}}}`:                                "",
		`{"says": {"a": {"sources": "two"}}}`:                                              "a sources: says nothing of /two/",
		`{"never_says": {"a": {"sources": "USABLE"}}}`:                                     `a sources: says "1 of 3 Usable", want nothing like /USABLE/`,
		`{"controls": {"a": {"sources": {"has": ["XE 17.x 2.3"], "lacks": ["STIG"]}}}}`:    "",
		`{"controls": {"a": {"sources": {"has": ["STIG"]}}}}`:                              "a sources: no control /STIG/; found CIS Cisco IOS XE 17.x 2.3.2",
		`{"controls": {"a": {"sources": {"lacks": ["CIS"]}}}}`:                             "a sources: a control is",
		`{"table": ["a .*1/3$"], "table_never": ["✗ b"]}`:                                  "",
		`{"table_never": ["✓ b\\s"]}`:                                                      "table: ",
		`{"csv": {"a": {"sources_usable": "1"}, "b": {"sources_usable": ["", "3"]}}}`:      "",
		`{"csv": {"a": {"sources_usable": ""}}}`:                                           `csv a: sources_usable: want [""], found "1"`,
		`{"csv": {"a": {"sources": ""}}}`:                                                  "csv: no column sources",
		`{"fix": {"a": {"must": ["^ntp server"], "never": ["192.0.2.9", "island"]}}}`:      "",
		`{"fix": {"a": {"must": ["failed check"]}}}`:                                       "fix a: no line is /failed check/; found ntp access-group", // a comment is no line
		`{"fix": {"a": {"comment": ["others are gone", "ntp server 192.0.2.7"]}}}`:         "",                                                         // joined; and lines
		`{"fix": {"a": {"comment": ["island"]}}}`:                                          "fix a: no comment says /island/",
		`{"fix": {"b": {"comment": ["no route"]}, "fleet": {"comment": ["island"]}}}`:      "",
		`{"fix": {"*": {"never": ["^no ntp server"]}}}`:                                    `fix *: line "no ntp server 192.0.2.3", want nothing like`,
		`{"fix": {"a": {"together": [["nothing", "other"], ["server", "peer"]]}}}`:         "",
		`{"fix": {"a": {"together": [["access-group peer", "access-group serve"]]}}}`:      "fix a: want /access-group peer/ only with /access-group serve/",
		`{"fix": {"a": {"order": [["^ntp server", "^no ntp server"], ["one", "other"]]}}}`: "",
		`{"fix": {"a": {"order": [["^no ntp server", "^ntp server"]]}}}`:                   "fix a: want /^no ntp server/ before /^ntp server/",
		`{"fix": {"a": {"order": [["^nothing", "^ntp server"]]}}}`:                         "fix a: want /^nothing/ before /^ntp server/",
	}
	for text, want := range tests {
		var expected expectation
		if err := json.Unmarshal([]byte(text), &expected); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		j := judgement{want: &expected, run: &caseRun{Exit: 1, Table: judgedTable, CSV: judgedCSV, Fix: judgedFix}, report: judgedFleet()}
		j.all()
		found := strings.Join(j.differences, "\n")
		if want == "" && found != "" || !strings.HasPrefix(found, want) || want != "" && found == "" || want != "" && strings.Contains(found, "\n") {
			t.Errorf("%s\n differs: %s\n    want: %s", text, found, want)
		}
	}
}
