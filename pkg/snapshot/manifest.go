package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/user"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// ManifestSchema is the version of the manifest's form.
const ManifestSchema = "ntpaudit.manifest/v1"

// Manifest lists the files of a saved snapshot, so that a change to any of them shows.
type Manifest struct {
	Schema   string    `json:"schema"`
	RunID    string    `json:"run_id"`
	Tool     Tool      `json:"tool"`
	RunBy    string    `json:"run_by"`   // user@host
	Started  time.Time `json:"started"`  // as in the snapshot
	Finished time.Time `json:"finished"` // likewise
	Files    []File    `json:"files"`    // the snapshot, then the devices in their order
}

// File is one file of a saved snapshot.
type File struct {
	Path   string `json:"path"` // from the snapshot's folder, with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// The files of a saved run.
const (
	manifestFile  = "manifest.json"
	snapshotFile  = "snapshot.json"
	soFarFile     = "so-far.json" // only while the run goes on
	devicesFolder = "devices"
)

// Operator is user@host of this process.
func Operator() string {
	name, host := "unknown", "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if h, err := os.Hostname(); err == nil {
		host = h
	}
	return name + "@" + host
}

// longestName keeps paths within what every file system takes.
const longestName = 64

// deviceFile is the path of the i-th device. Its number makes it unique, whatever the name is.
func deviceFile(i int, name string) string {
	return devicePrefix(i) + safefile.Name(name, longestName) + ".json"
}

func devicePrefix(i int) string { return fmt.Sprintf("%s/%04d-", devicesFolder, i+1) }

// deviceNumber is the place in the inventory, counted from 0, of the device whose file has this path. ok is false
// where the path is not that of any device.
func deviceNumber(path string) (i int, ok bool) {
	number, _, _ := strings.Cut(strings.TrimPrefix(path, devicesFolder+"/"), "-")
	n, err := strconv.Atoi(number)
	return n - 1, err == nil && n > 0 && isDeviceFile(n-1, path)
}

// isDeviceFile reports whether Save may have given the path to the i-th device.
func isDeviceFile(i int, path string) bool {
	name, ok := strings.CutPrefix(path, devicePrefix(i))
	name, isJSON := strings.CutSuffix(name, ".json")
	return ok && isJSON && deviceFileName.MatchString(name)
}

// deviceFileName is every name that a version of Save has given.
var deviceFileName = regexp.MustCompile(`^[A-Za-z0-9._-]{0,64}$`)

func describe(path string, data []byte) File {
	sum := sha256.Sum256(data)
	return File{path, int64(len(data)), hex.EncodeToString(sum[:])}
}
