package session

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// watch keeps the time of one device: all that it may take, and what it may take for the stage that it is in. Both
// stand still while the device waits for others. It may be used from several goroutines.
type watch struct {
	end context.CancelCauseFunc // of all that is done with the device

	mu     sync.Mutex
	device allowance
	stage  allowance
	at     string    // what is waited for, in words
	paused time.Time // zero: it runs
	waited time.Duration
}

// allowance is time that passes, and ends everything when it is over.
type allowance struct {
	timer   *time.Timer // nil: none runs
	limit   time.Duration
	expires time.Time
}

// overtime is the cause of the end of a device's context where a limit has passed.
type overtime struct {
	key   string // of "timeouts" in the inventory
	limit time.Duration
}

func (o *overtime) Error() string {
	if o.key == keyLogin {
		return fmt.Sprintf("no prompt within %s of the login", o.limit)
	}
	return fmt.Sprintf("not finished after %s", o.limit)
}

func (o *overtime) advice() string { return advice(o.key) }

// advice is the next step where a limit was too short.
func advice(key string) string {
	if key == keyLogin {
		return "its AAA servers may be slow or down; raise timeouts.login in the inventory, or --timeout, if they are only slow"
	}
	return fmt.Sprintf("raise timeouts.%s in the inventory, or --timeout, if the device is only slow", key)
}

// The keys of "timeouts" in an inventory.
const (
	keyConnect       = "connect"
	keyHandshake     = "handshake"
	keyLogin         = "login"
	keySilence       = "silence"
	keyConfiguration = "configuration"
	keyDevice        = "device"
)

// watchOver starts the time of a device. The context ends with an *overtime when it is over.
func watchOver(parent context.Context, device time.Duration) (context.Context, *watch) {
	ctx, end := context.WithCancelCause(parent)
	w := &watch{end: end}
	w.device = w.allow(keyDevice, device)
	return ctx, w
}

func (w *watch) allow(key string, limit time.Duration) allowance {
	return allowance{
		limit:   limit,
		timer:   time.AfterFunc(limit, func() { w.end(&overtime{key, limit}) }),
		expires: time.Now().Add(limit),
	}
}

// enter begins a stage, and ends the one before.
func (w *watch) enter(at, key string, limit time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stage.stop()
	w.at, w.stage = at, w.allow(key, limit)
}

// goOn names what is waited for now, within the stage that runs.
func (w *watch) goOn(at string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = at
}

// arrive ends a stage, so that only the time of the device runs, and returns how long the stage has taken.
func (w *watch) arrive() (took time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	took = w.stage.took()
	w.stage.stop()
	return took
}

// took is how long the stage has taken so far.
func (w *watch) took() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stage.took()
}

// waitingFor is what the device was last said to be waited for.
func (w *watch) waitingFor() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

// pause stops the time of the device, because it waits for others.
func (w *watch) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.device.hold()
	w.stage.hold()
	w.paused = time.Now()
}

// resume lets it go on, and returns how long it stood still.
func (w *watch) resume() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	pause := time.Since(w.paused)
	w.waited += pause
	w.device.goOn(pause)
	w.stage.goOn(pause)
	return pause
}

// stop ends everything that is still under way, and returns how long the device has waited for others.
func (w *watch) stop() (waited time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stage.stop()
	w.device.stop()
	w.end(nil)
	return w.waited
}

func (a *allowance) took() time.Duration { return a.limit - time.Until(a.expires) }

func (a *allowance) hold() {
	if a.timer != nil {
		a.timer.Stop()
	}
}

func (a *allowance) goOn(pause time.Duration) {
	if a.timer != nil {
		a.expires = a.expires.Add(pause)
		a.timer.Reset(time.Until(a.expires))
	}
}

func (a *allowance) stop() {
	a.hold()
	a.timer = nil
}
