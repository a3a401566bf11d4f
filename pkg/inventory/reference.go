package inventory

import (
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/yamlfile"
)

// reference reads one element of references: an address alone, or a mapping.
func (doc *document) reference(n yamlfile.Node) {
	if !n.IsMap() {
		if text, ok := n.Text(); ok && serverAddress(text, n.Mark()) {
			doc.references = append(doc.references, located[Reference]{Reference{Address: text}, n.Mark()})
		}
		return
	}
	m := n.Map("address", "traceable", "key", "system", "bound")
	var r Reference
	r.System, _ = m.At("system").Bool()
	r.Traceable, _ = m.At("traceable").Text()
	if key := m.At("key"); key.Present() {
		r.Key = doc.key(key)
	}
	sound := r.readAddress(m, n)
	if r.System {
		sound = r.readBound(m, n)
	}
	if sound {
		doc.references = append(doc.references, located[Reference]{r, n.Mark()})
	}
}

func (r *Reference) readAddress(m yamlfile.Map, n yamlfile.Node) bool {
	address := m.At("address")
	switch {
	case r.System:
		return true
	case m.At("bound").Present():
		m.At("bound").Problemf("a server states its own bound; remove the line", "bound belongs to {system: true}")
		return false
	case !address.Present():
		n.Problemf("write address: HOST, or system: true for this host's clock", "the reference has no address")
		return false
	}
	text, ok := address.Text()
	r.Address = text
	return ok && serverAddress(text, address.Mark())
}

// maxSystemBound is the widest bound that still says something about a clock.
const maxSystemBound = time.Hour

func (r *Reference) readBound(m yamlfile.Map, n yamlfile.Node) bool {
	for _, key := range []string{"address", "key"} {
		if extra := m.At(key); extra.Present() {
			extra.Problemf("make it a reference of its own", "system is this host's clock, which has no %s", key)
		}
	}
	bound := m.At("bound")
	if !bound.Present() {
		n.Problemf("write bound: 50ms, or what your time daemon vouches for", "system needs a bound")
		return false
	}
	var ok bool
	r.Bound, ok = bound.Duration(time.Nanosecond, maxSystemBound)
	return ok
}

func serverAddress(text string, at yamlfile.Mark) bool {
	if _, _, err := splitHost(text); err != nil {
		at.Refusef("write host, host:port or [v6]:port", "%v", err)
		return false
	}
	return true
}

// server reads one element of servers.
func (doc *document) server(n yamlfile.Node) {
	const hint = "write {address: AS DEVICES KNOW IT, query: HOST:PORT}, or {address: A, key: {id: N}} for the key that devices share with it"
	if !n.IsMap() {
		n.Problemf(hint, "a server is a mapping")
		return
	}
	m := n.Map("address", "vrf", "query", "key")
	var r Route
	r.VRF, _ = m.At("vrf").Text()
	if !m.At("address").Present() || !m.At("query").Present() && !m.At("key").Present() {
		n.Problemf(hint, "the server has no %s", map[bool]string{true: "query", false: "address"}[m.At("address").Present()])
		return
	}
	known, ok := m.At("address").Text()
	if !ok {
		return
	}
	if r.Address, ok = address(known, m.At("address").Mark()); !ok {
		return
	}
	r.Query = WithNTPPort(known)
	if m.At("query").Present() {
		query, ok := m.At("query").Text()
		if !ok || !serverAddress(query, m.At("query").Mark()) {
			return
		}
		r.Query = WithNTPPort(query)
	}
	if key := m.At("key"); key.Present() {
		r.Key, r.Shared = doc.sharedKey(key)
	}
	doc.servers = append(doc.servers, located[Route]{r, n.Mark()})
}

// sharedKey reads the key of a server. With a secret it is also the auditor's, who asks the server with it.
func (doc *document) sharedKey(n yamlfile.Node) (own *Key, shared *KeyName) {
	m := n.Map("id", "type", "secret")
	if n.IsMap() && m.At("id").Present() && !m.At("secret").Present() {
		id, ok := m.At("id").Int(1, maxKeyID)
		shared = &KeyName{ID: uint16(id)}
		if kind := m.At("type"); ok && kind.Present() {
			shared.Type, ok = kind.Choice(keyTypes...)
		}
		if !ok {
			return nil, nil
		}
		return nil, shared
	}
	if own = doc.keyIn(n, m); own == nil {
		return nil, nil
	}
	return own, &KeyName{ID: own.ID, Type: own.Type}
}

// keyTypes are as chrony and ntpd name them.
var keyTypes = []string{"md5", "sha1", "sha256", "sha512", "aes128", "aes256"}

// maxKeyID is the highest key number: it has 16 bits here, as Key.ID.
const maxKeyID = 65535

func (doc *document) key(n yamlfile.Node) *Key { return doc.keyIn(n, n.Map("id", "type", "secret")) }

func (doc *document) keyIn(n yamlfile.Node, m yamlfile.Map) *Key {
	complete := true
	for _, k := range []string{"id", "type", "secret"} {
		if n.IsMap() && !m.At(k).Present() {
			n.Problemf("write {id: 5, type: sha1, secret: {env: NAME}}", "the key has no %s", k)
			complete = false
		}
	}
	if !complete || !n.IsMap() {
		return nil
	}
	id, _ := m.At("id").Int(1, maxKeyID)
	kind, _ := m.At("type").Choice(keyTypes...)
	secret := doc.secret(m.At("secret"))
	if secret == nil {
		return nil
	}
	return &Key{ID: uint16(id), Type: kind, Secret: *secret}
}

// serverKey is a server that votes: two references with one key would be one server with two votes.
type serverKey struct {
	system bool
	host   AddressKey
	port   int
}

func (r Reference) server() serverKey {
	if r.System {
		return serverKey{system: true}
	}
	host, port, err := splitHost(r.Target())
	if err != nil { // which loading has refused
		return serverKey{host: KeyOf(r.Address)}
	}
	return serverKey{host: KeyOf(host), port: port}
}

// states reports whether two files say the same of one server.
func (r Reference) states(other Reference) bool {
	return r.Traceable == other.Traceable && r.Bound == other.Bound && r.Key.Same(other.Key)
}

// routeKey is the server that a route leads to, as devices know it.
type routeKey struct {
	vrf     string
	address AddressKey
}

func (r Route) server() routeKey { return routeKey{r.VRF, KeyOfAddr(r.Address)} }

func (r Route) states(other Route) bool {
	shared := r.Shared == nil && other.Shared == nil || r.Shared != nil && other.Shared != nil && *r.Shared == *other.Shared
	return r.Query == other.Query && r.Key.Same(other.Key) && shared
}

// Same compares keys by their number, type and the place that the secret comes from. Two times no key is the same.
func (k *Key) Same(other *Key) bool {
	if k == nil || other == nil {
		return k == other
	}
	return k.ID == other.ID && k.Type == other.Type && k.Secret.Source() == other.Secret.Source()
}
