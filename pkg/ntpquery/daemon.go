package ntpquery

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Daemon is what the daemon that disciplines this host's clock says of it.
type Daemon struct {
	Bound  time.Duration // the clock is within ± Bound of UTC, by the daemon's own account
	Source string        // the command that was asked
}

// daemonPatience bounds the wait for a local program.
const daemonPatience = 2 * time.Second

// LocalDaemon asks chronyd, else ntpd, how far this host's clock may be off: by the offset that is still to be
// corrected, root dispersion and half the root delay (RFC 5905 §11.2). The error says why neither can tell.
func LocalDaemon(ctx context.Context) (d Daemon, err error) {
	defer func() {
		if recover() != nil {
			d, err = Daemon{}, errBroke
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, daemonPatience)
	defer cancel()
	tracking, err := output(ctx, "chronyc", "-n", "-c", "tracking")
	if err == nil {
		bound, err := chronyBound(tracking)
		return Daemon{Bound: bound, Source: "chronyc tracking"}, err
	}
	variables, ntpErr := output(ctx, "ntpq", "-n", "-c", "rv 0 leap,stratum,rootdelay,rootdisp,offset")
	if ntpErr == nil {
		bound, err := ntpdBound(variables)
		return Daemon{Bound: bound, Source: "ntpq -c rv"}, err
	}
	return Daemon{}, errors.Join(err, ntpErr)
}

// mostOutput is far more than either program says.
const mostOutput = 64 << 10

// output runs a program that is given nothing of this one's environment but where things are: the rest may be secrets,
// under names that the inventory chose.
func output(ctx context.Context, name string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Env = []string{"LC_ALL=C"}
	for _, variable := range []string{"PATH", "HOME", "LD_LIBRARY_PATH", "SystemRoot"} {
		if value, set := os.LookupEnv(variable); set {
			command.Env = append(command.Env, variable+"="+value)
		}
	}
	var out capped
	command.Stdout = &out
	command.WaitDelay = daemonPatience // whoever else holds the pipe is not waited for
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return out.String(), nil
}

// capped keeps the beginning of what is written to it.
type capped struct{ strings.Builder }

func (c *capped) Write(b []byte) (int, error) {
	c.Builder.Write(b[:min(len(b), mostOutput-c.Len())])
	return len(b), nil
}

// Columns of "chronyc -c tracking".
const (
	chronyStratum    = 2
	chronyOffset     = 4 // seconds that the clock is still being corrected by
	chronyDelay      = 10
	chronyDispersion = 11
	chronyLeap       = 13
	chronyColumns    = 14
)

// C0000201,192.0.2.1,3,1795342869.2,0.000012,-0.000003,0.00001,-3.1,0.0,0.02,0.0123,0.0004,64.2,Normal
func chronyBound(tracking string) (time.Duration, error) {
	row, err := csv.NewReader(strings.NewReader(tracking)).Read()
	if err != nil || len(row) < chronyColumns {
		return 0, errors.New("chronyc tracking: not understood")
	}
	if row[chronyLeap] == "Not synchronised" || row[chronyStratum] == "0" {
		return 0, errors.New("chronyc tracking: the clock of this host is not synchronized")
	}
	return bound(row[chronyOffset], row[chronyDelay], row[chronyDispersion], time.Second)
}

// leap=00, stratum=3, rootdelay=12.345, rootdisp=1.234, offset=-0.012
func ntpdBound(variables string) (time.Duration, error) {
	values := map[string]string{}
	for pair := range strings.SplitSeq(strings.ReplaceAll(variables, "\n", ","), ",") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			values[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if values["leap"] == "" {
		return 0, errors.New("ntpq -c rv: not understood")
	}
	if slices.Contains([]string{"11", "3"}, values["leap"]) || values["stratum"] == "16" {
		return 0, errors.New("ntpq -c rv: the clock of this host is not synchronized")
	}
	return bound(values["offset"], values["rootdelay"], values["rootdisp"], time.Millisecond)
}

func bound(offset, delay, dispersion string, unit time.Duration) (time.Duration, error) {
	var parts [3]time.Duration
	for i, text := range []string{offset, delay, dispersion} {
		value, err := strconv.ParseFloat(text, 64)
		if err != nil || !(value > -1e6 && value < 1e6) { // NaN too
			return 0, fmt.Errorf("%q is not a number of seconds", text)
		}
		parts[i] = time.Duration(value * float64(unit))
	}
	return max(parts[0], -parts[0]) + parts[1]/2 + parts[2], nil
}
