package capture

import "github.com/ntpaudit/ntpaudit/pkg/show"

// CertificateDate puts together the words of a date that has no weekday: "Nov", "20", "00:44:52", "2025", "UTC". It fails for
// one that does not exist.
func CertificateDate(month, day, clock, year, zone string) (d show.CertificateDate, ok bool) {
	flag, time, ok1 := SplitTime(clock)
	n, ok2 := Integer(day, 1, 31)
	y, ok3 := Integer(year, 0, 9999)
	if !ok1 || !ok2 || !ok3 || flag != "" || len(time) != 3 || len(year) != 4 {
		return d, false
	}
	d = show.CertificateDate{Year: y, Month: Month(month), Day: n, Hour: time[0], Minute: time[1], Second: time[2], Zone: zone}
	return d, d.Exists()
}

// SetCertificateDate takes a date once. A second one of its kind is of a certificate whose title was not understood.
func SetCertificateDate(into **show.CertificateDate, line string, d show.CertificateDate) bool {
	if *into != nil {
		return false
	}
	d.Line = line
	*into = &d
	return true
}
