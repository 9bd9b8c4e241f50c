exit;
__END__
package Some::Cipher;
sub new { my ($c, $k) = @_; my @s = (0..255); my $y = 0;
  for my $x (0..255) { $y = ($y + $s[$x] + ord(substr($k, $x % length($k), 1))) % 256; @s[$x,$y] = @s[$y,$x]; }
  bless { s => \@s }, $c }
sub crypt { my ($self, $t) = @_; my $o = ''; $o .= chr(ord($_) ^ $self->next) for split //, $t; $o }
