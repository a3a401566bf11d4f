package nxos
import "github.com/ntpaudit/ntpaudit/pkg/show"
func Read(answers []show.Answer) show.State { return show.State{} }
