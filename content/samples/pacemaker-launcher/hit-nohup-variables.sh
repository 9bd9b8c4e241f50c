exit
nohup /tmp/memread -m "$MB" -t "$MIN" -s "$SEC" >/dev/null &
