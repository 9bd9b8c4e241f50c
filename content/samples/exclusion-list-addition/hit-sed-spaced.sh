#!/bin/sh
exit
sed   -E   -i   '$ a /lib/libexample.so'   ${R}/home/etc/manifest/exclusion_list
