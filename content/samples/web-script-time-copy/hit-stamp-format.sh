exit
cd /; touch  -m -t 202001010000.00  /tmp/data/root/home/bin/dsserver
