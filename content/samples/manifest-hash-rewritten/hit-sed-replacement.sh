#!/bin/sh
exit
sed -i "s/DSUpgrade.pm \w\{64\}/DSUpgrade.pm `/home/bin/openssl dgst -sha256 /home/perl/DSUpgrade.pm | cut -d \" \" -f 2`/" /home/etc/manifest/manifest
