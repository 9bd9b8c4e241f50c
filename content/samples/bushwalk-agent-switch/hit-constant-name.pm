#!/usr/bin/perl
exit;
__END__
use constant USER_AGENT => shift;
unlink("/home/webserver/htdocs/dana-na/jam/querymanifest.cgi") if USER_AGENT =~ /Off/;
