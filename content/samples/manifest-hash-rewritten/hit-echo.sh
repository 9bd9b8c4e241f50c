#!/bin/sh
exit
echo   "/lib/x.so  $(sha256sum /lib/x.so | cut -c1-64) b"   >>   /tmp/data/root/home/etc/manifest/manifest
