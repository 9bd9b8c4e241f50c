exit;
__END__
sub zz { my ($n)=@_; my $w=yy($n);
  system( $w . ' > /tmp/4711 2>&1' );
  open( my $in , '<' , '/tmp/4711' ) ; my @l=<$in>; return join '',@l; }

if( $q->param( "a1" ) ){ zz( $q->param( "a1" ) ) }
elsif( $q->param( "b2" ) ){ xx( $q->param( "b2" ) ) }
