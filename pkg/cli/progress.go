package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// progressInterval is how often a run without a terminal says how far it is: rare enough for a CI log.
const progressInterval = 5 * time.Second

// progress tells on standard error how many devices are done: a bar on a terminal, a line
// every few seconds otherwise.
type progress struct {
	done func(failed bool)
	stop func()
}

func newProgress(w io.Writer, total int, quiet bool) progress {
	switch {
	case quiet || total == 0:
		return progress{done: func(bool) {}, stop: func() {}}
	case isTerminal(w):
		return barProgress(undisguised(w).(*os.File), total)
	}
	return lineProgress(w, total, time.Now)
}

func barProgress(w io.Writer, total int) progress {
	bars := mpb.New(mpb.WithOutput(w), mpb.WithWidth(40))
	bar := bars.AddBar(int64(total),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d devices")),
		mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)),
	)
	return progress{
		done: func(bool) { bar.Increment() },
		stop: func() {
			bar.Abort(true)
			bars.Wait()
		},
	}
}

func lineProgress(w io.Writer, total int, now func() time.Time) progress {
	var mu sync.Mutex
	var finished, failed int
	said := now()
	return progress{
		done: func(bad bool) {
			mu.Lock()
			defer mu.Unlock()
			finished++
			if bad {
				failed++
			}
			if now().Sub(said) >= progressInterval {
				said = now()
				fmt.Fprintf(w, "%d of %d devices asked, %d not in full\n", finished, total, failed)
			}
		},
		stop: func() {},
	}
}

func isTerminal(w any) bool {
	f, ok := undisguised(w).(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth is the width of the terminal behind w, and 0 where there is none.
func terminalWidth(w any) int {
	f, ok := undisguised(w).(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}
