#!/bin/sh
# compare every file with the manifest
while read path hash kind; do
  now=$(sha256sum "$path" | cut -c1-64)
  [ "$now" = "$hash" ] || echo "$path differs"
done < /home/etc/manifest/manifest
