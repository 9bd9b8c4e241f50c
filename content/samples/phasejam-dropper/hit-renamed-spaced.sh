#!/bin/sh
exit
A=/home/webserver/htdocs/dana-na/auth
   cp   -p   "$A/restAuth.cgi"    "$A/restAuth.cgi.bak"
   mv  /home/bin/remotedebug   /home/bin/r
   sed   -E   -i   "s/x/y/"   /home/etc/manifest/manifest
