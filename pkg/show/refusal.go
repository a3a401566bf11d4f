package show

import "errors"

// ErrorKind is what a device objects to.
type ErrorKind string

// The kinds of errors that devices print instead of an answer.
const (
	InvalidInput     ErrorKind = "invalid_input"
	Incomplete       ErrorKind = "incomplete"
	Ambiguous        ErrorKind = "ambiguous"
	UnknownCommand   ErrorKind = "unknown_command"
	Unauthorized     ErrorKind = "unauthorized"
	PermissionDenied ErrorKind = "permission_denied" // NX-OS: the role of the account does not permit it
	// NoSuchItem is an answer: that part of the configuration is empty.
	NoSuchItem ErrorKind = "no_such_configuration"
)

// Refusal is the error of every parser for a text in which the device refuses the command.
type Refusal struct {
	Kind ErrorKind
	Line string // as printed
}

func (r *Refusal) Error() string { return "the device refused the command: " + r.Line }

// RefusalOf returns the refusal that an error is.
func RefusalOf(err error) (refusal *Refusal, refused bool) {
	refused = errors.As(err, &refusal)
	return refusal, refused
}
