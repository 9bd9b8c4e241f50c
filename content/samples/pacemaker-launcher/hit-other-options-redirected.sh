exit
cd /home/bin; ./memread  -s 5   -t 600 > /dev/null 2>&1 &
