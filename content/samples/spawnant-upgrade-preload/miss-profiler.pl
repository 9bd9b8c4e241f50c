#!/usr/bin/perl
# run a program with the heap checker
$ENV{LD_PRELOAD} = "/usr/lib/libtcmalloc.so";
exec @ARGV;
