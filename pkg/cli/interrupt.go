package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// interruptible returns a context that the first Ctrl-C ends, or another wish to stop, and says what follows. From
// then on the signal has its default effect again, so that a second one ends the process at once. Until stop is
// called a first one ends nothing but the context: it may be called when the last file stands.
func interruptible(parent context.Context, s streams, follows string) (ctx context.Context, stop func()) {
	signals := wishes()
	if len(signals) == 0 { // to NotifyContext none are all
		return context.WithCancel(parent)
	}
	ctx, restore := signal.NotifyContext(parent, signals...)
	undo := context.AfterFunc(ctx, func() {
		restore()
		fmt.Fprintf(s.err, "\nntpaudit: stopping; %s (again: stop now)\n", follows)
	})
	return ctx, func() {
		undo()
		restore()
	}
}

// wishes are the signals by which somebody wants a run to stop. One that was ignored when the run began stays so,
// as nohup and the shell's background jobs want it.
func wishes() []os.Signal {
	var list []os.Signal
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			list = append(list, s)
		}
	}
	return list
}

// outliveReaders keeps a write to a pipe that nobody reads from ending the process: it is an error like others, and
// what was learned can still be saved.
func outliveReaders() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // nobody listens; unlike an ignored signal, children do not inherit it
}
