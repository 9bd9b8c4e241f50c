exit
cat /dev/null > /home/runtime/logs/log.events.vc0
