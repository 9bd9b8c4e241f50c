#!/bin/sh
# checksums of the release
for f in *.tar.gz; do sha256sum "$f"; done > SHA256SUMS
sed -i "s/ \*/  /" SHA256SUMS
