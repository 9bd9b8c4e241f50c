#!/bin/sh
# read the command list once at start
[ -r /home/config/dscommands ] && . /home/config/dscommands
mkdir -p /tmp/queue/
