#!/bin/sh
# fsck wants the root writable once
mount -o remount,rw / && touch /.checked && mount -o remount,ro /
