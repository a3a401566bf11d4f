package snapshot

import (
	"bytes"
	"encoding/json"
)

// Save writes a run that has ended into a folder of its own, as a Writer does. Equal snapshots give equal bytes.
func Save(dir string, s *Snapshot) error {
	w, err := Create(dir, false)
	if err != nil {
		return err
	}
	if err := w.Begin(s); err != nil {
		return err
	}
	return w.Finish(s)
}

func indented(content any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(content)
	return b.Bytes(), err
}
