package ios

import (
	"math"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// ParseSNTP reads "show sntp":
//
//	SNTP server     Stratum   Version    Last Receive
//	192.0.2.1          6         1        00:01:03    Synced
func ParseSNTP(text string) (show.SNTP, error) {
	s := show.SNTP{Servers: []show.SNTPServer{}, Unparsed: []string{}}
	header := false
	for l := range content(text) {
		words := strings.Fields(l.Text)
		switch {
		case len(words) > 2 && words[0] == "SNTP" && words[1] == "server" && words[2] == "Stratum":
			header = true
		case strings.HasPrefix(l.Text, "Broadcast client mode is enabled"):
			header = true
		default:
			if server, ok := sntpRow(words); ok && !l.Open {
				s.Servers = append(s.Servers, server)
			} else {
				s.Unparsed = append(s.Unparsed, l.Raw)
			}
		}
	}
	if !header && len(s.Servers) == 0 {
		return s, notUnderstood(text, "SNTP table")
	}
	return s, nil
}

func sntpRow(words []string) (show.SNTPServer, bool) {
	if len(words) < 4 || !capture.IsHost(words[0]) {
		return show.SNTPServer{}, false
	}
	r := show.SNTPServer{Address: words[0], Configured: true}
	var ok1, ok2, ok3 bool
	r.Stratum, ok1 = capture.Integer(words[1], 0, 16)
	r.Version, ok2 = capture.Integer(words[2], 1, 7)
	r.LastReceive, ok3 = lastReceive(words[3])
	for _, w := range words[4:] {
		switch w {
		case "Synced":
			r.Synced = true
		case "Bcast":
			r.Configured = false
		default:
			return show.SNTPServer{}, false
		}
	}
	return r, ok1 && ok2 && ok3
}

// lastReceive reads the age of the last answer: 00:01:03, then 1d02h, 2w3d, 1y12w, or never.
func lastReceive(s string) (*int, bool) {
	if s == "never" {
		return nil, true
	}
	if parts := strings.Split(s, ":"); len(parts) == 3 {
		h, ok1 := capture.Integer(parts[0], 0, 9999)
		m, ok2 := capture.Integer(parts[1], 0, 59)
		sec, ok3 := capture.Integer(parts[2], 0, 59)
		return capture.Ptr(h*3600 + m*60 + sec), ok1 && ok2 && ok3
	}
	const day = 86400
	sum := 0
	for s != "" {
		digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
		n, ok := capture.Integer(s[:digits], 0, 9999)
		if !ok || digits == len(s) {
			return nil, false
		}
		size := map[byte]int{'y': 365 * day, 'w': 7 * day, 'd': day, 'h': 3600}[s[digits]]
		if size == 0 || n > math.MaxInt32/size {
			return nil, false
		}
		sum += n * size
		s = s[digits+1:]
	}
	return &sum, true
}
