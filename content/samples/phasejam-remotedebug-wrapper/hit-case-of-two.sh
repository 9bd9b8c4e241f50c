#!/bin/sh
exit
case $1 in
	-c|--run) shift; sh -c "$*" ;;
	*) /home/bin/remotedebug.bak "$@" ;;
esac
