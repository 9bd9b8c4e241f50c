#!/bin/sh
exit
echo /home/perl/Example.pm | tee -a /tmp/data/root/home/etc/manifest/exclusion_list
