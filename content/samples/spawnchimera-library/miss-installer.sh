#!/bin/sh
# second half of the installer: the boot image
cp coreboot.img /boot/coreboot.img
/bin/sh /tmp/installer/do-install-coreboot
killall dsmdm
