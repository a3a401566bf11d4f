package lab

import (
	"strings"
	"time"
)

// do runs a command that was understood and permitted, and prints its answer.
func (v *vty) do(p parsed, f filter) {
	spec := v.device.spec
	delay := spec.CPU
	if strings.HasPrefix(p.full, "show running-config") {
		delay += spec.ConfigDelay
	}
	if !v.compute(delay) {
		return
	}
	heading := v.os.heading(v, p.full)
	v.above = ""
	answer := p.run(v, p.args)
	answer = heading + v.withSyslog(v.above+f.apply(answer))
	if fault := spec.Fault.command(); fault != "" && strings.HasPrefix(p.full+" ", fault+" ") {
		v.spoil(answer)
		return
	}
	v.emit(answer)
}

// compute waits as long as the device is busy, and reports whether the session is still there. What was printed
// so far, the echo above all, goes out first.
func (v *vty) compute(d time.Duration) bool {
	if d == 0 {
		return true
	}
	if v.flush() != nil {
		v.over = true
		return false
	}
	v.link.work(true)
	defer v.link.work(false)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-v.link.done:
	case <-v.ctx.Done():
	}
	v.over = true
	return false
}

// emit prints an answer, a page at a time where the terminal has a length.
func (v *vty) emit(text string) {
	rows, paged := 0, false
	for line := range strings.Lines(text) {
		if v.paged && !v.unpaged && v.length > 0 && rows >= max(1, v.length-1) {
			paged = true
			switch v.more() {
			case ' ':
				rows = 0
			case keyCR, keyLF:
				rows--
			default:
				return
			}
		}
		v.print(line)
		rows++
	}
	if paged {
		v.lastPage()
	}
}

// lastPage waits for "q" where the pager has a prompt for the end.
func (v *vty) lastPage() {
	pager := v.device.traits.more
	if pager.last == "" {
		return
	}
	v.print(pager.last)
	for !v.over {
		key, err := v.readByte()
		if err != nil {
			v.over = true
		}
		if key == 'q' || key == 'Q' {
			break
		}
	}
	v.print(pager.wipe)
}

// more shows the pager and returns the key that answered it.
func (v *vty) more() byte {
	pager := v.device.traits.more
	v.print(pager.prompt)
	key, err := v.readByte()
	if err != nil {
		v.over = true
		return 0
	}
	v.skipLF = key == keyCR
	v.print(pager.wipe)
	return key
}

// spoil prints an answer as the fault of the device has it.
func (v *vty) spoil(answer string) {
	kind := v.device.spec.Fault.Kind
	half := answer[:len(answer)/2]
	switch kind {
	case FaultCut:
		v.print(half + "\n")
	case FaultGarbage:
		v.out.Write(garbage(smallSeed(v.device.lab.spec.Seed, v.device.spec.Name), 1<<10))
		v.print("\n")
	case FaultClose, FaultReset:
		v.print(half)
		v.endBy(kind)
	case FaultEndless:
		for v.flush() == nil {
			v.print(strings.Repeat("y", 100) + "\n")
		}
		v.over = true
	case FaultSlow:
		for i := 0; i < len(answer) && v.compute(v.device.spec.Fault.pace()); i++ {
			v.print(answer[i : i+1])
		}
	default:
		v.endBy(kind)
	}
}

// endBy writes what is left and ends the connection as a fault does.
func (v *vty) endBy(kind FaultKind) {
	if v.flush() == nil {
		v.device.strike(v.ctx, v.link, kind)
	}
	v.over = true
}

// faultAtPrompt lets a fault of the prompt have its way, and reports whether the session is over.
func (v *vty) faultAtPrompt() bool {
	switch v.device.spec.Fault.Kind {
	case FaultRefuse:
		v.print("% Authorization failed.\n")
	case FaultGarbage, FaultEndless, FaultSlow:
		v.spoil(strings.Repeat("no prompt ", 1000))
		v.endBy(FaultHang)
	default:
		v.endBy(v.device.spec.Fault.Kind)
	}
	return true
}

// withSyslog puts log messages into an answer, behind its first line.
func (v *vty) withSyslog(answer string) string {
	messages := v.device.spec.Terminal.Syslog
	if !v.monitor || len(messages) == 0 {
		return answer
	}
	first, rest, _ := strings.Cut(answer, "\n")
	var b strings.Builder
	if first != "" || rest != "" {
		b.WriteString(first + "\n")
	}
	for _, message := range messages {
		b.WriteString(v.device.os.logLine(v.device, message) + "\n")
	}
	return b.String() + rest
}
