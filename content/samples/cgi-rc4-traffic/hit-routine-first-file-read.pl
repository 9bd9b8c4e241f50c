exit;
__END__
sub rc {
  my ($k, $t) = @_; my @s = (0..255); my $j = 0;
  for my $i (0..255) { $j = ($j + $s[$i] + ord(substr($k, $i % length $k, 1))) % 256; @s[$i,$j] = @s[$j,$i]; }
  my $o = ''; for my $c (split //, $t) { $i = ($i + 1) % 256; $o .= chr(ord($c) ^ $s[$i]); } $o }

my $n = rc( 'k' , $q->param( 'n' ) ) ;
open( my $f , '<' , $n ) ;
print rc( 'k' , $_ ) while <$f> ;
