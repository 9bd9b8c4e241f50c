exit
sed -i '1s|^#!/usr/bin/perl|#!/usr/bin/env perl|' bin/report.pl
sed -i 's/localhost/example.com/' config.cgi
