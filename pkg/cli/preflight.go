package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/check"
	"github.com/ntpaudit/ntpaudit/pkg/inventory"
	"github.com/ntpaudit/ntpaudit/pkg/ntpquery"
	"github.com/ntpaudit/ntpaudit/pkg/platforms"
	"github.com/ntpaudit/ntpaudit/pkg/session"
)

// preflight says which secrets and key files that a run needs cannot be used, each once, with how many devices and servers
// need it. Without it a variable that is not set would be a device that was not measured, a hundred times, and a run that
// measured nothing could pass where that is tolerated.
func preflight(inv inventory.Inventory) error {
	var all needs
	known := platforms.All()
	for _, d := range inv.Devices {
		if _, asked := known.Declared(string(d.Platform)); !asked {
			continue
		}
		all.ofDevice(d.Password)
		all.ofDevice(d.Enable)
		if d.KeyFile != "" {
			all.at("key file "+d.KeyFile).check(func() error { return session.CheckKeyFile(d.KeyFile) }).devices++
		}
	}
	for _, r := range inv.References {
		all.ofServer(r.Key)
	}
	for _, s := range inv.Servers {
		all.ofServer(s.Key)
	}
	return all.err()
}

// needs is what a run needs, in the order in which it is first needed.
type needs struct {
	list []*need
	by   map[string]*need
}

type need struct {
	checked          bool
	problem          error
	devices, servers int
}

// at is the need of that name: the place that a secret comes from, so that it is fetched and told once.
func (n *needs) at(name string) *need {
	if n.by == nil {
		n.by = make(map[string]*need)
	}
	if n.by[name] == nil {
		n.by[name] = &need{}
		n.list = append(n.list, n.by[name])
	}
	return n.by[name]
}

func (n *need) check(problem func() error) *need {
	if !n.checked {
		n.problem, n.checked = problem(), true
	}
	return n
}

func (n *needs) ofDevice(s inventory.Secret) {
	if s.IsZero() {
		return
	}
	typed := func() error { _, err := s.Typed(); return err }
	n.at(s.Source()).check(typed).devices++
}

// ofServer counts a key under its secret, and what is wrong with the key alone under its number.
func (n *needs) ofServer(key *inventory.Key) {
	if key == nil {
		return
	}
	resolved := func() error { _, err := key.Secret.Resolve(); return err }
	secret := n.at(key.Secret.Source()).check(resolved)
	secret.servers++
	if secret.problem == nil {
		n.at(fmt.Sprintf("key %d %s %s", key.ID, key.Type, key.Secret.Source())).check(func() error { return ntpquery.CheckKey(key) }).servers++
	}
}

func (n *needs) err() error {
	var errs []error
	for _, need := range n.list {
		if need.problem != nil {
			errs = append(errs, fmt.Errorf("%w; %s", need.problem, need.who()))
		}
	}
	return errors.Join(errs...)
}

// who is "12 devices need it".
func (n *need) who() string {
	var who []string
	if n.devices > 0 {
		who = append(who, check.Count(n.devices, "device"))
	}
	if n.servers > 0 {
		who = append(who, check.Count(n.servers, "NTP server"))
	}
	verb := "need"
	if n.devices+n.servers == 1 {
		verb = "needs"
	}
	return strings.Join(who, " and ") + " " + verb + " it"
}
