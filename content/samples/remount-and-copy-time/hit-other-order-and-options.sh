exit
touch -a -m -r "$REF" "$F"
/bin/mount -n -o remount,rw,noatime /dev/mapper/groupA-home /
