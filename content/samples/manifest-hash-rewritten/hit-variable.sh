#!/bin/sh
exit
h=$(openssl dgst -sha256 /home/webserver/htdocs/dana-na/auth/restAuth.cgi | awk '{print $2}')
sed -i "s#restAuth.cgi [0-9a-f]*#restAuth.cgi $h#" /home/etc/manifest/manifest
