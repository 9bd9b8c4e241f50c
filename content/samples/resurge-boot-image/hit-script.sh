#!/bin/sh
exit
/bin/dsmain -g
/bin/dsmain -d /tmp/data/root/${kerndir}/coreboot.img /tmp/x/coreboot.img.1.gz $key
cd /tmp/coreboot_fs
/bin/dsmain cpio -idm < coreboot.img.1
/bin/dsmain -e /tmp/x/coreboot.img.1.gz /tmp/data/root/${kerndir}/coreboot.img $key
