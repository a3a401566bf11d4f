package facts

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"io"
	"io/fs"
	"strings"
	"sync"
	"time"
)

// The time zone database is built in: what a verdict says must not hang on the files of the host. "make zones" takes it from
// the Go distribution; it is in the public domain.
var (
	//go:embed zoneinfo.zip
	zoneArchive []byte
	//go:embed zoneinfo.version
	zoneVersion string
)

// ZoneData is the version of the time zone database that is built in: "2025c".
func ZoneData() string { return strings.TrimSpace(zoneVersion) }

// zoneDataAge is how old the database may be before that is said: laws change several times a year, and most zones rarely.
const zoneDataAge = 18 // months

// ZoneDataOld reports whether the database was certainly more than 18 months old at a time. Its version tells only the year.
func ZoneDataOld(at time.Time) bool {
	issued, err := time.Parse("2006", ZoneData()[:min(len(ZoneData()), len("2006"))])
	return err == nil && at.After(issued.AddDate(1, zoneDataAge, 0))
}

var zoneFiles = sync.OnceValues(func() (fs.FS, error) {
	return zip.NewReader(bytes.NewReader(zoneArchive), int64(len(zoneArchive)))
})

// zoneOfName reads a zone from the database. A name that is no path of it is refused by the file system.
func zoneOfName(name string) (zone *time.Location, ok bool) {
	if name == "UTC" {
		return time.UTC, true
	}
	files, err := zoneFiles()
	if err != nil {
		return nil, false
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, false
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, false
	}
	zone, err = time.LoadLocationFromTZData(name, data)
	return zone, err == nil
}
