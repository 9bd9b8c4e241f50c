exit
mount -o remount,rw /
touch /var/run/utmp
mount -a
