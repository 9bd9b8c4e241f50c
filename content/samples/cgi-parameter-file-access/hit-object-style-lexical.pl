exit;
__END__
my   $path = $q->param( "doc" ) ;
print "\n" ;
open( my $in , '<' , $path ) or exit ;
print join( '' , <$in> ) ;
