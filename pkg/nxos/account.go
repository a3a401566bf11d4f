package nxos

// account shows an account that can send the lines of this platform and nothing else.
const account = `The role network-operator answers all but the configuration, and the checks that need it say
"not measured". A role of its own that may read the time lines as well (not tried on a device:
look at what your release makes of it):

  role name ntpaudit
    rule 1 permit command show clock
    rule 2 permit command show ntp peers
    rule 3 permit command show ntp peer-status
    rule 4 permit command show version
    rule 5 permit command show crypto ca certificates
    rule 6 permit command show running-config ntp
    rule 7 permit command show running-config
    rule 8 permit command show startup-config
    rule 9 permit command terminal *
  username ntpaudit password <password> role ntpaudit
`
