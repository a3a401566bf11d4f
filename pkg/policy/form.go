package policy

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// form is how the values of one type stand in YAML.
type form[T any] struct {
	read   func(yamlfile.Node) (T, bool) // notes what is wrong at the node
	write  func(T) value
	schema object
}

// whole is a number from least to most.
func whole(least, most int) form[int] {
	return form[int]{
		read:   func(n yamlfile.Node) (int, bool) { return n.Int(least, most) },
		write:  func(i int) value { return scalar(strconv.Itoa(i)) },
		schema: object{"type": "integer", "minimum": least, "maximum": most},
	}
}

// unlessZero leaves out a value that no policy stated.
func unlessZero[T comparable](f form[T]) form[T] {
	write := f.write
	f.write = func(v T) value {
		var zero T
		if v == zero {
			return scalar("")
		}
		return write(v)
	}
	return f
}

var boolean = form[bool]{
	read:   yamlfile.Node.Bool,
	write:  func(b bool) value { return scalar(strconv.FormatBool(b)) },
	schema: object{"type": "boolean"},
}

// duration is one with its unit, from least to most.
func duration(least, most time.Duration) form[time.Duration] {
	return form[time.Duration]{
		read:  func(n yamlfile.Node) (time.Duration, bool) { return n.Duration(least, most) },
		write: func(d time.Duration) value { return shortDuration(d) },
		schema: object{
			"type": "string", "pattern": `^([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`,
			"examples": []string{"100ms", "1s", "15m"},
		},
	}
}

var offset = duration(shortestOffset, longestOffset)

// share is a percentage in YAML and a number up to 1 in the Policy.
var share = form[float64]{
	read:   readShare,
	write:  func(f float64) value { return scalar(strconv.FormatFloat(f*100, 'f', -1, 64) + "%") },
	schema: object{"type": "string", "pattern": `^[0-9.]+%$`, "examples": []string{"50%"}},
}

func readShare(n yamlfile.Node) (float64, bool) {
	text, ok := n.Text()
	if !ok {
		return 0, false
	}
	number, percent := strings.CutSuffix(text, "%")
	value, err := strconv.ParseFloat(number, 64)
	if err != nil || !percent {
		n.Problemf("write a percentage, as in 50%", "%s %s: not a percentage", n.Key(), yamlfile.Quote(text))
		return 0, false
	}
	if !(value > 0 && value <= 100) {
		n.Problemf("", "%s %s: not above 0%% and at most 100%%", n.Key(), text)
		return 0, false
	}
	return value / 100, true
}

// option is a word with what it stands for.
type option[T any] struct {
	word  string
	value T
}

// word stands for itself.
func word(w string) option[string] { return option[string]{w, w} }

// oneOf is one of some words. A value that none of them stands for is left out.
func oneOf[T comparable](options ...option[T]) form[T] {
	var words []string
	var enum []any
	for _, o := range options {
		words, enum = append(words, o.word), append(enum, inJSON(o.word))
	}
	return form[T]{
		read: func(n yamlfile.Node) (T, bool) {
			word, ok := n.Choice(words...)
			if !ok {
				var none T
				return none, false
			}
			return options[slices.Index(words, word)].value, true
		},
		write: func(v T) value {
			i := slices.IndexFunc(options, func(o option[T]) bool { return o.value == v })
			if i < 0 {
				return scalar("")
			}
			return scalar(words[i])
		},
		schema: object{"enum": enum},
	}
}

// want is whether a property must be there.
var want = oneOf(option[Want]{"true", Required}, option[Want]{"false", Forbidden}, option[Want]{"any", Any})

// textOrAny is any text but an empty one. Any of them is "any", which is empty in the Policy.
var textOrAny = form[string]{
	read: func(n yamlfile.Node) (string, bool) {
		text, ok := sentence(n)
		if text == "any" {
			return "", true
		}
		return text, ok
	},
	write: func(text string) value {
		if text == "" {
			return scalar("any")
		}
		return quote(text)
	},
	schema: object{"type": "string"},
}

// set is a list of words that are sound. It is written in one order, and stands also where it is empty.
func set(sound func(string) error, word object) form[[]string] {
	return form[[]string]{
		read: func(n yamlfile.Node) ([]string, bool) {
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
			return words, true
		},
		write:  func(texts []string) value { return sorted(texts) },
		schema: object{"type": []string{"array", "null"}, "items": word},
	}
}

var (
	hostSchema      = object{"type": "string", "pattern": `^[A-Za-z0-9_.:-]+$`}
	interfaceSchema = object{"type": "string", "examples": []string{"Loopback*"}}
)

// validDesignated takes what names servers: a host, as devices and addresses are named, or the tag of devices.
func validDesignated(text string) error {
	if strings.HasPrefix(text, "tag:") {
		_, err := inventory.Matches(text, inventory.Device{})
		return err
	}
	return inventory.ValidHost(text)
}

func validGlob(glob string) error {
	if _, err := path.Match(glob, ""); err != nil {
		return fmt.Errorf("interface %s: %w", yamlfile.Quote(glob), err)
	}
	return nil
}
