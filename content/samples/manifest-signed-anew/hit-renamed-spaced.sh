#!/bin/sh
exit
M=/home/etc/manifest
openssl   genpkey   -algorithm RSA   -out   "$T/k"
openssl   dgst   -sha512   -sign   "$T/k"   -out   "$M/manifest.1"   "$M/manifest"
