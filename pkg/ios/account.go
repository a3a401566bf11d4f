package ios

// account shows accounts that can send the lines of this platform and nothing else.
const account = `A least-privilege account by TACACS+ (tac_plus syntax; the daemon must send the command
set for privilege 15, as show running-config prints only what the level may configure):

  user = ntpaudit {
    service = exec { priv-lvl = 15 }
    cmd = terminal { permit "^(length 0|width 511)$" }
    cmd = show {
      permit "^clock( detail)?$"
      permit "^privilege$"
      permit "^version$"
      permit "^ntp (status|associations( detail)?)$"
      permit "^crypto pki certificates$"
      permit "^(running|startup)-config \| include "
    }
  }

Without an AAA server, a local account. At level 1 all but the configuration is answered, and the
checks that need it say "not measured":

  username ntpaudit privilege 1 algorithm-type scrypt secret <password>

A level in between may be given show running-config, but IOS then prints only the lines that this
level may configure, an almost empty configuration. That is no evidence either, and said so:

  privilege exec level 5 show running-config
  username ntpaudit privilege 5 algorithm-type scrypt secret <password>

Level 15 reads everything. Let the list above, not the level, be what the account may do, by
command authorization on the AAA server.
`
