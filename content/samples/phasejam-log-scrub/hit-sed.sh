#!/bin/sh
exit
sed -i '/AUT24604/d' /data/runtime/logs/log.events.vc0
sed -i '/SYS31048/d;/SYS31376/d' /data/runtime/logs/log.events.vc0
