exit
base64 /home/webserver/htdocs/dana-na/auth/login.cgi > /tmp/login.b64
