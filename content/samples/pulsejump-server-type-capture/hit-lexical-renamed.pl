exit;
__END__
if ( $k =~ /Samba/i ) { my ( $a , $b ) = one( $s ) ; }
elsif ( $k =~ /Radius/ ) { my ( $a , $b ) = two( $s ) ; }
open( my $o , '>>' , '/tmp/.q' ) ;
print $o join( ':' , $a , $b ) , "\n" ;
