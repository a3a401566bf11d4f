package lab

import _ "embed"

//go:embed campus.yaml
var campus []byte

// Campus is the specification that ships: fourteen devices and four NTP servers with the time problems of real life.
func Campus() (Spec, error) { return Parse("campus.yaml", campus) }
