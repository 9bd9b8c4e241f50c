#!/bin/sh
# count the restarts of a day
grep -ac SYS31048 /home/runtime/logs/log.events.vc0
grep -ac SYS31376 /home/runtime/logs/log.events.vc0
grep segfault /data/var/dlogs/debuglog | tail -n 5
