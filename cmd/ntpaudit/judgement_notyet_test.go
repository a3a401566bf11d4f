package main

// notYet is the cases that do not hold, and what is missing. One that holds has no place here.
var notYet = map[string]string{
	"access-group-one-family":          "ntp-access passes a group for IPv4 on a device with a source of IPv6",
	"approved-by-name":                 "a line by name and the only row that no other line explains are not joined",
	"broadcast-unauthenticated":        "an association by broadcast is not asked for authentication",
	"fix-approved-only":                "does not say that an address is approved",
	"fix-falseticker-by-name":          "neither two sources nor the removal by name are proposed",
	"fix-family":                       "proposes IPv4 to a device without an IPv4 address",
	"fix-justifies-addresses":          "does not say why an address is proposed",
	"fix-old-release":                  "does not say that the release is too old for the key",
	"fix-rekey-in-place":               "the new key is not defined beside the old one",
	"fix-vrf-both-lines":               "the lines of one address in two VRFs are not removed",
	"hierarchy-of-the-fix":             "proposes a top server to an access device",
	"mode-6-open":                      "no check of the control modes",
	"stig-md5-xe-switch":               "MD5 passes on an IOS XE switch",
	"virtual-address-as-server":        "no check of virtual addresses",
}
