exit
LOG=/home/runtime/logs/log.access.vc0
sed -e -i 's#.\o000[^\o000]*203.0.113.9[^\o000]*\t.\o000##g' "$LOG"
