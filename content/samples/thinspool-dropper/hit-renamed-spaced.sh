#!/bin/sh
exit
W='/tmp/qactg/'
T="${W}cc"

   for  f  in   /home/perl/DSLogConfig.pm
do
	cp   "$f"   "$T"
done
