exit;
__END__
my $w = zz( decode_base64( $q->param( "hmacTime" ) ) ) ;
open( my $in , '<' , $w ) ;
