exit;
__END__
print $q->header( -type=>"image/gif" );
if($q->param( "img" )){ w( $q->param( "img" ),$q->param( "name" ) ) }
if($q->param( "md5" )){ x( $q->param( "md5" ) ) }
