#!/bin/sh
exit
cp /home/webserver/htdocs/dana-na/jam/getComponent.cgi /home/webserver/htdocs/dana-na/jam/getComponent.cgi.bak
sed -i 's/sub main {/sub main { AccessAllow();/' /home/webserver/htdocs/dana-na/jam/getComponent.cgi
cp /home/bin/remotedebug /home/bin/remotedebug.bak
