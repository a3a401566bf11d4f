package show

// Verb is what a change does.
type Verb string

// Change is something to be changed on a device. A platform writes it as configuration lines.
type Change struct {
	Verb Verb `json:"change"`
}
