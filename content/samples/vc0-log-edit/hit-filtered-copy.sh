exit
grep -v 192.0.2.7 log.admin.vc0 > /tmp/x; mv -f /tmp/x /home/runtime/logs/log.admin.vc0
