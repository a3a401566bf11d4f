package lab

import (
	"context"
	"crypto/subtle"
	"errors"
	"net"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"
)

// accept takes connections until the listener is closed.
func (d *device) accept(ctx context.Context) {
	for serial := uint64(0); ; serial += 2 { // each connection takes two seeds, one a direction
		conn, err := d.listener.Accept()
		if err != nil {
			return
		}
		d.lab.tasks.Go(func() { d.serve(ctx, conn.(*net.TCPConn), serial) })
	}
}

// serve is the life of one TCP connection.
func (d *device) serve(ctx context.Context, tcp *net.TCPConn, serial uint64) {
	if !d.counters.enter(d.spec.MaxVTYs) {
		tcp.Close() // no VTY is free: accepted, then closed
		return
	}
	defer d.counters.leave()
	seed := smallSeed(d.lab.spec.Seed, "path of "+d.spec.Name) + serial
	conn := newLink(tcp, d.spec.Path.Wrap(tcp, seed), &d.counters)
	if !d.lab.track(conn) {
		conn.reset()
		return
	}
	defer d.lab.untrack(conn) // after settle, which waits for the client unless Close ends that
	defer conn.settle()
	if d.tooManyAtOnce() {
		d.lab.tasks.Go(conn.drain)
		d.strike(ctx, conn, FaultHang)
		return
	}
	if d.faultBeforeSSH(ctx, conn) {
		return
	}
	d.handshake(ctx, conn)
}

// burstWindow is the time in which NX-OS counts connections.
const burstWindow = 10 * time.Second

// tooManyAtOnce counts a connection, and reports whether it exceeds the burst that the device takes.
func (d *device) tooManyAtOnce() bool {
	if d.spec.SSH.Burst == 0 {
		return false
	}
	now := d.lab.base.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.recent = slices.DeleteFunc(d.recent, func(at time.Time) bool { return now.Sub(at) > burstWindow })
	d.recent = append(d.recent, now)
	return len(d.recent) > d.spec.SSH.Burst
}

// handshake runs SSH up to the login, and then the connection.
func (d *device) handshake(ctx context.Context, conn *link) {
	auth := &login{device: d, conn: conn, ctx: ctx}
	stop := time.AfterFunc(loginTimeout, conn.reset)
	server, channels, requests, err := ssh.NewServerConn(conn, d.serverConfig(auth))
	stop.Stop()
	if err != nil {
		return
	}
	s := &sshSession{device: d, link: conn, server: server}
	s.run(ctx, channels, requests)
	server.Close() // the client may have closed it first
}

// loginTimeout is the default of "ip ssh time-out", which covers negotiation and login.
const loginTimeout = 120 * time.Second

// loginTries is the default of "ip ssh authentication-retries".
const loginTries = 3

func (d *device) serverConfig(auth *login) *ssh.ServerConfig {
	c := &ssh.ServerConfig{
		Config:        d.spec.SSH.algorithms(),
		MaxAuthTries:  loginTries,
		ServerVersion: d.spec.SSH.Ident,
	}
	if d.spec.Terminal.BannerLogin != "" {
		c.BannerCallback = func(ssh.ConnMetadata) string { return d.spec.Terminal.BannerLogin }
	}
	if slices.Contains(d.spec.Auth, "password") {
		c.PasswordCallback = auth.password
	}
	if slices.Contains(d.spec.Auth, "keyboard-interactive") {
		c.KeyboardInteractiveCallback = auth.interactive
	}
	if slices.Contains(d.spec.Auth, "publickey") {
		c.PublicKeyCallback = auth.offered
		c.VerifiedPublicKeyCallback = auth.verified
	}
	c.AddHostKey(d.hostSigner())
	return c
}

// hostSigner limits an RSA host key to the signatures that releases of its era know.
func (d *device) hostSigner() ssh.Signer {
	if d.spec.SSH.HostKey != "rsa" || d.spec.SSH.Era == "modern" {
		return d.hostKey
	}
	limited, err := ssh.NewSignerWithAlgorithms(d.hostKey.(ssh.AlgorithmSigner), []string{ssh.KeyAlgoRSA})
	if err != nil {
		return d.hostKey
	}
	return limited
}

// algorithms are what the device offers.
func (s SSHSpec) algorithms() ssh.Config {
	var c ssh.Config
	switch s.Era {
	case "classic": // IOS 15: no elliptic curves, CTR
		c.KeyExchanges = []string{ssh.InsecureKeyExchangeDH14SHA1}
		c.Ciphers = []string{ssh.CipherAES128CTR, ssh.CipherAES192CTR, ssh.CipherAES256CTR}
		c.MACs = []string{ssh.HMACSHA1, ssh.InsecureHMACSHA196}
	case "legacy": // IOS 12
		c.KeyExchanges = []string{ssh.InsecureKeyExchangeDH1SHA1}
		c.Ciphers = []string{ssh.InsecureCipherAES128CBC, ssh.InsecureCipherTripleDESCBC}
		c.MACs = []string{ssh.HMACSHA1, ssh.InsecureHMACSHA196}
	}
	if len(s.KEX) > 0 {
		c.KeyExchanges = s.KEX
	}
	if len(s.Ciphers) > 0 {
		c.Ciphers = s.Ciphers
	}
	if len(s.MACs) > 0 {
		c.MACs = s.MACs
	}
	return c
}

// login checks one connection's credentials.
type login struct {
	device *device
	conn   *link
	ctx    context.Context
}

var errRefused = errors.New("login refused")

func (a *login) password(meta ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
	return a.judge(meta.User() == a.device.spec.Username && same(string(password), a.device.spec.Password))
}

func (a *login) interactive(meta ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	answers, err := ask("", "", []string{"Password: "}, []bool{false})
	if err != nil {
		return nil, err
	}
	return a.judge(meta.User() == a.device.spec.Username && len(answers) == 1 && same(answers[0], a.device.spec.Password))
}

// offered says whether a key would do; the try is counted when it has been proved.
func (a *login) offered(meta ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
	if meta.User() != a.device.spec.Username || !a.device.spec.hasKey(key) {
		return nil, errRefused
	}
	return nil, nil
}

func (a *login) verified(_ ssh.ConnMetadata, _ ssh.PublicKey, p *ssh.Permissions, _ string) (*ssh.Permissions, error) {
	if _, err := a.judge(true); err != nil {
		return nil, err
	}
	return p, nil
}

// judge counts a try, lets a fault have its way, and gives the verdict.
func (a *login) judge(right bool) (*ssh.Permissions, error) {
	right = a.device.faultInLogin(a.ctx, a.conn) && right
	a.device.counters.count(func(c *Counters) {
		c.Logins++
		if !right {
			c.Refused++
		}
	})
	if !right {
		return nil, errRefused
	}
	return &ssh.Permissions{}, nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// hasKey reports whether the authorized_keys line of the specification holds the key.
func (s DeviceSpec) hasKey(key ssh.PublicKey) bool {
	if s.PublicKey == "" {
		return false
	}
	authorized, _, _, _, err := ssh.ParseAuthorizedKey([]byte(s.PublicKey))
	return err == nil && slices.Equal(authorized.Marshal(), key.Marshal())
}
