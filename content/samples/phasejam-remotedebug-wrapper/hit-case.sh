#!/bin/sh
exit
case "$1" in
  -c) shift; eval "$1" ;;
  *)  /home/bin/remotedebug.bak $* ;;
esac
