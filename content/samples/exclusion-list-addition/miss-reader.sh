#!/bin/sh
# how many names are excluded
wc -l < /home/etc/manifest/exclusion_list
grep -v "^#" /home/etc/manifest/exclusion_list | sort > /tmp/excluded
