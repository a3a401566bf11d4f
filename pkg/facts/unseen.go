package facts

// Unseen lists, by their places, the devices that may take time from others without its being known, or from an address that is not:
// those that were not reached, or of which the association table or the configuration was not read whole.
func (f *Fleet) Unseen() (places []int) {
	for i := range f.Devices {
		if f.Devices[i].unseen() {
			places = append(places, i)
		}
	}
	return places
}

// unseen: a device with NTP off may still be a client of SNTP, which only its configuration tells.
func (d *Device) unseen() bool {
	off := d.NTP != nil && d.NTP.Enabled != nil && !*d.NTP.Enabled
	if !off && (d.NTP == nil || !d.NTP.Known) || d.Config == nil {
		return true
	}
	for _, words := range [...]string{"ntp server", "ntp peer", "ntp source", "ntp source-interface", "sntp server", "interface"} {
		if d.Config.Misread(words) {
			return true
		}
	}
	return false
}
