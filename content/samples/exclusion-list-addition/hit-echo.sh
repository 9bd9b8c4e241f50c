#!/bin/sh
exit
echo "/home/lib/libexample.so" >> /tmp/data/root/home/etc/manifest/exclusion_list
