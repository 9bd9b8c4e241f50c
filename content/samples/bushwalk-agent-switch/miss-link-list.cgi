#!/usr/bin/perl
use CGI; my $q = CGI->new;
my $ua = $q->user_agent;
print $q->header, qq{<a href="/dana-na/jam/querymanifest.cgi?component=preConfig">manifest</a>};
print "<p>", $q->escapeHTML($ua), "</p>";
