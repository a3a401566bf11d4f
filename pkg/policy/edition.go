package policy

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

// Edition is one edition of a benchmark, a standard or a rule, as it was when somebody last read it.
type Edition struct {
	ID         string   `yaml:"id"` // shared by all editions of one text
	Series     string   `yaml:"series"`
	Framework  string   `yaml:"framework"`
	Platform   string   `yaml:"platform"`  // the only one that it is for, by its name; empty: any
	Role       string   `yaml:"role"`      // likewise
	Version    string   `yaml:"version"`   // empty: it has none
	Published  string   `yaml:"published"` // year, month or day; empty: not known
	VerifiedOn string   `yaml:"verified_on"`
	Source     string   `yaml:"source"` // the page to look at
	Note       string   `yaml:"note"`
	Items      []Item   `yaml:"items"`
	Open       []string `yaml:"open"` // checks about which it was not looked up

	Called    string `yaml:"-"` // in a sentence: "the STIG"
	Benchmark bool   `yaml:"-"` // an auditor compares a device with it item by item

	verified time.Time
}

// Item is one requirement of an edition.
type Item struct {
	ID       string   `yaml:"id"`
	Rule     string   `yaml:"rule"` // its revision, where it has some
	Title    string   `yaml:"title"`
	Property string   `yaml:"property"` // what holds where it is met
	Checks   []string `yaml:"checks"`   // CHECK, or CHECK/PART
	Note     string   `yaml:"note"`
}

// Reference is how a policy names the edition.
func (e *Edition) Reference() string {
	if e.Version == "" {
		return e.ID
	}
	return e.ID + "@" + e.Version
}

// Title is how reports name the edition.
func (e *Edition) Title() string { return strings.TrimSpace(e.Framework + " " + e.Version) }

// Dates are when the edition was published, where that is known, and when it was last compared with its text.
func (e *Edition) Dates() string {
	if e.Published == "" {
		return "verified on " + e.VerifiedOn
	}
	return "published " + e.Published + ", verified on " + e.VerifiedOn
}

// Age is the time since the edition was last compared with its text; 0 where the clock stands before that.
func (e *Edition) Age(now time.Time) time.Duration { return max(0, now.Sub(e.verified)) }

// staleAfter: the STIGs come out four times a year, the CIS benchmarks about once.
const staleAfter = 365 * 24 * time.Hour

// Stale reports whether the edition was last compared with its text more than a year ago.
func (e *Edition) Stale(now time.Time) bool { return e.Age(now) > staleAfter }

// fits reports whether the edition is for the platform and the role of a device.
func (e *Edition) fits(d inventory.Device) bool {
	return (e.Platform == "" || e.Platform == string(d.Platform)) && (e.Role == "" || e.Role == d.Role)
}

// ItemsOf are the items that bear on a check, and on a part of it where some are about that part alone.
func (e *Edition) ItemsOf(check, part string) []Item {
	listing := func(name string) []Item {
		var items []Item
		for _, i := range e.Items {
			if slices.Contains(i.Checks, name) {
				items = append(items, i)
			}
		}
		return items
	}
	if part != "" {
		if items := listing(check + "/" + part); len(items) > 0 {
			return items
		}
	}
	return listing(check)
}

// AllItemsOf are the items that bear on a check or on any part of it.
func (e *Edition) AllItemsOf(check string) []Item {
	var items []Item
	for _, i := range e.Items {
		bears := func(name string) bool { return name == check || strings.HasPrefix(name, check+"/") }
		if slices.ContainsFunc(i.Checks, bears) {
			items = append(items, i)
		}
	}
	return items
}

//go:embed editions.yaml
var editionsFile []byte

// series is what the editions of one text, and those of it for other devices, have in common.
type series struct {
	ID        string `yaml:"id"`
	Called    string `yaml:"called"`
	Benchmark bool   `yaml:"benchmark"`
}

// Editions are all that this build knows: the newest of each text before older ones of it.
func Editions() []*Edition {
	all := known()
	pointers := make([]*Edition, len(all))
	for i := range all {
		pointers[i] = &all[i]
	}
	return pointers
}

// Newest are the newest edition of each text.
func Newest() []*Edition {
	seen := make(map[string]bool)
	return slices.DeleteFunc(Editions(), func(e *Edition) bool {
		older := seen[e.ID]
		seen[e.ID] = true
		return older
	})
}

// known is read once. That it can be read is tested, and so is no error of a run.
var known = sync.OnceValue(func() []Edition {
	all, err := readEditions(editionsFile)
	if err != nil {
		panic(fmt.Sprintf("editions.yaml: %v", err))
	}
	return all
})

func readEditions(data []byte) ([]Edition, error) {
	var file struct {
		Series   []series  `yaml:"series"`
		Editions []Edition `yaml:"editions"`
	}
	if err := yaml.UnmarshalWithOptions(data, &file, yaml.Strict()); err != nil {
		return nil, err
	}
	var errs []error
	for i := range file.Editions {
		if err := file.Editions[i].complete(file.Series); err != nil {
			errs = append(errs, fmt.Errorf("edition %s: %w", file.Editions[i].Reference(), err))
		}
	}
	return file.Editions, errors.Join(errs...)
}

// 2019  2019-07  2025-05-22
var publishedForm = regexp.MustCompile(`^(\d{4}(-\d{2}(-\d{2})?)?)?$`)

func (e *Edition) complete(all []series) (err error) {
	i := slices.IndexFunc(all, func(s series) bool { return s.ID == e.Series })
	switch {
	case i < 0:
		return fmt.Errorf("no series is called %q", e.Series)
	case e.ID == "" || e.Framework == "" || e.Source == "" || len(e.Items) == 0:
		return errors.New("id, framework, source and items are all needed")
	case !publishedForm.MatchString(e.Published):
		return fmt.Errorf("published %q: not a year, a month or a day", e.Published)
	}
	e.Called, e.Benchmark = all[i].Called, all[i].Benchmark
	e.verified, err = time.Parse(dateLayout, e.VerifiedOn)
	return err
}

// editionNamed finds an edition by its id, which is the newest, or by id@version.
func editionNamed(reference string) (*Edition, bool) {
	all := known()
	for i := range all {
		if all[i].ID == reference || all[i].Reference() == reference {
			return &all[i], true
		}
	}
	return nil, false
}
