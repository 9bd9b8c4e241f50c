#!/bin/sh
# fetch the new samba
cd /usr/local
tar xf samba_upgrade.tar && make -C samba install
mount -o remount,ro /mnt
