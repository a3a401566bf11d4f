package snapshot

import (
	"bytes"
	"encoding/json"
	"slices"
)

// SetText takes what the device printed for the command.
func (a *Answer) SetText(raw string) { a.Text = Sanitize(raw) }

// plainAnswer is marshalled without the methods below.
type plainAnswer Answer

// MarshalJSON writes the answer sanitized, however its text came in.
func (a Answer) MarshalJSON() ([]byte, error) {
	a.Command, a.Text = Clean(a.Command), Sanitize(a.Text)
	return encode(plainAnswer(a))
}

// UnmarshalJSON reads an answer and sanitizes it: a file may have been edited.
func (a *Answer) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*plainAnswer)(a)); err != nil {
		return err
	}
	a.SetText(a.Text)
	return nil
}

// encode is json.Marshal that leaves <, > and & as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// sanitized is the device with its free texts sanitized; answers are when they are marshalled. Error and
// notes are sentences of ours that may speak of secrets without holding one, so they are only cleaned: what they
// quote of the device was sanitized when it was quoted.
func (d Device) sanitized() Device {
	d.Prompt, d.Notes = Sanitize(d.Prompt), cleanAll(d.Notes)
	if d.Error != nil {
		d.Error = &Error{Kind: d.Error.Kind, Message: Clean(d.Error.Message)}
	}
	return d
}

func cleanAll(texts []string) []string {
	texts = slices.Clone(texts)
	for i, t := range texts {
		texts[i] = Clean(t)
	}
	return texts
}
