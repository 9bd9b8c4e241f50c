#!/bin/sh
exit
if test "${1}"   =   '-c'; then
  sh "$@"
fi
/home/bin/remotedebug.bak "$@"
