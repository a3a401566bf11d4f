// Command ntpaudit tells how wrong the clock of every network device is, with proof.
package main

import (
	"os"

	"github.com/ntpaudit/ntpaudit/pkg/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
