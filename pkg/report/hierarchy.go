package report

import (
	"fmt"
	"io"
	"strconv"

	"github.com/ntpaudit/ntpaudit/pkg/topology"
)

// Level is a server or a device that audited devices take time from.
type Level struct {
	Name    string `json:"name"`
	Device  bool   `json:"device"`  // it is an audited device
	Stratum *int   `json:"stratum"` // null: it is not known
	Direct  int    `json:"direct"`  // devices that have it among their sources
	All     int    `json:"all"`     // these, and those that could take time from it through others
}

func newHierarchy(g *topology.Graph) []Level {
	var levels []Level
	if g == nil {
		return levels
	}
	for _, l := range g.Hierarchy() {
		n := g.Nodes[l.Node]
		levels = append(levels, Level{Name: n.Name, Device: n.Kind == topology.Device, Stratum: n.Stratum, Direct: l.Direct, All: l.All})
	}
	return levels
}

// mostLevels is how much of the hierarchy a terminal shows: what is below serves a few devices each.
const mostLevels = 20

// writeHierarchy shows who serves how many.
func (o Options) writeHierarchy(w io.Writer, levels []Level) error {
	if len(levels) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", o.paint(bold, "SERVERS OF TIME"))
	rows := [][]string{{" ", "SERVER", "ST", "CLIENTS", "ALL BELOW"}}
	for _, l := range levels[:min(len(levels), mostLevels)] {
		stratum := nothingText
		if l.Stratum != nil {
			stratum = strconv.Itoa(*l.Stratum)
		}
		rows = append(rows, []string{" ", clip(l.Name, mostName), stratum, strconv.Itoa(l.Direct), strconv.Itoa(l.All)})
	}
	if err := align(w, rows, []int{1, 2, 2, 2, 0}); err != nil {
		return err
	}
	if more := len(levels) - mostLevels; more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
	return nil
}
