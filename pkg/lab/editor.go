package lab

import (
	"strings"
	"unicode/utf8"
)

// Keys that the line editor knows.
const (
	keyCtrlC     = 0x03
	keyBackspace = 0x08
	keyTab       = 0x09
	keyLF        = 0x0a
	keyCR        = 0x0d
	keyCtrlR     = 0x12
	keyCtrlU     = 0x15
	keyCtrlW     = 0x17
	keyCtrlZ     = 0x1a
	keyEscape    = 0x1b
	keyDelete    = 0x7f
)

// longestLine bounds what one line may hold.
const longestLine = 4 << 10

// readLine reads a command with echo. The newline is echoed as CR LF.
func (v *vty) readLine() (string, error) {
	var line []byte
	for {
		ahead := v.echoed > 0
		b, err := v.readByte()
		if err != nil {
			return "", err
		}
		if b == keyLF && v.skipLF {
			v.skipLF = false
			continue
		}
		v.skipLF = b == keyCR
		switch {
		case ahead && b >= ' ':
			line = append(line, b)
		case b == keyCR || b == keyLF:
			v.print("\n")
			return string(line), nil
		case b == keyCtrlC:
			v.print("\n")
			return "", nil
		case b == keyCtrlZ:
			v.print("^Z\n")
			return "end", nil
		case b == keyEscape:
			if err := v.skipEscape(); err != nil {
				return "", err
			}
		case b == '?':
			v.help(string(line))
			v.redraw(line)
		default:
			line = v.edit(line, b)
		}
	}
}

// echoAhead echoes what is typed ahead although the prompt has not come, as the terminal of NX-OS and IOS-XR does. Only
// plain text is: the first key that edits ends it.
func (v *vty) echoAhead() {
	early := v.device.spec.Terminal.EarlyEcho
	if early == nil || !*early {
		return
	}
	after := v.skipLF
	for _, b := range v.typed[v.echoed:] {
		switch {
		case b == keyLF && after:
		case b == keyCR || b == keyLF:
			v.print("\n")
		case b >= ' ' && b != keyDelete && b != '?':
			v.out.WriteByte(b)
		default:
			return
		}
		after = b == keyCR
		v.echoed++
	}
}

// skipEscape reads the rest of an arrow or function key (ECMA-48 §5.4): there is no cursor to move.
func (v *vty) skipEscape() error {
	b, err := v.readByte()
	if err != nil || b != '[' && b != 'O' {
		return err
	}
	for {
		if b, err = v.readByte(); err != nil || b >= '@' {
			return err
		}
	}
}

// edit applies one key to the line and its echo.
func (v *vty) edit(line []byte, b byte) []byte {
	switch b {
	case keyBackspace, keyDelete:
		return v.erase(line, min(1, len(line)))
	case keyCtrlU:
		return v.erase(line, len(line))
	case keyCtrlW:
		return v.erase(line, len(line)-lastWordStart(line))
	case keyTab:
		return v.complete(line)
	case keyCtrlR:
		v.print("\n")
		v.redraw(line)
		return line
	}
	if b < ' ' || len(line) >= longestLine {
		return line // other keys move a cursor that is always at the end here
	}
	line = append(line, b)
	v.echo(line)
	return line
}

// echo shows the last byte of the line. At the right edge the line scrolls: the cursor goes back to the prompt, and
// "$" stands for what went out at the left.
func (v *vty) echo(line []byte) {
	room := v.room()
	if len(line) <= room {
		v.out.WriteByte(line[len(line)-1])
		return
	}
	shift := max(1, min(scrollStep, room-1))
	if (len(line)-room-1)%shift != 0 {
		v.out.WriteByte(line[len(line)-1])
		return
	}
	tail := line[len(line)-(room-shift):]
	v.out.WriteString(strings.Repeat("\b", room) + "$")
	v.out.Write(tail)
	blank := room - 1 - len(tail)
	v.out.WriteString(strings.Repeat(" ", blank) + strings.Repeat("\b", blank))
}

// scrollStep is how many columns a long line moves at a time.
const scrollStep = 10

// room is how many columns are left for typing: one is kept free at the right edge.
func (v *vty) room() int {
	return max(2, v.width-utf8.RuneCountInString(v.asked)-1)
}

func (v *vty) erase(line []byte, n int) []byte {
	shown := min(n, v.room())
	v.out.WriteString(strings.Repeat("\b \b", shown))
	return line[:len(line)-n]
}

func lastWordStart(line []byte) int {
	trimmed := strings.TrimRight(string(line), " ")
	return strings.LastIndexByte(trimmed, ' ') + 1
}

// redraw shows the prompt and the line again.
func (v *vty) redraw(line []byte) {
	v.ask()
	v.out.Write(line[max(0, len(line)-v.room()):])
}

// readSecret reads a line without echo.
func (v *vty) readSecret(prompt string) (string, error) {
	v.print(prompt)
	var line []byte
	for {
		b, err := v.readByte()
		if err != nil {
			return "", err
		}
		if b == keyLF && v.skipLF {
			v.skipLF = false
			continue
		}
		v.skipLF = b == keyCR
		switch b {
		case keyCR, keyLF:
			v.print("\n")
			return string(line), nil
		case keyBackspace, keyDelete:
			line = line[:max(0, len(line)-1)]
		case keyCtrlC:
			v.print("\n")
			return "", nil
		default:
			line = append(line, b)
		}
	}
}
