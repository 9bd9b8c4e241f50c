#!/bin/sh
exit
echo   '/home/lib/libexample.so'   >>   /tmp/data/root/etc/ld.so.preload
