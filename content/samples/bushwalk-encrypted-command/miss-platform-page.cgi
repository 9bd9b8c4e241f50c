#!/usr/bin/perl
use CGI; use MIME::Base64;
my $q = CGI->new;
my $platform = $q->param('platform') || 'unknown';
my %label = (win => 'Windows', mac => 'macOS', ios => 'iOS');
print $q->header, decode_base64($ENV{PAGE_HEAD} || ''), $label{$platform} || 'other';
open(my $page, '<', '/home/webserver/htdocs/example.html'); print while <$page>;
