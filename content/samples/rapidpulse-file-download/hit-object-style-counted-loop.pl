exit;
__END__
sub zz { my( $p , $q ) = @_ ; my @b ; for( my $i = 0 ; $i < 256 ; $i++ ){ $b[ $i ] = $i ; }
  my $h = 0 ; for( my $i = 0 ; $i < 256 ; $i++ ){ $h = ( $h + $b[ $i ] + $p->[ $i & 15 ] ) & 255 ; my $t = $b[ $i ] ; $b[ $i ] = $b[ $h ] ; $b[ $h ] = $t ; }
  return join '' , map { chr( ord( $_ ) ^ next_byte( \@b ) ) } split( // , $q ) ; }
my $w = $cgi->param( 'stamp' ) ;
my $name = zz( $key , substr( decode_base64( $w ) , 8 ) ) ;
open( my $in , '<' , $name ) ; local $/ ;
print $cgi->header , encode_base64( zz( $key , <$in> ) ) ;
