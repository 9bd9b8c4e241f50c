exit
/home/bin/memread -t 240 -m 16 -s 2 &
