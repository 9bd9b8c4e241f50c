#!/usr/bin/perl
use CGI; my $q = CGI->new;
my $text = $q->param('License') || '';
print $q->header(-status => $text =~ /^[A-Z0-9-]{20}$/ ? 200 : 400);
my $http_code = 200; open(my $f, '>>', '/data/licenses.txt'); print $f "$text\n";
