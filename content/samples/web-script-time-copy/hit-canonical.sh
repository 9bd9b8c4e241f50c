exit
touch -r /home/webserver/htdocs/dana-na/auth/a.cgi /home/webserver/htdocs/dana-na/auth/b.cgi
