package policy

import (
	"fmt"
	"path"
	"strconv"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

func (r reader) settings(m yamlfile.Map) settings {
	var s settings
	s.readLimits(m.At("limits"))
	s.readSources(m.At("sources"))
	stamps := m.At("timestamps").Map("log", "debug")
	s.log, s.debug = readStamps(stamps.At("log")), readStamps(stamps.At("debug"))
	s.timezone = readTimezone(m.At("timezone"))
	s.readAuthentication(m.At("authentication"))
	s.readInterface(m.At("source_interface"))
	references := m.At("references").Map("min", "traceable")
	s.referencesMin = number(references.At("min"), 0, mostSources)
	s.traceable = textOrAny(references.At("traceable"))
	s.level = number(m.At("level"), 1, highestLevel)
	s.readLevels(r, m.At("levels"))
	s.readEditions(m.At("editions"))
	s.readChecks(r, m.At("checks"))
	return s
}

const (
	mostSources  = 64 // NX-OS configures at most 64 servers and peers; IOS fewer in practice
	highestLevel = 2  // CIS has levels 1 and 2
)

func (s *settings) readSources(n yamlfile.Node) {
	m := n.Map("min", "approved", "regions")
	s.sourcesMin = number(m.At("min"), 0, mostSources)
	s.approved = wordsThat(m.At("approved"), inventory.ValidHost)
	if regions := m.At("regions"); regions.Present() {
		if word, ok := regions.Choice("any", "manual"); ok {
			s.regions = new(word == "manual")
		}
	}
}

// wordsThat returns the words of a list that are sound. nil: there is no list.
func wordsThat(n yamlfile.Node, sound func(string) error) *[]string {
	if !n.Present() {
		return nil
	}
	words := []string{}
	for _, item := range n.List() {
		text, ok := item.Text()
		if !ok {
			continue
		}
		if err := sound(text); err != nil {
			item.Problemf("", "%s: %v", n.Key(), err)
			continue
		}
		words = append(words, text)
	}
	return &words
}

func readStamps(n yamlfile.Node) stampSettings {
	m := n.Map("datetime", "zone", "msec", "year")
	return stampSettings{want(m.At("datetime")), want(m.At("zone")), want(m.At("msec")), want(m.At("year"))}
}

func want(n yamlfile.Node) *Want {
	if !n.Present() {
		return nil
	}
	switch word, _ := n.Choice("true", "false", "any"); word {
	case "true":
		return new(Required)
	case "false":
		return new(Forbidden)
	case "any":
		return new(Any)
	}
	return nil
}

// readTimezone takes an IANA name. Any of them is "any", which is empty in the Policy.
func readTimezone(n yamlfile.Node) *string {
	text := textOrAny(n)
	if text == nil || *text == "" {
		return text
	}
	if _, err := time.LoadLocation(*text); err != nil || *text == "Local" {
		n.Problemf("write a name such as Europe/Berlin, UTC, or any", "timezone %s: not an IANA time zone", yamlfile.Quote(*text))
		return nil
	}
	return text
}

// textOrAny returns the text, and the empty string for any.
func textOrAny(n yamlfile.Node) *string {
	if !n.Present() {
		return nil
	}
	text, ok := sentence(n)
	switch {
	case !ok:
		return nil
	case text == "any":
		return new("")
	}
	return &text
}

func number(n yamlfile.Node, least, most int) *int {
	if !n.Present() {
		return nil
	}
	if i, ok := n.Int(least, most); ok {
		return &i
	}
	return nil
}

func boolean(n yamlfile.Node) *bool {
	if !n.Present() {
		return nil
	}
	if b, ok := n.Bool(); ok {
		return &b
	}
	return nil
}

func (s *settings) readAuthentication(n yamlfile.Node) {
	m := n.Map("required", "consistent", "algorithms")
	s.authRequired = boolean(m.At("required"))
	s.authConsistent = boolean(m.At("consistent"))
	algorithms := m.At("algorithms")
	switch {
	case !algorithms.Present():
	case algorithms.IsMap():
		s.algorithms = readByKind(algorithms)
	default:
		if list, ok := readAlgorithms(algorithms); ok {
			s.algorithms = &[]KindAlgorithms{{defaultKind, list}}
		}
	}
}

// readByKind always gives the default kind: any, where the file states none.
func readByKind(n yamlfile.Node) *[]KindAlgorithms {
	byKind := []KindAlgorithms{{Kind: defaultKind}}
	for _, p := range n.Map(kinds()...).Pairs() {
		list, ok := readAlgorithms(p.Value)
		switch {
		case !ok:
		case p.Key == defaultKind:
			byKind[0].Algorithms = list
		default:
			byKind = append(byKind, KindAlgorithms{p.Key, list})
		}
	}
	return &byKind
}

// readAlgorithms takes any, or a list of names as IOS spells them.
func readAlgorithms(n yamlfile.Node) ([]string, bool) {
	if n.Is("any") {
		return nil, true
	}
	if n.IsList() && len(n.List()) == 0 {
		n.Problemf("write any, or name some", "no algorithm is allowed")
		return nil, false
	}
	var list []string
	for _, item := range n.List() {
		if name, ok := item.Choice("md5", "cmac-aes-128", "hmac-sha1", "hmac-sha2-256"); ok {
			list = append(list, name)
		}
	}
	return list, len(list) > 0
}

func (s *settings) readInterface(n yamlfile.Node) {
	m := n.Map("allow", "switch_without_loopback")
	s.interfaceAllow = wordsThat(m.At("allow"), func(glob string) error {
		if _, err := path.Match(glob, ""); err != nil {
			return fmt.Errorf("interface %s: %w", yamlfile.Quote(glob), err)
		}
		return nil
	})
	if without := m.At("switch_without_loopback"); without.Present() {
		if word, ok := without.Choice("fail", "manual", "not_applicable"); ok {
			s.switchWithoutLoopback = &word
		}
	}
}

func (s *settings) readLevels(r reader, n yamlfile.Node) {
	if !n.Present() {
		return
	}
	levels := []LevelChecks{}
	for _, p := range n.Map("1", "2").Pairs() {
		level, _ := strconv.Atoi(p.Key) // one of the keys above
		l := LevelChecks{Level: level}
		for _, item := range p.Value.List() {
			if id, ok := r.checkID(item); ok {
				l.Checks = append(l.Checks, id)
			}
		}
		levels = append(levels, l)
	}
	s.levels = &levels
}

func (s *settings) readEditions(n yamlfile.Node) {
	if !n.Present() {
		return
	}
	editions := []Edition{}
	for _, p := range n.Map(kinds()...).Pairs() {
		if text, ok := sentence(p.Value); ok {
			editions = append(editions, Edition{p.Key, text})
		}
	}
	s.editions = &editions
}

func (s *settings) readChecks(r reader, n yamlfile.Node) {
	for _, p := range n.Map().Pairs() {
		known := r.knownCheck(p.Key, p.At)
		severity, ok := readSeverity(p.Value)
		if known && ok {
			s.checks = append(s.checks, CheckLevel{p.Key, severity})
		}
	}
}

// readSeverity also takes what YAML 1.1 makes of off.
func readSeverity(n yamlfile.Node) (Severity, bool) {
	if n.Is("off", "false") {
		return Off, true
	}
	if n.Is("on", "true") {
		n.Problemf("write info, low, medium, high, critical or off", "%s: how grave a failure is, is not said", n.Key())
		return Off, false
	}
	name, ok := n.Choice(severityNames[:]...)
	if !ok {
		return Off, false
	}
	severity, err := ParseSeverity(name)
	return severity, err == nil
}
