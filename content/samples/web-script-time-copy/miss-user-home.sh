exit
touch -r /home/alice/a.txt /home/alice/b.txt
