exit
/usr/bin/memstat -t 240 -m 16 -s 2 &
