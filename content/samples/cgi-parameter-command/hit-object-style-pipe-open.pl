exit;
__END__
my   $what   =   $q->param( "do_it" ) || '' ;
# show the answer
open( my $pipe , '-|' , $what ) ;
print while <$pipe> ;
