package shield_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/ntpaudit/ntpaudit/pkg/shield"
)

func TestPanicsEndHere(t *testing.T) {
	var index = 3
	for name, test := range map[string]struct {
		f     func()
		cause string // "": it comes to its end
	}{
		"well":             {func() {}, ""},
		"a text":           {func() { panic("what a device sent") }, "string"},
		"the runtime's":    {func() { _ = make([]int, 1)[index] }, "index out of range [3] with length 1"},
		"nil":              {func() { panic(nil) }, "nil argument"},
		"behind a recover": {func() { defer func() { panic(recover()) }(); panic("what a device sent") }, "string"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			whole := shield.Run(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), "edge01", test.f)
			if whole != (test.cause == "") {
				t.Errorf("came to its end: %v", whole)
			}
			said := log.String()
			if !strings.Contains(said, test.cause) || strings.Contains(said, "sent") || !whole && !strings.Contains(said, "TestPanicsEndHere") {
				t.Errorf("the log says %q", said)
			}
		})
	}
}
