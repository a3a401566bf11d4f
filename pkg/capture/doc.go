// Package capture reads texts as a terminal captured them: lines with their ends, control characters, prompts, echoes
// and pagers, and the numbers, clock readings and rules of summer time that the operating systems of one vendor print alike.
//
// It knows no command. A capture may end anywhere: a line without its newline says so in Open.
package capture
