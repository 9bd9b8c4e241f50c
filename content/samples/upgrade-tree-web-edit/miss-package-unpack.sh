exit
mount /dev/newroot /tmp/data/root
cd /tmp/data/root && gzip -dc /data/upgrade/new-pack.tgz | cpio -id
ls -l /tmp/data/root/home/VERSION
