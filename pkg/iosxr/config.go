package iosxr

import (
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/ntpshow"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// section is a configuration, or a part of one.
type section struct {
	show.Config
	// flat is Unparsed as the formal form writes it, each with the head of its block: " server x y" as "ntp server x y".
	flat []string
	// closed: every block that was opened ends, by its "!" or by a line that stands before it.
	closed bool
	// about counts the lines of a kind, understood or not: ntp, clock, service, router.
	about map[string]int
	// shared are the addresses of the blocks of HSRP and VRRP, which stand apart from their interfaces.
	shared []sharedAddress
}

// readSection reads what [ParseConfig] says.
func readSection(text string) (section, error) {
	text = mainPart(strings.ReplaceAll(text, "\n\r", "\n"))
	r := configReader{text: text, free: capture.FreeText{Text: text}, margin: capture.Margin(content(text))}
	r.WithoutKey = capture.WithoutKey
	r.about, r.sources = map[string]int{}, map[string]string{}
	r.TimestampsLog = show.Timestamps{Kind: show.StampAbsent, Options: []string{}}
	r.TimestampsDebug = r.TimestampsLog
	for l := range capture.Lines(text) {
		switch words := strings.Fields(l.Text); {
		case r.free.Holds(l) || len(words) == 0:
		case !isNoise(l.Text):
			r.take(l, words)
		case isTimeLine(words):
			r.reject(l, words)
		}
	}
	return r.finish()
}

// partEnd ends each part of a stored configuration that has several, such as that of the administration plane.
const partEnd = "MultiConfigPart END"

// mainPart is the part of a stored configuration that names the host.
func mainPart(text string) string {
	if !strings.Contains(text, partEnd) {
		return text
	}
	for part := range strings.SplitSeq(text, partEnd) {
		if strings.HasPrefix(part, "hostname ") || strings.Contains(part, "\nhostname ") {
			return part[:strings.LastIndexByte(part, '\n')+1]
		}
	}
	return text
}

type configReader struct {
	ntpshow.ConfigReader
	text   string
	margin int
	free   capture.FreeText
	path   []block   // that are open, outermost first
	last   blockKind // of the last line in the outermost column

	flat      []string          // see section
	about     map[string]int    // see section
	sources   map[string]string // interfaces by VRF
	shared    []sharedAddress   // see section
	stray     bool              // the lines of an ntp block have lost the blank that tells them from others
	shapeless bool              // it was so once
}

// block is a line below which others stand, indented.
type block struct {
	kind   blockKind
	indent int
	words  []string // of an interface in the ntp block: see interfaceHead. Of one in that of a protocol: its name
	bare   bool     // nothing stands below it so far
}

type blockKind int

const (
	otherBlock        blockKind = iota // whose lines are passed over
	ntpBlock                           // "ntp"
	ntpInterface                       // " interface IF" in it
	ntpOther                           // any other line in it, which is not known to have lines below
	interfaceBlock                     // "interface IF"
	interfaceSubBlock                  // a line in it
	listBlock                          // "ipv4 access-list NAME"
	hsrpBlock                          // "router hsrp"
	vrrpBlock                          // "router vrrp"
)

func (k blockKind) ofNTP() bool { return k == ntpBlock || k == ntpInterface || k == ntpOther }

func (r *configReader) take(l capture.Line, words []string) {
	indent := max(l.Indent()-r.margin, 0)
	if words[0][0] == '!' {
		r.comment(words, indent)
		return
	}
	if n := len(r.path); n > 0 && r.path[n-1].kind == ntpBlock && words[0] == "ntp" {
		r.path[n-1].bare = false // the formal form writes the head as well
	}
	r.leave(indent)
	if r.free.Unclosed && isTimeLine(words) || r.stray {
		r.reject(l, words)
		r.path = append(r.path, block{kind: ntpOther, indent: indent, bare: true})
		return
	}
	if len(r.path) == 0 && indent > 0 && r.last.ofNTP() && !isTimeLine(words) {
		r.path = append(r.path, block{kind: ntpOther}) // below the "!" of the ntp block
	}
	outermost := len(r.path) == 0
	kind, ok := r.line(l, words)
	if outermost {
		r.last = kind
	}
	if !ok {
		r.reject(l, words)
	}
	b := block{kind: kind, indent: indent, bare: true}
	switch {
	case kind == ntpInterface:
		b.words = interfaceHead(words)
	case kind.shares() && words[0] == "interface":
		b.words = words[1:]
	}
	r.path = append(r.path, b)
}

// line reads a line where it stands, and tells what those below it are.
func (r *configReader) line(l capture.Line, words []string) (below blockKind, understood bool) {
	if len(r.path) == 0 {
		return r.top(l, words)
	}
	parent := &r.path[len(r.path)-1]
	parent.bare = false
	switch parent.kind {
	case ntpBlock:
		return r.inNTP(words)
	case ntpInterface:
		if len(parent.words) < 2 {
			return ntpOther, false
		}
		r.interfaceNTP(parent.words, words)
		return ntpOther, true
	case ntpOther:
		return ntpOther, false
	case interfaceBlock:
		return interfaceSubBlock, r.inInterface(words)
	case listBlock:
		r.AddEntry(words, l.Text)
	case hsrpBlock, vrrpBlock:
		r.inProtocol(parent.kind, words)
	}
	return parent.kind, !isTimeLine(words)
}

// comment reads a line that begins with "!". Alone it closes the block whose head stands in its column.
func (r *configReader) comment(words []string, indent int) {
	r.Known++
	release, isHead := strings.CutPrefix(strings.Join(words, " "), "!! IOS XR Configuration ")
	if isHead {
		r.Release = strings.TrimPrefix(release, "version = ")
	}
	if len(words) > 1 || words[0] != "!" {
		return
	}
	if n := len(r.path); n > 0 && r.path[n-1].kind == ntpBlock && r.path[n-1].indent == indent {
		r.path[n-1].bare = false // it is empty, and whole
	}
	r.stray = r.stray && indent > 0
	r.leave(indent)
}

// leave ends the blocks that a line in this column does not stand in.
func (r *configReader) leave(indent int) {
	for n := len(r.path); n > 0 && r.path[n-1].indent >= indent; n-- {
		if b := r.path[n-1]; b.kind == ntpBlock && b.bare {
			r.stray, r.shapeless = true, true
			r.rejectText("ntp", "ntp")
		}
		r.path = r.path[:n-1]
	}
}

// reject keeps a line that was not understood, and takes a key out of it.
func (r *configReader) reject(l capture.Line, words []string) {
	flat := strings.Join(words, " ")
	if len(r.path) > 0 && r.path[0].kind.ofNTP() {
		flat = "ntp " + flat
	}
	r.rejectText(l.Raw, flat)
}

func (r *configReader) rejectText(raw, flat string) {
	r.Reject(raw)
	r.flat = append(r.flat, capture.WithoutKey(flat))
	r.about[capture.FirstWord(flat)]++
}

// keep keeps a line as evidence, in the form of "show running-config formal", and returns it so.
func (r *configReader) keep(words ...string) string {
	r.about[words[0]]++
	return r.Keep(strings.Join(words, " "))
}

// isTimeLine reports whether a line is one of those that this parser reads, wherever it stands.
func isTimeLine(words []string) bool {
	if words[0] == "no" {
		words = words[1:]
	}
	second := ""
	if len(words) > 1 {
		second = words[1]
	}
	switch capture.Keyword(words) {
	case "ntp":
		return true
	case "clock":
		return second == "timezone" || second == "summer-time"
	case "service":
		return second == "timestamps"
	}
	return false
}

func (r *configReader) finish() (section, error) {
	closed := !r.shapeless && !slices.ContainsFunc(r.path, func(b block) bool { return !b.bare || b.kind == ntpBlock })
	r.leave(0)
	c, found := r.Finish()
	attach(&c, r.shared)
	s := section{c, r.flat, closed, r.about, r.shared}
	if refusal, refused := noValues(r.text); refused {
		return s, refusal
	}
	if !found {
		return s, capture.NotUnderstood(r.text, "line of a configuration", noValues)
	}
	return s, nil
}
