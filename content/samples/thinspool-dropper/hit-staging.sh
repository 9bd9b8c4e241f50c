#!/bin/sh
exit
mkdir -p /tmp/qactg/
echo "/home/config/dscommands" > /tmp/qactg/list
echo "/home/perl/DSLogConfig.pm" >> /tmp/qactg/list
grep -c ADM20447 /tmp/qactg/list
