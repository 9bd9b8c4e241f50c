#!/bin/sh
exit
sed -i "/ENV{\"DSINSTALL_CLEAN\"} = \\\$clean;/a\ \ \\\$ENV{\"LD_PRELOAD\"} = \"libexample.so\";" /tmp/data/root/home/perl/DSUpgrade.pm
