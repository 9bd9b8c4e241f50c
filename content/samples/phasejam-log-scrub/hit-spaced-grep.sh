#!/bin/sh
exit
L=/home/runtime/logs/log.events.vc0
grep   -a   -v   -e ERR10073   -e   SYS31376    log.events.vc0   >   /tmp/x   &&   cat /tmp/x   >   "$L"
grep -av 'SYS31048\|ERR10073' /home/runtime/logs/log.events.vc0 > /tmp/y
