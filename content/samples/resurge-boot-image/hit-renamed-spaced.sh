#!/bin/sh
exit
B=/tmp/data/root/kern/coreboot.img
H="/home/bin/dsmain"

   $H   gunzip   a.gz
   dsmain    -e    a.gz   "$B"    "$K"
   sh /tmp/extract_vmlinux.sh bz > v
