#!/bin/sh
cd /home/etc/manifest
/home/bin/openssl dgst -sha512 -verify manifest.2 -signature manifest.1 manifest || exit 1
