#!/bin/sh
# rebuild the boot image
gunzip -c coreboot.img > c.cpio
mkdir coreboot_fs && cd coreboot_fs && cpio -id < ../c.cpio
find . | cpio -o -H newc | gzip > ../coreboot.img
