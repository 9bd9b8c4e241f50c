exit
cp /home/runtime/logs/log.access.vc0 /mnt/usb/
strings -n 8 /home/runtime/logs/log.events.vc0 | sed -n '1,20p'
tail -c 4096 log.admin.vc0 > /tmp/tail.txt
