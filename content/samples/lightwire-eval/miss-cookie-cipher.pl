#!/usr/bin/perl
# remembers the language choice in an obscured cookie
use strict; use CGI; use MIME::Base64; use Crypt::RC4;
my $q = CGI->new;
my $rc4 = Crypt::RC4->new($ENV{COOKIE_KEY});
my $choice = eval { $rc4->RC4(decode_base64($q->param('lang'))) };
$choice = 'en' if $@ || $choice !~ /^[a-z]{2}$/;
print $q->header(-charset => 'utf-8'), "Language: $choice\n";
