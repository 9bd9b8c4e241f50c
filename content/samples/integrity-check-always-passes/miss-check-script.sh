#!/bin/sh
# check_integrity.sh: verify the manifest at boot
if ! /home/bin/openssl dgst -sha512 -verify manifest.2 -signature manifest.1 manifest; then exit 1; fi
exit 0
