#!/bin/sh
# extract_vmlinux: try each compression in turn, like the kernel's own helper
me=${0##*/}
tmp=$(mktemp /tmp/extract_vmlinux.XXX)
trap "rm -f $tmp" 0
for c in gunzip unxz bunzip2; do tail -c+1 "$1" | $c > "$tmp" 2>/dev/null && cat "$tmp" && exit 0; done
exit 1
