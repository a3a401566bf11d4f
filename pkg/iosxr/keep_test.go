package iosxr

import "testing"

func TestKeep(t *testing.T) {
	text := "router hsrp\n interface Gi0/0/0/1\n  address-family ipv4\n   hsrp 1\n    authentication TOPSECRET\n    address 192.0.2.254\n"
	text += "router hsrp interface Gi0/0/0/2 address-family ipv4 hsrp 1 Authentication TOPSECRET\n"
	want := "router hsrp\n interface Gi0/0/0/1\n  address-family ipv4\n   hsrp 1\n    address 192.0.2.254\n"
	if got := keep(ShowConfigHSRP, text); got != want {
		t.Errorf("%q", got)
	}
	if got := keep(ShowConfigVRRP, "    text-authentication TOPSECRET\n"); got != "" {
		t.Errorf("%q", got)
	}
	if got := keep(ShowConfigNTP, "ntp\n authentication-key 1 md5 encrypted X\n"); got != "ntp\n authentication-key 1 md5 encrypted X\n" {
		t.Errorf("%q", got)
	}
}
