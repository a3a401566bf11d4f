package snapshot

import (
	"bytes"
	"encoding/json"
	"slices"
)

// SetText takes what the device printed for the command.
func (a *Answer) SetText(raw string) { a.Text = Sanitize(raw) }

// plainAnswer and plainError are marshalled without the methods below.
type (
	plainAnswer Answer
	plainError  Error
)

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

// MarshalJSON writes the error sanitized: a message may quote the device.
func (e Error) MarshalJSON() ([]byte, error) {
	e.Message = Sanitize(e.Message)
	return encode(plainError(e))
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

// sanitized is the device with its free texts sanitized; answers and error are when they are marshalled.
func (d Device) sanitized() Device {
	d.Prompt, d.Notes = Sanitize(d.Prompt), sanitizeAll(d.Notes)
	return d
}

func sanitizeAll(texts []string) []string {
	texts = slices.Clone(texts)
	for i, t := range texts {
		texts[i] = Sanitize(t)
	}
	return texts
}
