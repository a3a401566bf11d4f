package iosxr

// account shows an account that can send the lines of this platform and nothing else.
const account = `A task group that may read, and a user group of it (not tried on a device: show aaa task tells
the tasks of your release):

  taskgroup ntpaudit
   task read basic-services
   task read ip-services
   task read config-services
   task read logging
   task read interface
   task read hsrp
   task read vrrp
  usergroup ntpaudit
   taskgroup ntpaudit
  username ntpaudit
   group ntpaudit
   secret <password>
`
