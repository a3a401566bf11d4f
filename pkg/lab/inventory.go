package lab

import (
	"bytes"
	"cmp"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Variables that the inventory takes secrets from.
const (
	passwordVariable = "NTPAUDIT_PASSWORD"
	enableVariable   = "NTPAUDIT_ENABLE"
)

type inventoryFile struct {
	Defaults   inventoryDefaults    `yaml:"defaults"`
	References []inventoryReference `yaml:"references,omitempty"`
	Servers    []inventoryRoute     `yaml:"servers,omitempty"`
	Devices    []inventoryDevice    `yaml:"devices"`
}

type inventoryDefaults struct {
	Username string            `yaml:"username"`
	Password map[string]string `yaml:"password"`
	Enable   map[string]string `yaml:"enable"`
}

type inventoryReference struct {
	Address string        `yaml:"address"`
	Key     *inventoryKey `yaml:"key,omitempty"`
}

type inventoryRoute struct {
	Address string        `yaml:"address"`
	Query   string        `yaml:"query"`
	Key     *inventoryKey `yaml:"key,omitempty"`
}

type inventoryKey struct {
	ID     uint32            `yaml:"id"`
	Type   string            `yaml:"type"`
	Secret map[string]string `yaml:"secret"`
}

type inventoryDevice struct {
	Name      string   `yaml:"name"`
	Host      string   `yaml:"host"`
	Port      int      `yaml:"port"`
	Platform  string   `yaml:"platform,omitempty"`
	Tags      []string `yaml:"tags,omitempty"`
	Role      string   `yaml:"role,omitempty"`
	Timezone  string   `yaml:"timezone,omitempty"`
	SSH       string   `yaml:"ssh,omitempty"`
	NTP       string   `yaml:"ntp"`
	Addresses []string `yaml:"addresses,omitempty"`
}

// Inventory is how to reach the fleet, in the native format. It names the variables that secrets come from; WriteFiles
// writes them too.
func (l *Lab) Inventory() []byte {
	file := inventoryFile{Defaults: inventoryDefaults{
		Username: l.spec.Username,
		Password: map[string]string{"env": passwordVariable},
		Enable:   map[string]string{"env": enableVariable},
	}}
	for _, s := range l.servers {
		target, key := loopbackAddress(s.udp.port()), inventoryKeyOf(s.spec)
		if len(l.spec.References) == 0 || slices.Contains(l.spec.References, s.spec.Name) {
			file.References = append(file.References, inventoryReference{cmp.Or(s.spec.Address, target), key})
		}
		if s.spec.Address != "" {
			file.Servers = append(file.Servers, inventoryRoute{s.spec.Address, target, key})
		}
	}
	for _, d := range l.devices {
		file.Devices = append(file.Devices, d.inventory())
		if d.udp != nil && d.spec.Address != "" {
			file.Servers = append(file.Servers, inventoryRoute{Address: d.spec.Address, Query: loopbackAddress(d.udp.port())})
		}
	}
	file.Servers = append(file.Servers, l.sharedRoutes(file.Servers)...)
	text, err := yaml.MarshalWithOptions(file, yaml.IndentSequence(true))
	if err != nil {
		panic(err) // the types above can all be written
	}
	return text
}

// sharedRoutes lead to the device that answers at each virtual address, where no server is listed at it.
func (l *Lab) sharedRoutes(known []inventoryRoute) []inventoryRoute {
	var routes []inventoryRoute
	for _, address := range l.shared.addresses() {
		text := address.String()
		listed := slices.ContainsFunc(known, func(r inventoryRoute) bool { return addressKey(r.Address) == text })
		if active, _ := l.shared.active(address); active != nil && active.udp != nil && !listed {
			routes = append(routes, inventoryRoute{Address: text, Query: loopbackAddress(active.udp.port())})
		}
	}
	return routes
}

func (d *device) inventory() inventoryDevice {
	out := inventoryDevice{
		Name: d.spec.Name, Host: "127.0.0.1", Port: d.port,
		Tags: d.spec.Tags, Role: d.spec.Role, Timezone: d.spec.RequiredTimezone,
		NTP: "off", Addresses: d.spec.Addresses,
	}
	if out.Platform = cmp.Or(d.spec.DeclaredPlatform, d.spec.InventoryPlatform, d.spec.Platform); out.Platform == none {
		out.Platform = ""
	}
	if d.spec.SSHLegacy {
		out.SSH = "legacy"
	}
	if d.udp != nil {
		out.NTP = loopbackAddress(d.udp.port())
	}
	if d.spec.Address != "" {
		out.Addresses = append([]string{d.spec.Address}, d.spec.Addresses...)
	}
	return out
}

func loopbackAddress(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// keyVariable is the variable that a server's key comes from.
func keyVariable(id uint32) string { return fmt.Sprintf("NTPAUDIT_NTP_KEY_%d", id) }

func inventoryKeyOf(s ServerSpec) *inventoryKey {
	if s.Key == nil {
		return nil
	}
	return &inventoryKey{s.Key.ID, s.Key.Type, map[string]string{"env": keyVariable(s.Key.ID)}}
}

// KnownHosts is the host keys of the fleet, in the format of OpenSSH.
func (l *Lab) KnownHosts() []byte {
	var b bytes.Buffer
	for _, d := range l.devices {
		if d.known != nil {
			b.Write(knownHost(d.port, d.known))
		}
	}
	return b.Bytes()
}

// Environment is the variables that the inventory names, as "NAME=value".
func (l *Lab) Environment() []string {
	env := []string{passwordVariable + "=" + l.spec.Password, enableVariable + "=" + l.spec.Enable}
	for _, s := range l.servers {
		if s.spec.Key != nil {
			env = append(env, keyVariable(s.spec.Key.ID)+"="+s.spec.Key.Secret)
		}
	}
	return env
}

// WriteFiles writes inventory.yaml, known_hosts and lab.env (Environment, to be sourced by a shell) into a folder, which
// it makes where there is none.
func (l *Lab) WriteFiles(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write lab files: %w", err)
	}
	var env bytes.Buffer
	for _, variable := range l.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		env.WriteString("export " + name + "='" + strings.ReplaceAll(value, "'", `'\''`) + "'\n")
	}
	for _, file := range []struct {
		name string
		data []byte
	}{{"inventory.yaml", l.Inventory()}, {"known_hosts", l.KnownHosts()}, {"lab.env", env.Bytes()}} {
		if err := os.WriteFile(filepath.Join(dir, file.name), file.data, 0o600); err != nil {
			return fmt.Errorf("write lab files: %w", err)
		}
	}
	return nil
}
