#!/bin/sh
# the hardened allocator for every program
echo /usr/lib/libhardened_malloc.so >> /etc/ld.so.preload
