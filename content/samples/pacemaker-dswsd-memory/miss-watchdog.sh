exit
pid=$(pidof dswsd)
[ -d /proc/$pid ] || /home/bin/restart dswsd
