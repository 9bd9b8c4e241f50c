#!/usr/bin/perl
exit;
__END__
my $keep = '/home/etc/sql/dsserver/sessionserver.pl';
my $page = "/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi";
print "$keep $page\n";
