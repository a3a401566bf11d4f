package nxos
import "github.com/ntpaudit/ntpaudit/pkg/show"
func Render(c show.Change) ([]string, error) { return nil, nil }
