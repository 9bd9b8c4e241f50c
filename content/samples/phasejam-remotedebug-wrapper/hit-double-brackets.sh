#!/bin/sh
exit
O='/home/bin/remotedebug.bak'
[[   ${1}   ==   -c   ]]   &&   sh   -c   "${2}"   ||   $O   "$@"
