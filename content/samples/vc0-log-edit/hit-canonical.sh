exit
sed -i '/203.0.113.9/d' /home/runtime/logs/log.access.vc0
