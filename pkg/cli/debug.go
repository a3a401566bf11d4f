package cli

import "log/slog"

const debugUsage = "log on standard error what is done, and where the program itself failed; without secrets and device text"

// debugLog is where a run says what it does; nowhere without --debug.
func debugLog(s streams, wanted bool) *slog.Logger {
	if !wanted {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
