#!/bin/sh
# start the remote debugger if support asked for it
if [ "$1" = "-c" ]; then conf="$2"; fi
exec /home/bin/remotedebug --config "$conf"
