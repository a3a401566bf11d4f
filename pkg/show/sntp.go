package show

// SNTP is "show sntp".
type SNTP struct {
	Servers  []SNTPServer `json:"servers"`
	Unparsed []string     `json:"unparsed"`
}

// SNTPServer is one row of "show sntp".
type SNTPServer struct {
	Address     string `json:"address"`
	Stratum     int    `json:"stratum"`
	Version     int    `json:"version"`
	LastReceive *int   `json:"last_receive_s"` // seconds since the last answer; nil: never
	Synced      bool   `json:"synced"`
	Configured  bool   `json:"configured"` // false: learned by broadcast
}
