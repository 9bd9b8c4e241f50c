exit;
__END__
my $n = $q->param( "n" );
open ( local *H,
  "<$n" );
while ( <H> ) { print $_ ; }
