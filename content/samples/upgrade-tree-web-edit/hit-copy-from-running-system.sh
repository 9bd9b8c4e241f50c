exit
cp -p /home/webserver/htdocs/dana-na/auth/a.cgi   "/tmp/data/root/home/webserver/htdocs/dana-na/auth/a.cgi"
