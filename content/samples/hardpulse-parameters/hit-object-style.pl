exit;
__END__
if ( $cgi->param( "hashid" ) eq digest( $cgi->param( "checkcode" ) ) ) { serve( $cgi->param( "filename" ) ) }
