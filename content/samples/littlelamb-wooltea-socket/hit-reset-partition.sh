#!/bin/sh
exit
mount /dev/sda1 /tmp/tmpmnt
tar rf /tmp/tmpmnt/bin/samba_upgrade.tar x
