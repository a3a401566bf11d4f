package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ntpaudit/ntpaudit/pkg/scarcity"
	"github.com/ntpaudit/ntpaudit/pkg/snapshot"
)

// unreachable explains why there is no TCP connection.
func (h *handshake) unreachable(err error) error {
	var late net.Error
	var dns *net.DNSError
	named := errors.As(err, &dns)
	switch cause := context.Cause(h.ctx); {
	case cause != nil:
		return cause
	case scarcity.Of(err) != "":
		return err
	case named && dns.IsNotFound:
		return &fault{"dial", snapshot.Unreachable, fmt.Sprintf("the name of %s does not resolve; correct host in the inventory", h.address)}
	case named:
		return &fault{kindResolver, snapshot.Unreachable, fmt.Sprintf(
			"the name of %s could not be looked up (%s); check the name servers of this machine", h.address, dns.Err)}
	case noRoute(err):
		return &fault{kindRoute, snapshot.Unreachable, fmt.Sprintf(
			"no TCP connection to %s: %s; check the address, and the route from this machine", h.address, reason(err))}
	case errors.As(err, &late) && late.Timeout():
		return &fault{"dial", snapshot.Unreachable, fmt.Sprintf(
			"no TCP connection to %s within %s; check the address, the route and what filters SSH on the way", h.address, h.login.limits.Connect)}
	case errors.Is(err, syscall.ECONNRESET): // there was a connection, for a moment
		return h.explain(err)
	}
	return &fault{"dial", snapshot.Unreachable, fmt.Sprintf(
		"no TCP connection to %s: %s; check the address, and that the device admits SSH from this host", h.address, reason(err))}
}

// reason is the core of a network error, without what the message says already.
func reason(err error) string {
	var number syscall.Errno
	switch {
	case errors.As(err, &number):
		return number.Error()
	case closed(err):
		return "the device closed the connection"
	}
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "ssh: handshake failed: "), "ssh: ")
}

// closed reports whether the other side ended the connection. x/crypto says so in several ways.
func closed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.ECONNRESET) ||
		strings.HasSuffix(err.Error(), "channel open: <nil>")
}

// explain turns what x/crypto reports into what it means and what to do about it.
func (h *handshake) explain(err error) error {
	var known *fault
	var algorithm *ssh.AlgorithmNegotiationError
	var channel *ssh.OpenChannelError
	var over *overtime
	stage := h.login.watch.waitingFor()
	switch cause := context.Cause(h.ctx); {
	case cause == nil && scarcity.Of(err) != "":
		return err
	case errors.As(err, &known):
		return known
	case errors.Is(err, errTurn):
		return err
	case errors.As(cause, &over):
		return &fault{"handshake", snapshot.Timeout, fmt.Sprintf("the device did not complete %s within %s; %s", stage, over.limit, h.advice(stage, over))}
	case cause != nil:
		return cause
	case errors.As(err, &algorithm):
		return h.noCommonAlgorithm(algorithm)
	case errors.As(err, &channel):
		return &fault{"channel", snapshot.Protocol, fmt.Sprintf(
			"the device refused a session after the login (%.80s); %s",
			h.rejection(channel), endedSession)}
	case h.objection != "":
		return authFault(h.objection)
	case strings.Contains(err.Error(), "unable to authenticate"), h.refusal(err):
		return h.refused()
	case strings.Contains(err.Error(), "keys are insecure"):
		return &fault{"algorithms", snapshot.Unsupported, "the RSA host key of the device is shorter than 1024 bits; " +
			"generate a longer one on it, or set GODEBUG=rsa1024min=0"}
	}
	return &fault{"protocol", snapshot.Protocol, fmt.Sprintf("%s failed: %s%s", stage, reason(err), h.hint(stage, err))}
}

// rejection is why a channel was refused, in the words of the protocol and of the device.
func (h *handshake) rejection(e *ssh.OpenChannelError) string {
	reason, said := e.Reason.String(), strings.TrimSpace(h.login.sanitize(e.Message))
	if said == "" || said == reason {
		return reason
	}
	return reason + ": " + said
}

// advice is what was seen, and what most often is behind silence at this stage.
func (h *handshake) advice(stage string, over *overtime) string {
	if stage == keyExchange {
		return h.describe() + "; " + over.advice()
	}
	return over.advice()
}

// hint is what was seen of an end at this stage, and what most often is behind it.
func (h *handshake) hint(stage string, err error) string {
	switch {
	case stage == keyExchange && closed(err) && h.greeting.firstLine() == "":
		return "; all its VTY lines may be in use, or an access class may not admit this host"
	case stage == keyExchange && closed(err) && h.greeting.isSSH():
		return "; " + h.describe() + "; all its VTY lines may be in use, or an access class may not admit this host"
	case stage == keyExchange:
		return "; " + h.describe()
	case stage == theLogin && closed(err):
		return "; its AAA servers may be down, or all its VTY lines in use"
	case stage == sessionRequest && closed(err):
		return "; " + endedSession
	}
	return "; what the device sent is not SSH: it, or something on the way, may be broken"
}

// refusal reports whether the device judged the credential and refused it. x/crypto has no types for either end.
func (h *handshake) refusal(err error) bool {
	text := err.Error()
	return h.tried && h.objection == "" && (h.askedAgain ||
		strings.Contains(text, "ssh: unable to authenticate") || strings.Contains(text, "ssh: disconnect, reason"))
}

func (h *handshake) refused() *fault {
	have := "a password"
	switch {
	case h.login.agent:
		have = "an SSH agent"
	case h.login.key != nil && h.login.password != "":
		have = "a key file and a password"
	case h.login.key != nil:
		have = "a key file"
	}
	if !h.tried {
		return authFault(fmt.Sprintf("the device accepts %.80s, and %s is configured; configure what it accepts", h.login.list(h.offered), have))
	}
	why := ""
	if took := h.login.watch.took(); took > h.login.limits.Silence {
		why = fmt.Sprintf(" after %s, as where its AAA servers do not answer and its local accounts are asked", took.Round(time.Second))
	}
	return authFault(fmt.Sprintf("the device refused user %q with %s%s; correct the user name or the credential", h.login.device.Username, have, why))
}

func (h *handshake) noCommonAlgorithm(e *ssh.AlgorithmNegotiationError) error {
	next := "none of the device's exists in this program; enable one of ours on the device"
	if legacy := algorithms(true); slices.ContainsFunc(e.RequestedAlgorithms, func(a string) bool {
		return slices.Contains(slices.Concat(legacy.KeyExchanges, legacy.Ciphers, legacy.MACs), a)
	}) {
		next = "use ssh: legacy in the inventory, or --ssh-legacy, if the device cannot be updated"
	}
	return &fault{"algorithms", snapshot.Unsupported, fmt.Sprintf("no common %s: the device offers %.500s; this program offers %s; %s",
		e.What, names(e.RequestedAlgorithms), names(e.SupportedAlgorithms), next)}
}

// names lists algorithms without the signals that travel among them (RFC 8308 §2.1, OpenSSH's kex-strict).
func names(algorithms []string) string {
	var real []string
	for _, a := range algorithms {
		if !strings.HasPrefix(a, "ext-info-") && !strings.HasPrefix(a, "kex-strict-") {
			real = append(real, a)
		}
	}
	return strings.Join(real, ", ")
}
